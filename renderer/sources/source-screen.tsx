import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { SourceRow } from '#contract/sources'
import { formatCount } from '#core/format'
import { type Input, send, useAsk, useCommand } from '../app/api.ts'
import { offerUndo, useTakenBack } from '../app/offer-undo.ts'
import { Page } from '../app/page.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { ImportsList } from './imports-list.tsx'
import { MetaMappingForm } from './meta-mapping.tsx'
import { useRefresh } from './refresh.ts'
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
            <Options key={`${source.sourceId} ${source.staleAfterDays} ${source.name} ${takenBack}`} source={source} />
          )}
        </div>
      </div>
    </Page>
  )
}

const keepOptions = (options: Input<'sources', 'setOptions'>): Promise<unknown> => send('sources', 'setOptions', options)

function Options({ source }: { source: SourceRow }) {
  const save = useCommand('sources', 'setOptions')
  const [name, setName] = useState(source.name)
  const [days, setDays] = useState(String(source.staleAfterDays))
  const staleAfterDays = Number(days)
  // Only what was changed is sent: a new name alone leaves a source without days of its own on those of the catalog file.
  const before = {
    sourceId: source.sourceId,
    ...(name.trim() !== source.name && { name: source.name }),
    ...(staleAfterDays !== source.staleAfterDays && { staleAfterDays: source.staleAfterDays }),
  }
  const now = { ...before, ...('name' in before && { name: name.trim() }), ...('staleAfterDays' in before && { staleAfterDays }) }
  const isSame = Object.keys(before).length === 1
  const isGood = name.trim() !== '' && Number.isInteger(staleAfterDays) && staleAfterDays >= 1 && staleAfterDays <= 3650
  return (
    <form
      className="stack"
      style={{ gap: 12, maxWidth: 420 }}
      onSubmit={(event) => {
        event.preventDefault()
        if (isGood && !isSame)
          void save.mutateAsync(now).then(
            () => offerUndo('Saved.', keepOptions, { before, now }),
            () => undefined,
          ) // shown below
      }}
    >
      <TextField label="Name" value={name} onChange={setName} maxLength={200} />
      <TextField
        label="Stale after (days)"
        value={days}
        onChange={setDays}
        hint="Not found up to date for longer than this, the source is marked."
        error={isGood || name.trim() === '' ? undefined : 'A whole number from 1 to 3650.'}
      />
      {save.error !== null && <ErrorBlock error={save.error} kept="Nothing was changed." />}
      <div>
        <Button look="primary" type="submit" disabled={!isGood || isSame || save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
