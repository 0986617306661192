import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { TermFilter, TermRow } from '#contract/terms'
import { formatCount } from '#core/format'
import { useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { showOverlay } from '../app/overlay.ts'
import { Page } from '../app/page.tsx'
import { usePages } from '../app/pages.ts'
import type { GlossarySearch } from '../app/router.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { CatalogSections } from '../catalog/catalog-sections.tsx'
import { FacetedList, foundWords } from '../catalog/faceted-list.tsx'
import { Button } from '../ui/button.tsx'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { useColumnLayout } from '../ui/columns.ts'
import { KeyHint } from '../ui/parts.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { Empty } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { GlossaryActions } from './glossary-actions.tsx'
import { TERM_COLUMNS } from './term-columns.tsx'
import { TermFacets } from './term-facets.tsx'
import { UsedNames } from './used-names.tsx'

const route = getRouteApi('/catalog/glossary')
const add = (): void => showOverlay('new-term')

/** What the company's words mean, and where each is meant. */
export function GlossaryScreen() {
  const search = route.useSearch()
  useScreenActions({ newTerm: add })
  const facets = useAsk('terms', 'facets', { filter: filterOf(search) })
  const all = useAsk('terms', 'facets', { filter: {} })
  return (
    <Page
      title="Glossary"
      crumbs={[{ label: 'Catalog', to: '/catalog' }]}
      sections={<CatalogSections current="glossary" />}
      layout="fixed"
      actions={<GlossaryActions />}
    >
      <Tabs
        label="Views"
        tabs={[
          {
            id: 'terms',
            label: 'Terms',
            aside: all.data === undefined ? '—' : formatCount(all.data.total),
            isCurrent: search.view === undefined,
            go: { to: '/catalog/glossary', search: (old: GlossarySearch) => ({ ...old, view: undefined }) },
          },
          {
            id: 'used',
            label: 'Used, not defined',
            aside: all.data === undefined ? '—' : formatCount(all.data.undefinedNames),
            isCurrent: search.view === 'used',
            go: { to: '/catalog/glossary', search: (old: GlossarySearch) => ({ ...old, view: 'used' }) },
          },
        ]}
      />
      {search.view === 'used' ? <UsedNames /> : <TermList search={search} facets={facets} all={all.data?.total ?? 0} />}
    </Page>
  )
}

type ListProps = {
  search: GlossarySearch
  facets: Parameters<typeof TermFacets>[0]['query']
  all: number
}

function TermList({ search, facets, all }: ListProps) {
  const navigate = useNavigate()
  const change = useCallback(
    (next: Partial<GlossarySearch>, how: 'push' | 'replace' = 'push') =>
      void navigate({ to: '/catalog/glossary', search: (old: GlossarySearch) => ({ ...old, ...next }), replace: how === 'replace' }),
    [navigate],
  )
  const filter = useMemo(() => filterOf(search), [search])
  const pages = usePages('terms', 'list', { filter })
  const layout = useColumnLayout('glossary', TERM_COLUMNS)
  const [selected, setSelected] = useState<string | undefined>()
  const [cramped, setCramped] = useState(0)
  const isNarrowed = Object.keys(filter).length > 0
  const open = (row: TermRow): void => void navigate({ to: '/catalog/glossary/term', search: { key: row.key } })
  useKeys({
    Escape: () => setSelected(undefined),
  })
  const onSelect = useCallback((row: TermRow) => setSelected(row.key), [])
  const onText = useCallback((text: string) => change({ text: text === '' ? undefined : text }, 'replace'), [change])
  return (
    <FacetedList
      label="Terms"
      isBusy={pages.isLoading || pages.isOld}
      facets={<TermFacets query={facets} search={search} onChange={change} />}
      bar={
        <>
          <SearchInput label="Filter terms, synonyms" value={search.text ?? ''} onChange={onText} keyHint="/" />
          <span className="grow" />
          <ColumnChooser layout={layout} cramped={cramped} />
        </>
      }
      foot={
        <>
          <span role="status">{foundWords('term', pages.isLoading || pages.failed === 'first' ? null : pages.total, all)}</span>
          <span className="grow" />
          <KeyHint keys="j k" does="move" />
          <KeyHint keys="↵" does="open" />
          <KeyHint keys="n" does="new term" room="wide" />
        </>
      }
    >
      <PagedLedger
        label="Terms"
        layout={layout}
        keyOf={(row) => row.key}
        selectedKey={selected}
        onSelect={onSelect}
        onOpen={open}
        scrollId={`glossary ${JSON.stringify(filter)}`}
        keys="page"
        onCramped={setCramped}
        pages={pages}
        empty={
          isNarrowed ? (
            <Empty text={`0 of ${formatCount(all)} terms match.`}>
              <Button onClick={() => void navigate({ to: '/catalog/glossary', search: {} })}>Clear the filters</Button>
            </Empty>
          ) : (
            <Empty text="No term is defined yet. A glossary says what words such as “net revenue” mean here, and which datasets and columns mean them.">
              <Button look="primary" icon="plus" onClick={add}>
                Define a term
              </Button>
            </Empty>
          )
        }
      />
    </FacetedList>
  )
}

/** The part of the address that narrows the list. */
function filterOf({ text, state, ownerTeam, use }: GlossarySearch): TermFilter {
  const typed = text?.trim() ?? ''
  return {
    ...(typed === '' ? {} : { text: typed }),
    ...(state === undefined || state.length === 0 ? {} : { status: state }),
    ...(ownerTeam === undefined || ownerTeam.length === 0 ? {} : { ownerTeam }),
    ...(use === undefined || use.length === 0 ? {} : { use }),
  }
}
