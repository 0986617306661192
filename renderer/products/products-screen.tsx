import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { ProductRow } from '#contract/products'
import { formatCount, plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { Page } from '../app/page.tsx'
import { CatalogSections } from '../catalog/catalog-sections.tsx'
import { Button } from '../ui/button.tsx'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { Ledger } from '../ui/ledger.tsx'
import { Dash } from '../ui/parts.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { Empty, ErrorBlock } from '../ui/states.tsx'
import { FreshnessWords } from './freshness-words.tsx'
import { NewProductDialog } from './new-product.tsx'

const text = (value: string | null, why: string) =>
  value === null ? (
    <Dash why={why} />
  ) : (
    <span className="cut" title={value}>
      {value}
    </span>
  )

const COLUMNS: readonly LedgerColumn<ProductRow>[] = [
  {
    id: 'name',
    head: 'Data product',
    width: 184,
    cell: (row) => (
      <Link to="/catalog/products/product" search={{ key: row.key }} className="row namelink" tabIndex={-1} title={row.name}>
        <span className="cut">{row.name}</span>
      </Link>
    ),
  },
  { id: 'description', head: 'Description', width: 180, isFlexible: true, cell: (row) => text(row.description, 'It has no description') },
  { id: 'owner', head: 'Owner', width: 148, cell: (row) => text(row.ownerTeam, 'Nobody owns it') },
  { id: 'domain', head: 'Domain', width: 112, cell: (row) => text(row.domain, 'It is in no domain') },
  { id: 'sla', head: 'SLA', width: 176, cell: (row) => text(row.sla, 'Nothing is promised') },
  {
    id: 'datasets',
    head: 'Datasets',
    width: 84,
    isRight: true,
    cell: (row) => (
      <Link to="/catalog" search={{ product: [row.key] }} className="ev" tabIndex={-1}>
        {formatCount(row.datasets)}
      </Link>
    ),
  },
  { id: 'fresh', head: 'Freshness', width: 136, cell: (row) => <FreshnessWords row={row} /> },
]

/** Sets of datasets that are handed out as one thing. */
export function ProductsScreen() {
  const query = useAsk('products', 'list', {})
  const layout = useColumnLayout('products', COLUMNS)
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string | undefined>()
  const [typed, setTyped] = useState('')
  const [cramped, setCramped] = useState(0)
  const [isAdding, setAdding] = useState(false)
  const { data } = query
  const rows = useMemo(() => {
    const wanted = typed.trim().toLowerCase()
    const holds = (row: ProductRow): boolean =>
      [row.name, row.description, row.ownerTeam, row.domain].some((part) => (part ?? '').toLowerCase().includes(wanted))
    return (data?.items ?? []).filter(holds)
  }, [data, typed])
  useKeys({ n: () => setAdding(true), Escape: () => setSelected(undefined) })
  const hidden = data === undefined ? 0 : data.total - data.items.length
  return (
    <Page
      title="Data products"
      crumbs={[{ label: 'Catalog', to: '/catalog' }]}
      sections={<CatalogSections current="products" />}
      layout="fixed"
      actions={
        <Button icon="plus" onClick={() => setAdding(true)} title="New data product (n)" aria-keyshortcuts="n">
          <span className="label-wide">Product</span>
        </Button>
      }
    >
      <section className="list" aria-label="Data products" aria-busy={query.isPending}>
        <div className="bar">
          <SearchInput label="Filter data products" value={typed} onChange={setTyped} keyHint="/" />
          <span className="grow" />
          <ColumnChooser layout={layout} cramped={cramped} />
        </div>
        <Ledger
          label="Data products"
          layout={layout}
          count={rows.length}
          rowAt={(index) => rows[index]}
          keyOf={(row) => row.key}
          selectedKey={selected}
          onSelect={(row) => setSelected(row.key)}
          onOpen={(row) => void navigate({ to: '/catalog/products/product', search: { key: row.key } })}
          isLoading={query.isPending}
          keys="page"
          onCramped={setCramped}
          instead={
            query.error !== null && data === undefined ? (
              <div className="page">
                <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
              </div>
            ) : query.isPending || rows.length > 0 ? undefined : typed.trim() === '' ? (
              <Empty text="No data product yet. It is a named set of datasets with a purpose, an owner and an SLA: what you hand out as one thing.">
                <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
                  Make a data product
                </Button>
              </Empty>
            ) : (
              <Empty text={`0 of ${plural(data?.items.length ?? 0, 'data product')} match “${typed.trim()}”.`} />
            )
          }
        />
        <div className="foot">
          <span role="status">{data === undefined ? '— data products' : plural(rows.length, 'data product')}</span>
          {hidden > 0 && <span className="muted">and {formatCount(hidden)} more</span>}
          <span className="grow" />
          <span className="row">
            <kbd>↵</kbd> open
          </span>
          <span className="row wide">
            <kbd>n</kbd> new product
          </span>
        </div>
      </section>
      {isAdding && <NewProductDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}
