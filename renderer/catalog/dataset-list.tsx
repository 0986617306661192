import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { DatasetFilter, DatasetRow } from '#contract/shapes'
import { plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import { useColumnLayout } from '../ui/columns.ts'
import { Ledger } from '../ui/ledger.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { CATALOG_COLUMNS } from './columns.tsx'

/** The datasets a filter finds, as a part of another page: the Catalog's columns, without its facets. */
export function DatasetList({ filter, empty }: { filter: DatasetFilter; empty: ReactNode }) {
  const pages = usePages('datasets', 'list', { filter, sort: { by: 'name', direction: 'asc' } })
  const layout = useColumnLayout('catalog', CATALOG_COLUMNS)
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string | undefined>()
  return (
    <section className="list" aria-label="Datasets" aria-busy={pages.isLoading || pages.isOld}>
      <Ledger
        label="Datasets"
        layout={layout}
        count={pages.total}
        rowAt={pages.rowAt}
        keyOf={(row: DatasetRow) => row.key}
        onReach={pages.reach}
        selectedKey={selected}
        onSelect={(row) => setSelected(row.key)}
        onOpen={(row) => void navigate({ to: '/catalog/dataset', search: { key: row.key } })}
        isLoading={pages.isLoading}
        keys="page"
        instead={
          pages.error !== null && pages.rows.length === 0 ? (
            <div className="page">
              <ErrorBlock error={pages.error} onRetry={pages.retry} />
            </div>
          ) : !pages.isLoading && pages.total === 0 ? (
            empty
          ) : undefined
        }
      />
      <div className="foot">
        <span role="status">{pages.isLoading ? '— datasets' : plural(pages.total, 'dataset')}</span>
        <span className="grow" />
        <span className="row">
          <kbd>j</kbd>
          <kbd>k</kbd> move
        </span>
        <span className="row">
          <kbd>↵</kbd> open
        </span>
      </div>
    </section>
  )
}
