import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCount } from '#core/format'
import { type Output, useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { type Crumb, Page } from '../app/page.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { useVisit } from '../search/recent.ts'
import { Button } from '../ui/button.tsx'
import { Level } from '../ui/level.tsx'
import { CopyButton, MiddleCut } from '../ui/name.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { When } from '../ui/when.tsx'
import { ChecksTab } from './checks-tab.tsx'
import { ColumnsTab } from './columns-tab.tsx'
import { DetailsTab } from './details-tab.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { HistoryTab } from './history-tab.tsx'
import { LineageTab } from './lineage-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { ResultsTab } from './runs-tab.tsx'
import { SqlTab } from './sql-tab.tsx'

const route = getRouteApi('/catalog/dataset')
export type Dataset = Output<'datasets', 'get'>

const TABS = [undefined, 'columns', 'lineage', 'checks', 'runs', 'sql', 'history', 'details'] as const
type TabName = (typeof TABS)[number]

/** Everything known about one dataset. */
export function DatasetScreen() {
  const { key, tab } = route.useSearch()
  const query = useAsk('datasets', 'get', { key })
  const router = useRouter()
  const navigate = useNavigate()
  const [isEditing, setEditing] = useState(false)
  const data = query.data
  useVisit(data?.row.key)
  const back = (): void => {
    if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '/catalog' })
  }
  useKeys({ Escape: back })
  useScreenActions({ editDataset: data !== undefined && (() => setEditing(true)) })
  return (
    <Page
      title={data?.row.name ?? 'Dataset'}
      crumbs={crumbsOf(data)}
      layout="fixed"
      heading="own"
      actions={
        <Button icon="edit" disabled={data === undefined} onClick={() => setEditing(true)} title="Edit (e)">
          <span className="label-wide">Edit</span>
        </Button>
      }
    >
      {data === undefined ? (
        <div className="page">
          <h1 className="vh">Dataset</h1>
          {query.error === null ? <BoneRows rows={12} /> : <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        </div>
      ) : (
        <>
          <TitleBar data={data} />
          <DatasetTabs data={data} tab={tab} />
          <TabBody data={data} tab={tab} />
        </>
      )}
      {isEditing && data !== undefined && <EditDialog data={data} onClose={() => setEditing(false)} />}
    </Page>
  )
}

function crumbsOf(data: Dataset | undefined): Crumb[] {
  const catalog: Crumb = { label: 'Catalog', to: '/catalog' }
  if (data === undefined) return [catalog, { label: '…' }]
  const { schema, name } = data.row
  return [catalog, ...(schema === null ? [] : [{ label: schema, to: '/catalog', search: { schema: [schema] } } as const]), { label: name }]
}

function TitleBar({ data }: { data: Dataset }) {
  const { row } = data
  const name = row.schema === null ? row.name : `${row.schema}.${row.name}`
  return (
    <div className="titlebar">
      <div className="row">
        <h1 className="row" aria-label={name}>
          <MiddleCut name={name} />
        </h1>
        <CopyButton text={row.relation ?? name} label="Copy the name" />
        <Level level={row.classification} look="pill" />
        {row.resourceType !== null && <Chip look="line">{row.resourceType}</Chip>}
        {row.tier !== null && <Chip>{row.tier}</Chip>}
        {row.domain !== null && <Chip title={row.domain}>{row.domain}</Chip>}
        {row.status === 'retired' && <Chip look="dash">no longer in the source</Chip>}
        <span className="grow" />
        <span className="small muted wide" style={{ whiteSpace: 'nowrap' }}>
          updated <When atMs={data.lastChangedMs} />
        </span>
      </div>
    </div>
  )
}

function DatasetTabs({ data, tab }: { data: Dataset; tab: TabName }) {
  const { row } = data
  const asides: Record<string, string | null> = {
    columns: formatCount(row.columnCount),
    lineage: `${formatCount(row.upstreamCount)} up, ${formatCount(row.downstreamCount)} down`,
    checks: formatCount(row.checkCount),
  }
  const labels = {
    overview: 'Overview',
    columns: 'Columns',
    lineage: 'Lineage',
    checks: 'Checks',
    runs: 'Runs',
    sql: 'SQL',
    history: 'History',
    details: 'Details',
  }
  const tabs = TABS.filter((name) => name !== 'sql' || data.hasSql).map((name): Tab => {
    const id = name ?? 'overview'
    return {
      id,
      label: labels[id],
      aside: asides[id] ?? null,
      isCurrent: name === tab,
      go: { to: '/catalog/dataset', search: { key: row.key, ...(name === undefined ? {} : { tab: name }) }, replace: true },
    }
  })
  return <Tabs label="Parts of this dataset" tabs={tabs} />
}

function TabBody({ data, tab }: { data: Dataset; tab: TabName }) {
  switch (tab) {
    case undefined:
      return <OverviewTab data={data} />
    case 'columns':
      return <ColumnsTab datasetKey={data.row.key} />
    case 'lineage':
      return <LineageTab key={data.row.key} rootKey={data.row.key} missing={data.missingUpstream} />
    case 'checks':
      return <ChecksTab datasetKey={data.row.key} />
    case 'runs':
      return <ResultsTab assetKey={data.row.key} of="dataset" />
    case 'sql':
      return <SqlTab assetKey={data.row.key} />
    case 'history':
      return <HistoryTab assetKey={data.row.key} kind="dataset" />
    case 'details':
      return <DetailsTab data={data} />
  }
}
