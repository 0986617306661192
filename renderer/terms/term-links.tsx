import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { TermLink } from '#contract/terms'
import { formatCount, plural } from '#core/format'
import { useScreenActions } from '../app/screen-actions.ts'
import { usePages } from '../app/pages.ts'
import { Button } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { KeyHint } from '../ui/parts.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { DatasetName } from '../ui/name.tsx'
import { Empty } from '../ui/states.tsx'
import type { Ticks } from '../ui/ticks.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { setLinks } from './set-links.ts'

/** As many as one command takes. */
const MOST_AT_ONCE = 5000
const idOf = ({ key, column }: TermLink): string => `${key}\u0000${column ?? ''}`

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
  const { ticks, ticked, clear } = useTickedLinks(pages.rows)
  const unlink = async (): Promise<void> => {
    const targets = ticked.slice(0, MOST_AT_ONCE).map(({ key, column }) => ({ key, column }))
    if (await setLinks({ name, targets, how: 'remove' })) clear()
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
        onOpen={(row) => void navigate({ to: '/catalog/dataset', search: { key: row.key } })}
        ticks={ticks}
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
        <span role="status">{pages.isLoading ? '— places' : plural(pages.total, 'place')}</span>
        {ticked.length > 0 && (
          <span className="row">
            <b>{formatCount(ticked.length)} ticked</b>
            <button type="button" className="link" onClick={() => void unlink()}>
              Take off
            </button>
            <button type="button" className="link" onClick={clear}>
              Clear
            </button>
          </span>
        )}
        <span className="grow" />
        <KeyHint keys="x" does="tick" room="wide" />
        <KeyHint keys="l" does="link" />
      </div>
      {isLinking && <LinkDialog name={name} onClose={() => setLinking(false)} />}
    </section>
  )
}

/** What is ticked among the rows that are fetched. */
function useTickedLinks(rows: readonly TermLink[]): { ticks: Ticks<TermLink>; ticked: readonly TermLink[]; clear: () => void } {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  return useMemo(() => {
    const ticked = rows.filter((row) => ids.has(idOf(row)))
    const all = ticked.length === 0 ? 'none' : ticked.length === rows.length ? 'all' : 'some'
    const clear = (): void => setIds(new Set())
    const tickAll = (): void => setIds(new Set(rows.map(idOf)))
    const toggle = (row: TermLink): void => {
      const next = new Set(ids)
      if (!next.delete(idOf(row))) next.add(idOf(row))
      setIds(next)
    }
    const labelOf = ({ name, column }: TermLink): string => (column === null ? name : `${name}.${column}`)
    return {
      ticked,
      clear,
      ticks: { isTicked: (row) => ids.has(idOf(row)), toggle, all, toggleAll: all === 'all' ? clear : tickAll, tickAll, labelOf },
    }
  }, [rows, ids])
}
