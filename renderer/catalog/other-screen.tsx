import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ListedAsset } from '#contract/assets'
import type { OtherKind } from '#core/assets/kinds'
import { formatCount } from '#core/format'
import { useAddressText } from '../app/address-text.ts'
import { useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { showOverlay } from '../app/overlay.ts'
import { Page } from '../app/page.tsx'
import { usePages } from '../app/pages.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { assetLink, kindWords, kindWordsOfMany } from '../datasets/asset-link.ts'
import { Button } from '../ui/button.tsx'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { MiddleCut } from '../ui/name.tsx'
import { totalWords } from '../ui/more-rows.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { CutText, KeyHint } from '../ui/parts.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { CatalogSections } from './catalog-sections.tsx'

const route = getRouteApi('/catalog/other')

const COLUMNS: readonly LedgerColumn<ListedAsset>[] = [
  {
    id: 'name',
    head: 'Name',
    width: 240,
    cell: (row) => (
      <Link {...assetLink(row)} className="row namelink" tabIndex={-1}>
        <MiddleCut name={row.name} />
      </Link>
    ),
  },
  {
    id: 'description',
    head: 'Description',
    width: 240,
    isFlexible: true,
    cell: (row) => <CutText text={row.description} why="It has no description" look="soft" />,
  },
  { id: 'owner', head: 'Owner', width: 148, cell: (row) => <CutText text={row.ownerTeam} why="Nobody owns it" /> },
]

/** What is no dataset, term, domain or data product: exposures, metrics, pipelines, docs blocks …, one kind at a time. */
export function OtherScreen() {
  const { kind } = route.useSearch()
  const kinds = useAsk('assets', 'kinds', {})
  const items = kinds.data?.items ?? []
  const current = kind ?? items[0]?.kind
  const add = (): void => showOverlay('new-dashboard')
  useScreenActions({ newDashboard: add })
  return (
    <Page
      title="Other"
      crumbs={[{ label: 'Catalog', to: '/catalog' }]}
      sections={<CatalogSections current="other" />}
      layout="fixed"
      actions={
        <Button icon="plus" onClick={add} title="New dashboard (n)" aria-keyshortcuts="n">
          <span className="label-wide">Dashboard</span>
        </Button>
      }
    >
      {items.length > 0 && (
        <Tabs
          label="Kinds"
          tabs={items.map(({ kind: one, count }) => ({
            id: one,
            label: kindWordsOfMany(one),
            aside: formatCount(count),
            isCurrent: one === current,
            go: { to: '/catalog/other', search: { kind: one } },
          }))}
        />
      )}
      {kinds.error !== null && (
        <div className="page">
          <ErrorBlock error={kinds.error} onRetry={() => void kinds.refetch()} />
        </div>
      )}
      {kinds.isPending && current === undefined && (
        <div className="page">
          <BoneRows rows={8} />
        </div>
      )}
      {kinds.data !== undefined && current === undefined && (
        <Empty text="Nothing but datasets is known yet. Exposures, metrics, semantic models, pipelines and docs blocks stand here; they come with the manifest of a dbt project." />
      )}
      {current !== undefined && <OtherList key={current} kind={current} />}
    </Page>
  )
}

function OtherList({ kind }: { kind: OtherKind }) {
  const navigate = useNavigate()
  const [text, onText] = useAddressText()
  const pages = usePages('assets', 'list', { kind, ...(text === '' ? {} : { text }) })
  const layout = useColumnLayout('other', COLUMNS)
  const [selected, setSelected] = useState<string | undefined>()
  const [cramped, setCramped] = useState(0)
  const noun = kindWords({ kind, resourceType: null })
  const many = kindWordsOfMany(kind).toLowerCase()
  const open = (row: ListedAsset): void => void navigate(assetLink(row))
  useKeys({ Escape: () => setSelected(undefined) })
  return (
    <section className="list" aria-label="Other" aria-busy={pages.isLoading || pages.isOld}>
      <div className="bar">
        <SearchInput label={`Filter ${many}`} value={text} onChange={onText} keyHint="/" />
        <span className="grow" />
        <ColumnChooser layout={layout} cramped={cramped} />
      </div>
      <PagedLedger
        label={kindWordsOfMany(kind)}
        layout={layout}
        keyOf={(row) => row.key}
        selectedKey={selected}
        onSelect={(row) => setSelected(row.key)}
        onOpen={open}
        scrollId={`other ${kind} ${text}`}
        keys="page"
        onCramped={setCramped}
        pages={pages}
        empty={
          text === '' ? (
            <Empty text={`The catalog holds no ${noun}.`} />
          ) : (
            <Empty text={`No ${noun} has “${text}” in its name.`}>
              <Button onClick={() => onText('')}>Clear the filter</Button>
            </Empty>
          )
        }
      />
      <div className="foot">
        <span role="status">{totalWords(pages, noun, many)}</span>
        <span className="grow" />
        <KeyHint keys="j k" does="move" room="wide" />
        <KeyHint keys="↵" does="open" />
        <KeyHint keys="n" does="new dashboard" room="wide" />
      </div>
    </section>
  )
}
