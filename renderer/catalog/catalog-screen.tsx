import { useMediaQuery } from '@mantine/hooks'
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { DatasetSelection } from '#contract/datasets'
import type { DatasetRow } from '#contract/shapes'
import { formatCount, plural } from '#core/format'
import { useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { useLaggedAddress } from '../app/lagged-address.ts'
import { showOverlay } from '../app/overlay.ts'
import { Page } from '../app/page.tsx'
import { usePages } from '../app/pages.ts'
import type { CatalogSearch } from '../app/router.tsx'
import { FirstChoices } from '../book/first-choices.tsx'
import { AddToProduct } from '../products/add-to-product.tsx'
import { Button } from '../ui/button.tsx'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { Ledger } from '../ui/ledger.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { BulkEdit } from './bulk-edit.tsx'
import { CatalogSections } from './catalog-sections.tsx'
import { DatasetDrawer } from './dataset-drawer.tsx'
import { FacetPanel } from './facets.tsx'
import { FACETS, filterOf, filterWords, GAPS } from './filter.ts'
import { useSavedViews, ViewActions, viewSearch } from './saved-views.tsx'
import { useTicked } from './ticked.ts'
import { useCatalogLayout } from './view-columns.ts'

const route = getRouteApi('/catalog')
const isListed = (name: string): boolean => FACETS.some(({ facet }) => facet === name)

/** All datasets: narrow, sort, walk, compare. */
export function CatalogScreen() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const change = useCallback(
    (next: Partial<CatalogSearch>, how: 'push' | 'replace' = 'push') =>
      void navigate({ to: '/catalog', search: (old: CatalogSearch) => ({ ...old, ...next }), replace: how === 'replace' }),
    [navigate],
  )
  const filter = useMemo(() => filterOf(search), [search])
  const { gap: _gap, ...withoutGap } = filter
  const facets = useAsk('datasets', 'facets', { filter })
  const all = useAsk('book', 'current', {}).data?.book?.counts.datasets ?? 0
  const sort = { by: search.by ?? 'name', direction: search.dir ?? 'asc' } as const
  const pages = usePages('datasets', 'list', { filter, sort })
  const [layout, writeColumns] = useCatalogLayout(search.cols, change)
  const ticked = useTicked(filter, pages)
  const shown = { filter, sort, cols: search.cols }
  const saved = useSavedViews(shown)
  const tabFacets = useAsk('datasets', 'facets', { filter: saved.current === undefined ? withoutGap : {} })
  /** What was ticked when the dialog opened: what changes under it does not close it. */
  const [editing, setEditing] = useState<{ selection: DatasetSelection; count: number } | null>(null)
  const edit = (): void => setEditing(ticked.selection === null ? null : { selection: ticked.selection, count: ticked.count })
  const [cramped, setCramped] = useState(0)
  const isSlim = useMediaQuery('(max-width: 1120px)')
  const [isFacetsOpen, setFacetsOpen] = useState(false)
  const filterInput = useRef<HTMLInputElement>(null)
  const words = filterWords(filter)

  const [sel, setSel, writeSel] = useLaggedAddress(
    search.sel,
    useCallback((next: string | undefined) => change({ sel: next }, 'replace'), [change]),
  )
  const { history } = useRouter()
  const open = (key: string): void => {
    writeSel()
    writeColumns()
    // Two address changes in one task would become one, and coming back would have lost the selection.
    history.flush()
    void navigate({ to: '/catalog/dataset', search: { key } })
  }
  useKeys({
    '/': () => filterInput.current?.focus(),
    Escape: () => (isFacetsOpen ? setFacetsOpen(false) : sel === undefined ? ticked.clear() : setSel(undefined)),
    e: edit,
    Enter: () => sel !== undefined && open(sel),
  })
  const onSelect = useCallback((row: DatasetRow) => setSel(row.key), [setSel])
  const onText = useCallback((text: string) => change({ text: text === '' ? undefined : text }, 'replace'), [change])

  const isBare = !pages.isLoading && pages.total === 0 && words.length === 0
  const facetPanel = <FacetPanel facets={facets.data?.facets} search={search} onChange={change} />
  const hasFacets =
    facets.data === undefined || facets.data.facets.some(({ facet, values }) => isListed(facet) && values.length > 1) || words.length > 0
  return (
    <Page
      title="Catalog"
      crumbs={[{ label: 'Catalog' }]}
      layout="fixed"
      sections={<CatalogSections current="datasets" />}
      actions={
        <Button icon="plus" onClick={() => showOverlay('new-dataset')} title="New dataset">
          <span className="label-wide">Dataset</span>
        </Button>
      }
    >
      <ViewTabs
        search={search}
        saved={saved}
        total={tabFacets.data?.total}
        values={tabFacets.data?.facets.find((facet) => facet.facet === 'gap')?.values}
      />
      <div className="split">
        {isSlim !== true && hasFacets && (
          <aside className="facets" aria-label="Facets">
            {facetPanel}
          </aside>
        )}
        {isSlim === true && isFacetsOpen && (
          <aside className="facets floating" aria-label="Facets" id="facets">
            {facetPanel}
          </aside>
        )}
        <section className="list" aria-label="Datasets" aria-busy={pages.isLoading || pages.isOld}>
          <div className="bar">
            {isSlim === true && (
              <Button icon="filter" aria-expanded={isFacetsOpen} aria-controls="facets" onClick={() => setFacetsOpen(!isFacetsOpen)}>
                Facets
              </Button>
            )}
            <SearchInput label="Filter names, tags" value={search.text ?? ''} onChange={onText} keyHint="/" ref={filterInput} />
            <span className="grow" />
            <ViewActions shown={shown} layout={layout} current={saved.current} />
            <ColumnChooser layout={layout} cramped={cramped} />
          </div>
          <Ledger
            label="Datasets"
            layout={layout}
            count={pages.total}
            rowAt={pages.rowAt}
            keyOf={(row) => row.key}
            onReach={pages.reach}
            selectedKey={sel}
            onSelect={onSelect}
            onOpen={(row) => open(row.key)}
            sort={sort}
            onSort={(next) => change({ by: next.by as CatalogSearch['by'], dir: next.direction })}
            ticks={ticked.ticks}
            scrollId={`catalog ${JSON.stringify([filter, sort])}`}
            isLoading={pages.isLoading}
            keys="page"
            onCramped={setCramped}
            instead={
              pages.error !== null && pages.rows.length === 0 ? (
                <div className="page">
                  <ErrorBlock error={pages.error} kept="Your catalog file was not changed." onRetry={pages.retry} />
                </div>
              ) : isBare ? (
                <FirstChoices />
              ) : !pages.isLoading && pages.total === 0 ? (
                <NothingMatches all={all} words={words} />
              ) : undefined
            }
          />
          <div className="foot">
            <span role="status">{countWords(pages.isLoading || pages.error !== null, pages.total, all, words.length > 0)}</span>
            {ticked.selection !== null && (
              <TickedActions count={ticked.count} selection={ticked.selection} onEdit={edit} onClear={ticked.clear} />
            )}
            <span className="grow" />
            <KeyHints />
          </div>
        </section>
        {editing !== null && (
          <BulkEdit
            {...editing}
            onClose={() => setEditing(null)}
            onDone={() => {
              setEditing(null)
              ticked.clear()
            }}
          />
        )}
        {sel !== undefined && <DatasetDrawer datasetKey={sel} onClose={() => setSel(undefined)} />}
      </div>
    </Page>
  )
}

function KeyHints() {
  return (
    <>
      <span className="row">
        <kbd>j</kbd>
        <kbd>k</kbd> move
      </span>
      <span className="row wide">
        <kbd>x</kbd> tick
      </span>
      <span className="row">
        <kbd>↵</kbd> open
      </span>
      <span className="row wide">
        <kbd>?</kbd> all keys
      </span>
    </>
  )
}

type TickedProps = { count: number; selection: DatasetSelection; onEdit: () => void; onClear: () => void }

function TickedActions({ count, selection, onEdit, onClear }: TickedProps) {
  /** What was ticked when the dialog opened. */
  const [adding, setAdding] = useState<DatasetSelection | null>(null)
  return (
    <span className="row">
      <b>{formatCount(count)} ticked</b>
      <button type="button" className="link" onClick={onEdit}>
        Edit
      </button>
      <button type="button" className="link" onClick={() => setAdding(selection)}>
        Add to product
      </button>
      <button type="button" className="link" onClick={onClear}>
        Clear
      </button>
      {adding !== null && <AddToProduct selection={adding} count={count} onClose={() => setAdding(null)} onDone={onClear} />}
    </span>
  )
}

function countWords(isLoading: boolean, total: number, all: number, isFiltered: boolean): string {
  if (isLoading) return '— datasets'
  return isFiltered && all > total ? `${formatCount(total)} of ${plural(all, 'dataset')}` : plural(total, 'dataset')
}

function ViewTabs({
  search,
  saved,
  total,
  values,
}: {
  search: CatalogSearch
  saved: ReturnType<typeof useSavedViews>
  total: number | undefined
  values: readonly { value: string; count: number }[] | undefined
}) {
  const active = search.gap?.length === 1 ? search.gap[0] : undefined
  const count = (gap: string): string => {
    if (total === undefined) return '—'
    return formatCount(values?.find((value) => value.value === gap)?.count ?? 0)
  }
  // Leaving a saved view leaves what it narrows by; its tabs count so, too.
  const kept = saved.current === undefined ? search : {}
  const go = (gap: CatalogSearch['gap']) => ({ to: '/catalog', search: { ...kept, gap, sel: undefined } }) as const
  const tabs: Tab[] = [
    {
      id: 'all',
      label: 'All',
      aside: total === undefined ? '—' : formatCount(total),
      isCurrent: search.gap === undefined && saved.current === undefined,
      go: go(undefined),
    },
    ...GAPS.map(({ gap, label }) => ({
      id: gap,
      label,
      aside: count(gap),
      isCurrent: active === gap && saved.current === undefined,
      go: go([gap]),
    })),
    ...saved.views.map((view) => ({
      id: `view ${view.viewId}`,
      label: view.name,
      isCurrent: view === saved.current,
      go: { to: '/catalog', search: viewSearch(view) } as const,
    })),
  ]
  return <Tabs label="Views" tabs={tabs} />
}

function NothingMatches({ all, words }: { all: number; words: readonly string[] }) {
  return (
    <div className="empty">
      <p>
        0 of {formatCount(all)} match {words.join(', ')}.
      </p>
      <Link to="/catalog" search={{}} className="btn">
        Clear {plural(words.length, 'filter')}
      </Link>
    </div>
  )
}
