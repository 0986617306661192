import { getRouteApi, Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { SourceRow } from '#contract/sources'
import { formatCount, plural } from '#core/format'
import { textFilter } from '#core/search/text-filter'
import { useAddressText } from '../app/address-text.ts'
import { useAsk } from '../app/api.ts'
import { Page } from '../app/page.tsx'
import { FirstChoices } from '../book/first-choices.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Dash, KeyHint } from '../ui/parts.tsx'
import { useRowKeys } from '../ui/row-keys.ts'
import { SearchInput } from '../ui/search-input.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { When } from '../ui/when.tsx'
import { ImportsList } from './imports-list.tsx'
import { useRefresh } from './refresh.ts'
import { RefreshDialog } from './refresh-dialog.tsx'
import { Suggestions } from './suggestions.tsx'
import { changeWords, FORMATS } from './words.ts'

const route = getRouteApi('/sources')

/** Where the catalog's facts come from: sources, past imports, and what names suggest. */
export function SourcesScreen() {
  const { tab, only, refresh: refreshing } = route.useSearch()
  const navigate = route.useNavigate()
  const sources = useAsk('sources', 'list', {})
  const stale = useAsk('sources', 'list', { only: 'stale' }, { enabled: only !== undefined })
  const shown = only === undefined ? sources : stale
  const suggestions = useAsk('suggestions', 'groups', { limit: 1 })
  const imports = useAsk('imports', 'list', { limit: 1 })
  const refresh = useRefresh()
  const items = sources.data?.items ?? []
  const tabs: Tab[] = [
    {
      id: 'sources',
      label: 'Sources',
      aside: sources.data === undefined ? '—' : formatCount(sources.data.total),
      isCurrent: tab === undefined,
      go: { to: '/sources', search: {} },
    },
    {
      id: 'imports',
      label: 'Imports',
      aside: imports.data === undefined ? '—' : formatCount(imports.data.total),
      isCurrent: tab === 'imports',
      go: { to: '/sources', search: { tab: 'imports' } },
    },
    {
      id: 'suggestions',
      label: 'Suggestions',
      aside: suggestions.data === undefined ? '—' : formatCount(suggestions.data.total),
      isCurrent: tab === 'suggestions',
      go: { to: '/sources', search: { tab: 'suggestions' } },
    },
  ]
  return (
    <Page
      title="Sources"
      crumbs={[{ label: 'Sources' }]}
      layout="fixed"
      actions={
        <>
          <Button
            icon="refresh"
            disabled={!items.some((source) => source.canRefresh)}
            onClick={() => refresh(undefined)}
            title="Import the remembered files of all sources again"
          >
            <span className="label-wide">Refresh all</span>
          </Button>
          <Link to="/sources/import" className="btn primary">
            <Icon name="upload" />
            Import
          </Link>
        </>
      }
    >
      <Tabs label="Parts of Sources" tabs={tabs} />
      <div className="pagescroll">
        <div className="page">
          {tab === undefined && shown.error !== null && <ErrorBlock error={shown.error} onRetry={() => void shown.refetch()} />}
          {tab === undefined && shown.isPending && <BoneRows rows={5} />}
          {tab === undefined && only !== undefined && stale.data !== undefined && (
            <p className="soft" style={{ marginBottom: 8 }}>
              {stale.data.total === 0 ? 'No source is stale.' : `${plural(stale.data.total, 'source')} not found up to date for too long.`}{' '}
              <Link to="/sources" className="link">
                Show all sources
              </Link>
            </p>
          )}
          {tab === undefined &&
            shown.data !== undefined &&
            (items.length === 0 && only === undefined ? (
              <FirstChoices />
            ) : (
              shown.data.items.length > 0 && <SourceTable items={shown.data.items} total={shown.data.total} onRefresh={refresh} />
            ))}
          {tab === 'imports' && <ImportsList />}
          {tab === 'suggestions' && <Suggestions />}
        </div>
      </div>
      {refreshing !== undefined && (
        <RefreshDialog
          jobId={refreshing}
          onClose={() => void navigate({ to: '/sources', search: ({ refresh: _closed, ...narrowed }) => narrowed })}
        />
      )}
    </Page>
  )
}

function SourceTable({ items, total, onRefresh }: { items: readonly SourceRow[]; total: number; onRefresh: (sourceId: number) => void }) {
  const [text, setText] = useAddressText()
  const table = useRef<HTMLTableSectionElement>(null)
  useRowKeys(table, 'tr')
  const fits = textFilter(text)
  const shown = items.filter((source) => fits([source.name, source.target, source.place, FORMATS[source.format].label]))
  return (
    <>
      <div className="row" style={{ marginBottom: 8 }}>
        <SearchInput label="Filter sources" value={text} onChange={setText} keyHint="/" />
        <span className="grow" />
        <span className="small muted">
          <KeyHint keys="j k" does="move" room="wide" />
        </span>
      </div>
      <div className="tscroll" tabIndex={0} role="region" aria-label="Sources">
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Kind</th>
              <th scope="col">State</th>
              <th scope="col" className="num">
                In the catalog
              </th>
              <th scope="col">Last import</th>
              <th scope="col" className="wide">
                Where
              </th>
              <th scope="col">
                <span className="vh">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody ref={table}>
            {shown.map((source) => (
              <tr key={source.sourceId}>
                <td>
                  <Link to="/sources/$sourceId" params={{ sourceId: String(source.sourceId) }} className="ev">
                    {source.name}
                  </Link>
                  {source.target !== null && <span className="muted"> {source.target}</span>}
                </td>
                <td className="soft tight-text">{FORMATS[source.format].label}</td>
                <td className="tight-text">
                  <SourceState source={source} />
                </td>
                <td className="num">{formatCount(source.assetCount)}</td>
                <td>
                  {source.lastImport === null ? (
                    <Dash why="Never imported" />
                  ) : (
                    <Link to="/sources/imports/$importId" params={{ importId: String(source.lastImport.importId) }} className="ev">
                      <When atMs={source.lastImport.startedAtMs} />
                    </Link>
                  )}
                  {source.lastImport !== null && <span className="small muted"> {changeWords(source.lastImport.changes)}</span>}
                  {source.checkedAtMs !== null && (
                    <span className="small muted" style={{ display: 'block' }}>
                      <Checked atMs={source.checkedAtMs} />
                    </span>
                  )}
                </td>
                <td className="wide" style={{ maxWidth: 220 }}>
                  <span className="cut soft" style={{ display: 'block' }} title={source.place ?? undefined}>
                    {source.place ?? (source.format === 'hand' ? '' : 'uploaded')}
                  </span>
                </td>
                <td className="num">
                  {source.canRefresh ? (
                    <Button icon="refresh" onClick={() => onRefresh(source.sourceId)} aria-label={`Refresh ${source.name}`}>
                      Refresh
                    </Button>
                  ) : (
                    source.format !== 'hand' && (
                      <Link
                        to="/sources/import"
                        search={{ again: source.sourceId, format: source.format }}
                        className="btn"
                        title="Its files were uploaded, so they are asked for again"
                      >
                        <Icon name="upload" />
                        Import again
                      </Link>
                    )
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 && <p className="muted">{`0 of ${plural(items.length, 'source')} match “${text.trim()}”.`}</p>}
      {total > items.length && <p className="small muted">and {plural(total - items.length, 'more', 'more')}</p>}
    </>
  )
}

/** Whether a source's files still say what the catalog shows. */
export function SourceState({ source }: { source: SourceRow }) {
  if (source.format === 'hand') return <span className="muted">kept here</span>
  if (source.fileState === 'missing') return <span className="wrong">files are gone</span>
  if (source.fileState === 'newer') return <span className="late">newer files there</span>
  if (source.fileState === 'undone') return <UndoneFiles source={source} />
  if (source.isStale)
    return (
      <span className="late" title={`Not found up to date for more than ${plural(source.staleAfterDays, 'day')}`}>
        stale
      </span>
    )
  if (source.fileState === 'same') return <span className="good">up to date</span>
  return (
    <span className="muted" title="Whether newer files exist cannot be told">
      no path kept
    </span>
  )
}

/** The files there are those of an import that was undone. */
function UndoneFiles({ source: { undone } }: { source: SourceRow }) {
  const what = undone === null ? 'an import that was undone' : `import ${undone.importId}, which was undone`
  return (
    <span className="late" title={`These are the files of ${what}. A refresh leaves them alone until they change.`}>
      undone files there
    </span>
  )
}

/** That a source's files were looked at and are those of its last import. */
export function Checked({ atMs }: { atMs: number }) {
  return (
    <>
      checked <When atMs={atMs} />, nothing new
    </>
  )
}
