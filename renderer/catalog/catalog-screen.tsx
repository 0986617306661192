import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
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
import { useScreenActions } from '../app/screen-actions.ts'
import { FirstChoices } from '../book/first-choices.tsx'
import { AddToProduct } from '../products/add-to-product.tsx'
import { Button } from '../ui/button.tsx'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { BulkEdit } from './bulk-edit.tsx'
import { CatalogFiles } from './catalog-files.tsx'
import { CatalogSections } from './catalog-sections.tsx'
import { DatasetDrawer } from './dataset-drawer.tsx'
import { FacetedList, foundWords } from './faceted-list.tsx'
import { FacetPanel } from './facets.tsx'
import { filterOf } from './filter.ts'
import { useFilterWords } from './use-filter-words.ts'
import { useSavedViews, ViewActions, ViewTabs } from './saved-views.tsx'
import { useTicked } from './ticked.ts'
import { useCatalogLayout } from './view-columns.ts'

const route = getRouteApi('/catalog')

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
  const words = useFilterWords(filter)

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
    Escape: () => (sel === undefined ? ticked.clear() : setSel(undefined)),
    // After the list's own: what the address selects may stand on a page that is not fetched yet.
    Enter: () => sel !== undefined && open(sel),
  })
  useScreenActions({
    editTicked: ticked.selection !== null && edit,
    clearFilters: words.length > 0 && (() => void navigate({ to: '/catalog', search: {} })),
  })
  const onSelect = useCallback((row: DatasetRow) => setSel(row.key), [setSel])
  const onText = useCallback((text: string) => change({ text: text === '' ? undefined : text }, 'replace'), [change])

  // That a catalog is empty is known before its facets are: they would show and go.
  const hasFacets = all > 0 || words.length > 0
  return (
    <Page
      title="Catalog"
      crumbs={[{ label: 'Catalog' }]}
      layout="fixed"
      sections={<CatalogSections current="datasets" />}
      actions={
        <>
          <CatalogFiles
            shown={shown}
            layout={layout}
            ticked={ticked}
            total={pages.isLoading || pages.isOld || pages.error !== null ? null : pages.total}
          />
          <Button icon="plus" onClick={() => showOverlay('new-dataset')} title="New dataset">
            <span className="label-wide">Dataset</span>
          </Button>
        </>
      }
    >
      <ViewTabs
        search={search}
        saved={saved}
        total={tabFacets.data?.total}
        values={tabFacets.data?.facets.find((facet) => facet.facet === 'gap')?.values}
      />
      <FacetedList
        label="Datasets"
        isBusy={pages.isLoading || pages.isOld}
        facets={
          hasFacets && (
            <FacetPanel facets={facets.data?.facets} error={facets.error} refetch={facets.refetch} search={search} onChange={change} />
          )
        }
        bar={
          <>
            <SearchInput label="Filter by any word" value={search.text ?? ''} onChange={onText} keyHint="/" />
            <span className="grow" />
            <ViewActions shown={shown} layout={layout} saved={saved} />
            <ColumnChooser layout={layout} cramped={cramped} />
          </>
        }
        foot={
          <>
            <span role="status">
              {foundWords('dataset', pages.isLoading || pages.failed === 'first' ? null : pages.total, words.length > 0 ? all : 0)}
            </span>
            {ticked.selection !== null && (
              <TickedActions count={ticked.count} selection={ticked.selection} onEdit={edit} onClear={ticked.clear} />
            )}
            <span className="grow" />
            <KeyHints />
          </>
        }
        beside={sel !== undefined && <DatasetDrawer datasetKey={sel} onClose={() => setSel(undefined)} />}
      >
        <PagedLedger
          label="Datasets"
          layout={layout}
          keyOf={(row) => row.key}
          selectedKey={sel}
          onSelect={onSelect}
          onOpen={(row) => open(row.key)}
          click="selects"
          sort={sort}
          onSort={(next) => change({ by: next.by as CatalogSearch['by'], dir: next.direction })}
          ticks={ticked.ticks}
          scrollId={`catalog ${JSON.stringify([filter, sort])}`}
          keys="page"
          onCramped={setCramped}
          pages={pages}
          empty={words.length === 0 ? <FirstChoices /> : <NothingMatches all={all} words={words} />}
        />
      </FacetedList>
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
    </Page>
  )
}

function KeyHints() {
  return (
    <>
      <KeyHint keys="j k" does="move" />
      <KeyHint keys="x" does="tick" room="wide" />
      <KeyHint keys="↵" does="open" />
      <KeyHint keys="?" does="all keys" room="wide" />
    </>
  )
}

type TickedProps = { count: number; selection: DatasetSelection; onEdit: () => void; onClear: () => void }

function TickedActions({ count, selection, onEdit, onClear }: TickedProps) {
  /** What was ticked when the dialog opened. */
  const [adding, setAdding] = useState<DatasetSelection | null>(null)
  useScreenActions({ addTickedToProduct: () => setAdding(selection), clearTicks: onClear })
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
