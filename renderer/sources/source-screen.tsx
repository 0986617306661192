import { getRouteApi, Link } from '@tanstack/react-router'
import { formatCount } from '#core/format'
import { useAsk } from '../app/api.ts'
import { useTakenBack } from '../app/offer-undo.ts'
import { Page } from '../app/page.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button } from '../ui/button.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { ImportsList } from './imports-list.tsx'
import { MetaMappingForm } from './meta-mapping.tsx'
import { useRefresh } from './refresh.ts'
import { SourceOptions } from './source-options.tsx'
import { Checked, SourceState } from './sources-screen.tsx'
import { FORMATS } from './words.ts'

const route = getRouteApi('/sources/$sourceId')

/** One source: its imports, how its meta keys are read, its options. */
export function SourceScreen() {
  const sourceId = Number(route.useParams().sourceId)
  const { tab } = route.useSearch()
  const takenBack = useTakenBack()
  const query = useAsk('sources', 'list', {})
  const refresh = useRefresh()
  const source = query.data?.items.find((one) => one.sourceId === sourceId)
  useScreenActions({ refreshSource: source?.canRefresh === true && (() => refresh(sourceId)) })
  const title = source?.name ?? 'Source'
  const go = (next: 'meta' | 'options' | undefined) =>
    ({
      to: '/sources/$sourceId',
      params: { sourceId: String(sourceId) },
      search: next === undefined ? {} : { tab: next },
      replace: true,
    }) as const
  const tabs: Tab[] = [
    {
      id: 'imports',
      label: 'Imports',
      aside: source === undefined ? '—' : formatCount(source.importCount),
      isCurrent: tab === undefined,
      go: go(undefined),
    },
    ...(source?.format === 'dbt' ? [{ id: 'meta', label: 'Meta keys', isCurrent: tab === 'meta', go: go('meta') }] : []),
    { id: 'options', label: 'Options', isCurrent: tab === 'options', go: go('options') },
  ]
  return (
    <Page
      title={title}
      crumbs={[{ label: 'Sources', to: '/sources' }, { label: title }]}
      layout="fixed"
      heading="own"
      actions={
        source?.canRefresh === true ? (
          <Button icon="refresh" onClick={() => refresh(sourceId)}>
            Refresh
          </Button>
        ) : undefined
      }
    >
      <div className="titlebar">
        <div className="row">
          <h1 style={{ fontFamily: 'var(--sb-font)' }}>{title}</h1>
          {source !== undefined && (
            <>
              <span className="soft">{FORMATS[source.format].label}</span>
              <SourceState source={source} />
              {source.checkedAtMs !== null && (
                <span className="small muted">
                  <Checked atMs={source.checkedAtMs} />
                </span>
              )}
              <span className="grow" />
              <Link to="/catalog" search={{ source: [source.name] }} className="ev small">
                {formatCount(source.assetCount)} in the catalog
              </Link>
            </>
          )}
        </div>
        {query.isPending && <p className="small">{'\u00a0'}</p>}
        {source?.place != null && <p className="small muted cut">{source.place}</p>}
      </div>
      <Tabs label="Parts of this source" tabs={tabs} />
      <div className="pagescroll">
        <div className="page">
          {query.error !== null && <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <BoneRows rows={6} />}
          {query.data !== undefined && source === undefined && <p>There is no such source in this catalog file.</p>}
          {source !== undefined && tab === undefined && <ImportsList sourceId={sourceId} />}
          {source !== undefined && tab === 'meta' && <MetaMappingForm sourceId={sourceId} />}
          {source !== undefined && tab === 'options' && (
            <SourceOptions
              key={JSON.stringify([source.sourceId, source.staleAfterDays, source.name, source.options, takenBack])}
              source={source}
            />
          )}
        </div>
      </div>
    </Page>
  )
}
