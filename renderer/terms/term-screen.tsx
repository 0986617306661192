import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCount, plural } from '#core/format'
import { type Output, send, useAsk } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { EntryPage, partTabs } from '../catalog/entry-page.tsx'
import { DeleteButton } from '../catalog/remove-dialog.tsx'
import { RenameDialog } from '../catalog/rename-dialog.tsx'
import { HistoryTab } from '../datasets/history-tab.tsx'
import { useDecide } from '../datasets/decide.ts'
import { useVisit } from '../search/recent.ts'
import { Button } from '../ui/button.tsx'
import { DeleteTermDialog } from './delete-term.tsx'
import { TermLinks } from './term-links.tsx'
import { TermOverview } from './term-overview.tsx'
import { TermStatusMark } from './term-status.tsx'
import { UsedNamePage } from './used-name-page.tsx'

const route = getRouteApi('/catalog/glossary/term')
export type Term = Output<'terms', 'get'>
type Open = 'rename' | 'delete' | null

/** One term: what it means, who says so, and what carries it. */
export function TermScreen() {
  const { key, tab } = route.useSearch()
  const query = useAsk('terms', 'get', { key })
  const [open, setOpen] = useState<Open>(null)
  const { data } = query
  useVisit(data?.row.key)
  if (query.error?.code === 'not-found' && !key.includes('/')) return <UsedNamePage name={key} />
  const row = data?.row
  return (
    <EntryPage
      noun="term"
      name={row?.name ?? (key.startsWith('hand/') ? 'Glossary term' : key)}
      query={query}
      mark={row !== undefined && <TermStatusMark status={row.status} />}
      actions={data !== undefined && <TermActions data={data} onOpen={setOpen} />}
      tabs={partTabs(
        tab,
        [
          [undefined, 'Overview'],
          ['links', 'Linked', formatCount((row?.datasets ?? 0) + (row?.columns ?? 0))],
          ['history', 'History'],
        ],
        (to) => ({ to: '/catalog/glossary/term', search: { key, tab: to } }),
      )}
    >
      {data !== undefined && tab === undefined && <TermOverview data={data} />}
      {row !== undefined && tab === 'links' && <TermLinks name={row.name} />}
      {row !== undefined && tab === 'history' && <HistoryTab assetKey={row.key} kind="term" />}
      {open === 'rename' && row !== undefined && (
        <RenameDialog
          name={row.name}
          follows={
            row.datasets + row.columns === 0
              ? 'Nothing carries it yet.'
              : `${plural(row.datasets, 'dataset')} and ${plural(row.columns, 'column')} carry it and follow.`
          }
          rename={(name, reason) => send('terms', 'rename', { key: row.key, name, reason })}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'delete' && data !== undefined && <DeleteTermDialog data={data} onClose={() => setOpen(null)} />}
    </EntryPage>
  )
}

function TermActions({ data: { row, sourceNames }, onOpen }: { data: Term; onOpen: (what: Open) => void }) {
  const decide = useDecide()
  const approve = (): void => void decide([{ key: row.key, field: 'termStatus', value: 'approved' }], '', `“${row.name}” is approved.`)
  useScreenActions({
    approveTerm: row.status !== 'approved' && approve,
    renameTerm: () => onOpen('rename'),
    deleteTerm: sourceNames.length === 0 && (() => onOpen('delete')),
  })
  return (
    <>
      {row.status !== 'approved' && (
        <Button icon="check" onClick={approve} title="Approve this definition">
          <span className="label-wide">Approve</span>
        </Button>
      )}
      <Button icon="edit" onClick={() => onOpen('rename')} title="Rename">
        <span className="label-wide">Rename</span>
      </Button>
      <DeleteButton sourceNames={sourceNames} onClick={() => onOpen('delete')} />
    </>
  )
}
