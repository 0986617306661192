import type { Pages } from '../app/pages.ts'
import { Button } from './button.tsx'
import { ErrorBlock, NotRead } from './states.tsx'

/** What of a list that is fetched page by page could not be read, with another try. Nothing where all of it could. */
export function PagesNotRead({ pages: { error, failed, retry } }: { pages: Pages<unknown> }) {
  if (error === null) return null
  if (failed === 'first') return <ErrorBlock error={error} kept="Your catalog file was not changed." onRetry={retry} />
  return <NotRead what={failed === 'next' ? 'The rest of the list' : 'The list as it is now'} query={{ error, refetch: retry }} />
}

type MoreProps = {
  readonly pages: Pages<unknown>
  /** What the button says, of so many that are not there yet. */
  readonly words: (left: number) => string
}

/** Below the rows of such a list: fetches the next ones, or says that they could not be read. */
export function MoreRows({ pages, words }: MoreProps) {
  const left = pages.total - pages.rows.length
  return (
    <>
      <PagesNotRead pages={pages} />
      {left > 0 && pages.failed === null && (
        <div style={{ paddingTop: 12 }}>
          <Button onClick={() => pages.reach(pages.rows.length)}>{words(left)}</Button>
        </div>
      )}
    </>
  )
}
