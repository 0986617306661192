import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { AssetRef } from '#contract/shapes'
import { fieldsOf } from '#core/assets/fields'
import { formatCount } from '#core/format'
import type { JsonValue } from '#core/json'
import { type Output, useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { Page } from '../app/page.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { DeleteButton, RemoveDialog } from '../catalog/remove-dialog.tsx'
import { useVisit } from '../search/recent.ts'
import { CopyButton, DatasetName, MiddleCut } from '../ui/name.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { assetLink, kindWords } from './asset-link.ts'
import { Extras } from './extras.tsx'
import { FieldList } from './field-list.tsx'
import { PipelineRunsTab, ResultsTab } from './runs-tab.tsx'
import { SqlTab } from './sql-tab.tsx'

type Asset = Output<'assets', 'get'>
const route = getRouteApi('/catalog/asset')

/** An exposure, a metric, a check, an owner …: what is known about it, what runs did to it, its SQL, and what it hangs on. */
export function AssetScreen() {
  const { key, tab } = route.useSearch()
  const query = useAsk('assets', 'get', { key })
  const router = useRouter()
  useKeys({ Escape: () => router.history.canGoBack() && router.history.back() })
  const data = query.data
  useVisit(data?.asset.key)
  const title = data?.asset.name ?? 'Catalog'
  const [isRemoving, setRemoving] = useState(false)
  // No source tells of a dashboard: dbt's are exposures.
  const isByHand = data?.asset.kind === 'dashboard' && data.asset.status === 'active'
  const remove = (): void => setRemoving(true)
  useScreenActions({ deleteDashboard: isByHand && remove })
  return (
    <Page
      title={title}
      crumbs={[{ label: 'Catalog', to: '/catalog' }, { label: title }]}
      layout="fixed"
      heading="own"
      actions={isByHand && <DeleteButton sourceNames={[]} onClick={remove} />}
    >
      <div className="titlebar">
        <div className="row">
          <h1 className="row">
            <MiddleCut name={title} />
          </h1>
          {data !== undefined && (
            <>
              <CopyButton text={data.asset.name} label="Copy the name" />
              <Chip>{kindWords(data.asset)}</Chip>
              {data.asset.status === 'retired' && <Chip look="dash">no longer in the source</Chip>}
            </>
          )}
        </div>
      </div>
      {data === undefined ? (
        <div className="page" style={{ paddingTop: 8 }}>
          {query.error === null ? <BoneRows rows={8} /> : <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        </div>
      ) : (
        <>
          <AssetTabs data={data} tab={tab} />
          <TabBody data={data} tab={tab} />
        </>
      )}
      {isRemoving && (
        <RemoveDialog
          assetKey={key}
          name={title}
          goes="Its description, owner and tags go."
          said={`The dashboard “${title}” is deleted.`}
          list={{ to: '/catalog/other' }}
          onClose={() => setRemoving(false)}
        />
      )}
    </Page>
  )
}

type TabName = 'runs' | 'sql' | undefined
/** Kinds that runs do something to, and what that is called. */
const RUNS_OF: Partial<Record<AssetRef['kind'], string>> = { check: 'Results', pipeline: 'Runs' }

/** One tab is none. */
function AssetTabs({ data: { asset, hasSql }, tab }: { data: Asset; tab: TabName }) {
  const runs = RUNS_OF[asset.kind]
  const names: readonly (readonly [name: TabName, label: string])[] = [
    [undefined, 'Overview'],
    ...(runs === undefined ? [] : [['runs', runs] as const]),
    ...(hasSql ? [['sql', 'SQL'] as const] : []),
  ]
  if (names.length === 1) return null
  const tabs = names.map(
    ([name, label]): Tab => ({
      id: name ?? 'overview',
      label,
      isCurrent: name === tab,
      go: { to: '/catalog/asset', search: { key: asset.key, ...(name === undefined ? {} : { tab: name }) }, replace: true },
    }),
  )
  return <Tabs label={`Parts of this ${kindWords(asset)}`} tabs={tabs} />
}

function TabBody({ data, tab }: { data: Asset; tab: TabName }) {
  const { key, kind } = data.asset
  if (tab === 'sql') return <SqlTab assetKey={key} />
  if (tab === 'runs') return kind === 'pipeline' ? <PipelineRunsTab assetKey={key} /> : <ResultsTab assetKey={key} of="check" />
  return <Overview data={data} />
}

function Overview({ data }: { data: Asset }) {
  const currency = useAsk('book', 'current', {}).data?.book?.currency ?? ''
  const { key, kind, name } = data.asset
  // A check stands beside lineage, not in it.
  const isAbout = kind === 'check' || kind === 'issue'
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label={name}>
      <div className="page" style={{ paddingTop: 8 }}>
        <div className="ds">
          <div style={{ minWidth: 0 }}>
            <div className="sect">
              <h2>Fields</h2>
            </div>
            <FieldList subject={{ kind: 'other', key, column: null }} fields={fieldsOf(kind)} values={data.fields} currency={currency} />
            {/* No source tells of these: people do. */}
            {kind !== 'issue' && kind !== 'dashboard' && (
              <section className="group">
                <div className="sect">
                  <h2>Kept from the source, not used by any screen</h2>
                </div>
                <Extras extras={data.extras as JsonValue} none={nothingMore(data)} />
              </section>
            )}
          </div>
          <aside className="side" aria-label="Neighbours">
            {isAbout ? (
              <About data={data} />
            ) : (
              <>
                <Refs title="Upstream" refs={data.upstream} total={data.upstreamTotal} />
                <Refs title="Downstream" refs={data.downstream} total={data.downstreamTotal} />
              </>
            )}
          </aside>
        </div>
      </div>
    </div>
  )
}

/** What a check looks at, or an issue is about. */
function About({ data: { asset, about } }: { data: Asset }) {
  const isCheck = asset.kind === 'check'
  return (
    <section>
      <div className="sect">
        <h2>{isCheck ? 'Looks at' : 'Is about'}</h2>
      </div>
      <ul className="neighbours ruled">
        {about === null ? (
          <li className="small muted">{isCheck ? 'No dataset that an import tells of.' : 'No dataset that is in the catalog.'}</li>
        ) : (
          <li>
            <Link to="/catalog/dataset" search={{ key: about.dataset.key, ...(isCheck ? { tab: 'checks' } : {}) }}>
              <DatasetName schema={about.dataset.schema} name={about.dataset.name} />
            </Link>
          </li>
        )}
        {about?.column != null && (
          <li>
            <Link to="/catalog/dataset" search={{ key: about.dataset.key, tab: 'columns', col: about.column }}>
              <DatasetName schema={null} name={about.column} />
            </Link>
            <span className="small muted right">column</span>
          </li>
        )}
      </ul>
    </section>
  )
}

function nothingMore({ asset, about }: Asset): ReactNode {
  if (asset.kind !== 'check') return 'Nothing beside the fields above.'
  if (about === null) return 'Nothing beside the fields above and the arguments of the check.'
  return (
    <>
      Nothing here: its arguments are among the{' '}
      <Link to="/catalog/dataset" search={{ key: about.dataset.key, tab: 'checks' }} className="link">
        checks of {about.dataset.name}
      </Link>
      .
    </>
  )
}

function Refs({ title, refs, total }: { title: string; refs: readonly AssetRef[]; total: number }) {
  return (
    <section>
      <div className="sect">
        <h2>{title}</h2>
        <span className="right">{formatCount(total)}</span>
      </div>
      <ul className="neighbours ruled">
        {refs.map((ref) => (
          <li key={ref.key}>
            <Link {...assetLink(ref)}>
              <DatasetName schema={null} name={ref.name} />
            </Link>
          </li>
        ))}
        {total > refs.length && <li className="small muted">and {formatCount(total - refs.length)} more</li>}
        {refs.length === 0 && <li className="small muted">None known.</li>}
      </ul>
    </section>
  )
}
