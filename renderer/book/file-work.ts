import { isCancelledError, queryOptions, useIsFetching } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { AppError } from '#core/errors'
import { plural } from '#core/format'
import { WORK } from '../app/ask-anew.ts'
import { asAppError, type Output, send } from '../app/api.ts'
import { queryClient } from '../app/query.ts'
import { savedWords } from '../files/save-file.ts'
import { toast, toastUntilClosed } from '../ui/toast.tsx'

/** Work on the file as a whole that takes a while where it is large. */
export type FileWork = 'backup' | 'check' | 'verify'
const NOUN = 'file-work'

const ofWork = <W extends FileWork>(work: W, queryFn: () => Promise<Output<'book', W>>) =>
  // What was found is told with its time until it is looked for again.
  queryOptions<Output<'book', W>, AppError>({
    queryKey: [NOUN, work],
    queryFn,
    staleTime: 0,
    gcTime: Number.POSITIVE_INFINITY,
    meta: WORK,
  })
const check = ofWork('check', () => send('book', 'check', {}))
const verify = ofWork('verify', () => send('book', 'verify', {}))

/** What a check or the journal's verification found last, for whoever shows it: nothing is begun by looking. */
export const FOUND = { check: { ...check, enabled: false }, verify: { ...verify, enabled: false } } as const

type News = { readonly tone: 'good' | 'bad'; readonly text: string }

export function checkNews({ ok, problems }: Output<'book', 'check'>): News {
  if (ok) return { tone: 'good', text: 'The catalog file is sound: no damage found.' }
  const many = problems.length > 1 ? ` (${plural(problems.length, 'problem')})` : ''
  return { tone: 'bad', text: `The catalog file is damaged${many}: ${problems[0] ?? ''}` }
}

export function verifyNews({ entries, firstBroken }: Output<'book', 'verify'>): News {
  if (firstBroken === null) return { tone: 'good', text: `${plural(entries, 'entry', 'entries')}, the chain of the journal is whole.` }
  return { tone: 'bad', text: `The journal was changed behind its back: entry ${firstBroken.seq}, ${firstBroken.reason}` }
}

/** What is said of each: while it is under way and asked for once more, and at its end. */
const WORKS = {
  backup: {
    underWay: 'The catalog file is being backed up already.',
    run: async (): Promise<News> => {
      const saved = send('book', 'backup', {})
      // It names its file: of a backup that ends when another file is open, and all that was held of this one is dropped, it is told too.
      void queryClient.fetchQuery(ofWork('backup', () => saved)).catch(() => undefined)
      return { tone: 'good', text: savedWords(await saved) }
    },
  },
  check: { underWay: 'The catalog file is being checked already.', run: async () => checkNews(await queryClient.fetchQuery(check)) },
  verify: { underWay: 'The journal is being verified already.', run: async () => verifyNews(await queryClient.fetchQuery(verify)) },
} satisfies Readonly<Record<FileWork, { readonly underWay: string; readonly run: () => Promise<News> }>>

const keyOf = (work: FileWork) => ({ queryKey: [NOUN, work] })
/** Somebody shows what comes of it. */
const isShown = (work: FileWork): boolean => (queryClient.getQueryCache().find(keyOf(work))?.getObserversCount() ?? 0) > 0

/** Begins such work, once at a time. It goes on when the person moves on; a message tells its end, bad news until it is closed. */
export function useBeginFileWork(): (work: FileWork) => void {
  const navigate = useNavigate()
  return (work) => {
    if (queryClient.isFetching(keyOf(work)) > 0) return toast(WORKS[work].underWay)
    const where = { label: 'Show it', run: () => void navigate({ to: '/settings', search: { section: 'file' } }) }
    const tell = ({ tone, text }: News): void => {
      if (isShown(work)) return
      if (tone === 'good') toast(text)
      else toastUntilClosed(text, work === 'backup' ? [] : [where])
    }
    const tellError = (error: unknown): void => {
      // Dropped as another file was opened: it would be read as said of that one.
      if (!isCancelledError(error)) tell({ tone: 'bad', text: asAppError(error).message })
    }
    WORKS[work].run().then(tell, tellError)
  }
}

export const useIsUnderWay = (work: FileWork): boolean => useIsFetching(keyOf(work)) > 0
