import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import type { BookInfo } from '#contract/book'
import { FirstStart } from '../book/first-start.tsx'
import { NewDatasetDialog } from '../datasets/new-dataset.tsx'
import { KeysDialog } from '../search/keys-dialog.tsx'
import { SearchDialog } from '../search/search-dialog.tsx'
import { DropImport } from '../sources/upload-drop.tsx'
import { BookMark } from '../ui/icon.tsx'
import { ErrorBlock, useSlow } from '../ui/states.tsx'
import { useAsk } from './api.ts'
import { useJobEndings } from './job-endings.ts'
import { useKeys } from './keys.ts'
import { OpenLinkDialog } from './open-link.tsx'
import { showOverlay, useOverlay } from './overlay.ts'
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
    <Shell book={current.data.book}>
      <Outlet />
      <Everywhere book={current.data.book} />
      <DropAnywhere />
    </Shell>
  )
}

/** Files may be dropped on every screen; where an import begins, the screen itself takes them, with its format and name. */
function DropAnywhere() {
  const isImport = useLocation({ select: ({ pathname }) => pathname === '/sources/import' })
  return isImport ? null : <DropImport />
}

/** Keys and dialogs that every screen has. */
function Everywhere({ book }: { book: BookInfo }) {
  const overlay = useOverlay()
  const navigate = useNavigate()
  useJobEndings()
  usePresence(`${book.folder}/${book.fileName}`)
  useKeys({
    'Mod+k': () => showOverlay('search'),
    '?': () => showOverlay('keys'),
    'g h': () => void navigate({ to: '/home' }),
    'g c': () => void navigate({ to: '/catalog' }),
    'g o': () => void navigate({ to: '/costs' }),
    'g r': () => void navigate({ to: '/reports' }),
    'g t': () => void navigate({ to: '/catalog/glossary' }),
    'g s': () => void navigate({ to: '/sources' }),
    'g ,': () => void navigate({ to: '/settings' }),
  })
  const close = (): void => showOverlay(null)
  switch (overlay) {
    case 'search':
      return <SearchDialog onClose={close} />
    case 'keys':
      return <KeysDialog onClose={close} />
    case 'new-dataset':
      return <NewDatasetDialog onClose={close} />
    case 'open-link':
      return <OpenLinkDialog onClose={close} />
    case null:
      return null
  }
}
