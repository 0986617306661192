import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { TermLink } from '#contract/terms'
import { formatCount } from '#core/format'
import { useScreenActions } from '../app/screen-actions.ts'
import { usePages } from '../app/pages.ts'
import { Button } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { KeyHint } from '../ui/parts.tsx'
import { totalWords } from '../ui/more-rows.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { DatasetName } from '../ui/name.tsx'
import { Empty } from '../ui/states.tsx'
import { useTickedRows } from '../ui/ticked-rows.ts'
import { toastError } from '../ui/toast.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { setLinks } from './set-links.ts'

/** As many as one command takes. */
const MOST_AT_ONCE = 5000
const idOf = ({ key, column }: TermLink): string => `${key}\u0000${column ?? ''}`

const LINKS = { keyOf: idOf, labelOf: ({ name, column }: TermLink) => (column === null ? name : `${name}.${column}`) }

const COLUMNS: readonly LedgerColumn<TermLink>[] = [
  {
    id: 'dataset',
    head: 'Dataset',
    width: 240,
    isFlexible: true,
    cell: (row) => (
      <Link to="/catalog/dataset" search={{ key: row.key }} className="row namelink" tabIndex={-1}>
        <DatasetName schema={row.schema} name={row.name} />
      </Link>
    ),
  },
  {
    id: 'column',
    head: 'Column',
    width: 280,
    cell: (row) =>
      row.column === null ? (
        <span className="muted">the dataset itself</span>
      ) : (
        <Link to="/catalog/dataset" search={{ key: row.key, tab: 'columns', col: row.column }} className="row namelink" tabIndex={-1}>
          <DatasetName schema={null} name={row.column} />
        </Link>
      ),
  },
]

/** Datasets and columns that carry a term's name, to be taken off or added to. */
export function TermLinks({ name }: { name: string }) {
  const pages = usePages('terms', 'links', { name })
  const layout = useColumnLayout('term-links', COLUMNS)
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string | undefined>()
  const [isLinking, setLinking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const { ticks, count, clear } = useTickedRows(name, pages, LINKS)
  const unlink = (): void => {
    if (isBusy) return
    setBusy(true)
    void takeOff().finally(() => setBusy(false))
  }
  const takeOff = async (): Promise<void> => {
    // A link is named by where it is, so all are fetched before those that are ticked are taken off.
    const all = await pages.between(0, pages.total - 1).catch(toastError)
    if (all === undefined) return
    const targets = all.filter(ticks.isTicked).map(({ key, column }) => ({ key, column }))
    if (await setLinks({ name, targets: targets.slice(0, MOST_AT_ONCE), how: 'remove' })) clear()
  }
  useScreenActions({ linkTerm: () => setLinking(true) })
  return (
    <section className="list" aria-label="Linked" aria-busy={pages.isLoading}>
      <div className="bar">
        <span className="soft">Where “{name}” is meant.</span>
        <span className="grow" />
        <Button icon="plus" onClick={() => setLinking(true)} title="Link datasets and columns (l)">
          Link
        </Button>
      </div>
      <PagedLedger
        label="Linked"
        layout={layout}
        keyOf={idOf}
        selectedKey={selected}
        onSelect={(row) => setSelected(idOf(row))}
        onOpen={({ key, column }) =>
          void navigate({ to: '/catalog/dataset', search: { key, ...(column === null ? {} : { tab: 'columns', col: column }) } })
        }
        ticks={ticks}
        scrollId={`links ${name}`}
        keys="page"
        pages={pages}
        empty={
          <Empty text={`Nothing carries “${name}” yet.`}>
            <Button look="primary" icon="plus" onClick={() => setLinking(true)}>
              Link datasets and columns
            </Button>
          </Empty>
        }
      />
      <div className="foot">
        <span role="status">{totalWords(pages, 'place')}</span>
        {count > 0 && (
          <span className="row">
            <b>{formatCount(count)} ticked</b>
            <button type="button" className="link" onClick={unlink} aria-disabled={isBusy}>
              Take off
            </button>
            <button type="button" className="link" onClick={clear}>
              Clear
            </button>
          </span>
        )}
        <span className="grow" />
        <KeyHint keys="x" does="tick" room="wide" />
        <KeyHint keys="↵" does="open" room="wide" />
        <KeyHint keys="l" does="link" />
      </div>
      {isLinking && <LinkDialog name={name} onClose={() => setLinking(false)} />}
    </section>
  )
}
