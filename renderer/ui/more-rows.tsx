import { plural } from '#core/format'
import { NEXT_PAGE, type Pages } from '../app/pages.ts'
import { Button } from './button.tsx'
import { ErrorBlock, NotRead } from './states.tsx'

/** How many there are in such a list, below it; a dash while, or where, that could not be read. */
export const totalWords = ({ isLoading, failed, total }: Pages<unknown>, noun: string, nouns = `${noun}s`): string =>
  isLoading || failed === 'first' ? `— ${nouns}` : plural(total, noun, nouns)

/** What of a list that is fetched page by page could not be read, with another try. Nothing where all of it could. */
export function PagesNotRead({ pages: { error, failed, retry } }: { pages: Pages<unknown> }) {
  if (error === null) return null
  if (failed === 'first') return <ErrorBlock error={error} kept="Your catalog file was not changed." onRetry={retry} />
  return <NotRead what={failed === 'next' ? 'The rest of the list' : 'The list as it is now'} query={{ error, refetch: retry }} />
}

type MoreProps = {
  readonly pages: Pages<unknown>
  /** What the button says that brings so many more. */
  readonly words: (more: number) => string
}

/** Below the rows of such a list: fetches the next ones, or says that they could not be read. */
export function MoreRows({ pages, words }: MoreProps) {
  const left = pages.total - pages.rows.length
  return (
    <>
      <PagesNotRead pages={pages} />
      {left > 0 && pages.failed === null && (
        <div style={{ paddingTop: 12 }}>
          <Button onClick={() => pages.reach(pages.rows.length)}>{words(Math.min(left, NEXT_PAGE))}</Button>
        </div>
      )}
    </>
  )
}
