import { Outlet, useLocation } from '@tanstack/react-router'
import { FirstStart } from '../book/first-start.tsx'
import { useRecent } from '../search/recent.ts'
import { useEverywhere } from '../search/use-everywhere.ts'
import { ImportBeginning } from '../sources/start-import.tsx'
import { DropImport } from '../sources/upload-drop.tsx'
import { BookMark } from '../ui/icon.tsx'
import { ErrorBlock, useSlow } from '../ui/states.tsx'
import { useAsk } from './api.ts'
import { useJobEndings } from './job-endings.ts'
import { bookKey } from './one-book.ts'
import { Overlays } from './overlays.tsx'
import { usePresence } from './presence.ts'
import { Shell } from './shell.tsx'

/** Decides between the first start and the screens of an open catalog file. */
export function Root() {
  const current = useAsk('book', 'current', {})
  const isSlow = useSlow(current.isPending)
  if (current.error !== null && current.data === undefined) {
    return (
      <main className="plainpage">
        <BookMark />
        <h1>Stewardbook can’t show your catalog file</h1>
        <ErrorBlock error={current.error} kept="Your catalog file was not changed." onRetry={() => void current.refetch()} />
      </main>
    )
  }
  if (current.data === undefined) return <div className="plainpage">{isSlow && <BookMark />}</div>
  if (current.data.book === null)
    return <FirstStart author={current.data.author} recent={current.data.recent} appVersion={current.data.appVersion} />
  return (
    <Shell key={bookKey(current.data.book)} book={current.data.book}>
      <ImportBeginning>
        <Outlet />
        <Everywhere />
        <DropAnywhere />
      </ImportBeginning>
    </Shell>
  )
}

/** Files may be dropped on every screen; where an import begins, the screen itself takes them, with its format and name. */
function DropAnywhere() {
  const isImport = useLocation({ select: ({ pathname }) => pathname === '/sources/import' })
  return isImport ? null : <DropImport />
}

/** Keys, actions and dialogs that every screen has. */
function Everywhere() {
  useJobEndings()
  usePresence()
  useEverywhere()
  // Known by the time somebody searches.
  useRecent()
  return <Overlays />
}
