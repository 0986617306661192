import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { DomainRow } from '#contract/domains'
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
import { COVERAGE, Share } from './coverage.tsx'
import { DescribeDomainDialog } from './describe-domain.tsx'

const COLUMNS: readonly LedgerColumn<DomainRow>[] = [
  {
    id: 'name',
    head: 'Domain',
    width: 168,
    cell: (row) => (
      <Link to="/catalog/domains/domain" search={{ name: row.name }} className="row namelink" tabIndex={-1} title={row.name}>
        <span className="cut">{row.name}</span>
      </Link>
    ),
  },
  {
    id: 'description',
    head: 'Description',
    width: 180,
    isFlexible: true,
    cell: (row) =>
      row.description === null ? (
        <Dash why={row.key === null ? 'Datasets name it, and nobody has described it' : 'It has no description'} />
      ) : (
        <span className="cut soft" title={row.description}>
          {row.description}
        </span>
      ),
  },
  {
    id: 'owner',
    head: 'Owner',
    width: 148,
    cell: (row) =>
      row.ownerTeam === null ? (
        <Dash why="Nobody owns it" />
      ) : (
        <span className="cut" title={row.ownerTeam}>
          {row.ownerTeam}
        </span>
      ),
  },
  {
    id: 'datasets',
    head: 'Datasets',
    width: 84,
    isRight: true,
    cell: (row) => (
      <Link to="/catalog" search={{ domain: [row.name] }} className="ev" tabIndex={-1}>
        {formatCount(row.datasets)}
      </Link>
    ),
  },
  ...COVERAGE.map(
    (coverage): LedgerColumn<DomainRow> => ({
      id: coverage.part,
      head: coverage.label,
      headTitle: `Share of its datasets; the number leads to those ${coverage.without}`,
      width: 84,
      isRight: true,
      cell: (row) => <Share row={row} coverage={coverage} />,
    }),
  ),
]

/** The parts of the business, who owns each and how well its datasets are kept. */
export function DomainsScreen() {
  const query = useAsk('domains', 'list', {})
  const layout = useColumnLayout('domains', COLUMNS)
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string | undefined>()
  const [text, setText] = useState('')
  const [cramped, setCramped] = useState(0)
  const [isAdding, setAdding] = useState(false)
  const { data } = query
  const rows = useMemo(() => {
    const typed = text.trim().toLowerCase()
    const holds = (row: DomainRow): boolean =>
      [row.name, row.description ?? '', row.ownerTeam ?? ''].some((part) => part.toLowerCase().includes(typed))
    return (data?.items ?? []).filter(holds)
  }, [data, text])
  const open = (row: DomainRow): void => void navigate({ to: '/catalog/domains/domain', search: { name: row.name } })
  useKeys({ n: () => setAdding(true), Escape: () => setSelected(undefined) })
  const hidden = data === undefined ? 0 : data.total - data.items.length
  return (
    <Page
      title="Domains"
      crumbs={[{ label: 'Catalog', to: '/catalog' }]}
      sections={<CatalogSections current="domains" />}
      layout="fixed"
      actions={
        <Button icon="plus" onClick={() => setAdding(true)} title="New domain (n)" aria-keyshortcuts="n">
          <span className="label-wide">Domain</span>
        </Button>
      }
    >
      <section className="list" aria-label="Domains" aria-busy={query.isPending}>
        <div className="bar">
          <SearchInput label="Filter domains" value={text} onChange={setText} keyHint="/" />
          <span className="grow" />
          <ColumnChooser layout={layout} cramped={cramped} />
        </div>
        <Ledger
          label="Domains"
          layout={layout}
          count={rows.length}
          rowAt={(index) => rows[index]}
          keyOf={(row) => row.name}
          selectedKey={selected}
          onSelect={(row) => setSelected(row.name)}
          onOpen={open}
          isLoading={query.isPending}
          keys="page"
          onCramped={setCramped}
          instead={
            query.error !== null && data === undefined ? (
              <div className="page">
                <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
              </div>
            ) : query.isPending || rows.length > 0 ? undefined : text.trim() === '' ? (
              <Empty text="No domain is known yet. A domain is a part of the business that owns its data, such as sales or finance; datasets name theirs.">
                <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
                  Describe a domain
                </Button>
              </Empty>
            ) : (
              <Empty text={`0 of ${plural(data?.items.length ?? 0, 'domain')} match “${text.trim()}”.`} />
            )
          }
        />
        <div className="foot">
          <span role="status">{data === undefined ? '— domains' : plural(rows.length, 'domain')}</span>
          {hidden > 0 && <span className="muted">and {formatCount(hidden)} smaller ones</span>}
          {data !== undefined && data.withoutDomain > 0 && (
            <Link to="/catalog" search={{ domain: [''] }} className="link">
              {plural(data.withoutDomain, 'dataset')} in no domain
            </Link>
          )}
          <span className="grow" />
          <span className="row">
            <kbd>↵</kbd> open
          </span>
          <span className="row wide">
            <kbd>n</kbd> new domain
          </span>
        </div>
      </section>
      {isAdding && <DescribeDomainDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}
