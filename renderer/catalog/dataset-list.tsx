import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { DatasetSelection } from '#contract/datasets'
import type { DatasetFilter, DatasetRow } from '#contract/shapes'
import { formatCount } from '#core/format'
import { usePages } from '../app/pages.ts'
import { useColumnLayout } from '../ui/columns.ts'
import { KeyHint } from '../ui/parts.tsx'
import { totalWords } from '../ui/more-rows.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { CATALOG_COLUMNS } from './columns.tsx'
import { useTicked } from './ticked.ts'

/** The datasets a filter finds, as a part of another page: the Catalog's columns, without its facets. */
export function DatasetList({
  filter,
  empty,
  actions,
}: {
  filter: DatasetFilter
  empty: ReactNode
  /** What can be done with those that are ticked; without it none can be. */
  actions?: (selection: DatasetSelection, clear: () => void) => ReactNode
}) {
  const pages = usePages('datasets', 'list', { filter, sort: { by: 'name', direction: 'asc' } })
  const layout = useColumnLayout('catalog', CATALOG_COLUMNS)
  const ticked = useTicked(filter, pages)
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string | undefined>()
  return (
    <section className="list" aria-label="Datasets" aria-busy={pages.isLoading || pages.isOld}>
      <PagedLedger
        label="Datasets"
        layout={layout}
        keyOf={(row: DatasetRow) => row.key}
        selectedKey={selected}
        onSelect={(row) => setSelected(row.key)}
        onOpen={(row) => void navigate({ to: '/catalog/dataset', search: { key: row.key } })}
        {...(actions === undefined ? {} : { ticks: ticked.ticks })}
        scrollId={`datasets ${JSON.stringify(filter)}`}
        keys="page"
        pages={pages}
        empty={empty}
      />
      <div className="foot">
        <span role="status">{totalWords(pages, 'dataset')}</span>
        {actions !== undefined && ticked.selection !== null && (
          <span className="row">
            <b>{formatCount(ticked.count)} ticked</b>
            {actions(ticked.selection, ticked.clear)}
            <button type="button" className="link" onClick={ticked.clear}>
              Clear
            </button>
          </span>
        )}
        <span className="grow" />
        <KeyHint keys="j k" does="move" />
        <KeyHint keys="↵" does="open" />
      </div>
    </section>
  )
}
