import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { CostGrouping, type CostMonthRow } from '#contract/costs'
import { send, useAsk } from '../app/api.ts'
import { useKeys } from '../app/keys.ts'
import { Page } from '../app/page.tsx'
import type { CostsSearch } from '../app/router.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { EXPORTS } from '../files/exports.ts'
import { saveFile } from '../files/save-file.ts'
import { FileMenu } from '../files/file-menu.tsx'
import { Segments } from '../ui/field.tsx'
import { focusOnPage } from '../ui/focus-back.ts'
import { Icon } from '../ui/icon.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { EntriesList, entriesOf } from './entries-list.tsx'
import { GroupName, GroupsList, type Narrowing } from './groups-list.tsx'
import { MonthChart } from './month-chart.tsx'
import { currenciesOf, pickCurrency, totalOf } from './months.ts'
import { NoCosts } from './no-costs.tsx'
import { GROUPINGS, groupWords, monthWords } from './words.ts'

const route = getRouteApi('/costs')

/** What is charged: by month, by what it is for, and down to the row of the bill. */
export function CostsScreen() {
  const search = route.useSearch()
  const query = useAsk('costs', 'months', {})
  const own = useAsk('book', 'current', {}).data?.book?.currency
  const navigate = useNavigate()
  const all = query.data?.items
  const currency = pickCurrency(all ?? [], search.currency, own)
  const { per: by = 'pipeline', group, month } = search
  const change = (next: Partial<CostsSearch>): void => void navigate({ to: '/costs', search: (old: CostsSearch) => ({ ...old, ...next }) })
  useKeys({
    Escape: () => {
      if (group !== undefined) change({ group: undefined })
      else if (month !== undefined) change({ month: undefined })
    },
  })
  const groupLabel = group === undefined ? undefined : groupWords(by, group)
  const narrowing = { by, currency, month }
  return (
    <Page
      title={groupLabel === undefined ? 'Costs' : `${groupLabel}, costs`}
      crumbs={
        groupLabel === undefined
          ? [{ label: 'Costs' }]
          : [{ label: 'Costs', to: '/costs', search: { ...search, group: undefined } }, { label: groupLabel }]
      }
      layout="fixed"
      actions={
        <Files
          narrowing={all === undefined || all.length === 0 ? undefined : narrowing}
          group={group}
          isOne={currenciesOf(all ?? []).length < 2}
        />
      }
    >
      {all === undefined && query.error !== null ? (
        <div className="page">
          <ErrorBlock error={query.error} kept="Your catalog file was not changed." onRetry={() => void query.refetch()} />
        </div>
      ) : all?.length === 0 ? (
        <NoCosts />
      ) : (
        <Costs all={all} narrowing={narrowing} group={group} change={change} />
      )}
    </Page>
  )
}

type CostsProps = {
  /** Not there yet while they are asked for. */
  readonly all: readonly CostMonthRow[] | undefined
  readonly narrowing: Narrowing
  readonly group: string | undefined
  readonly change: (next: Partial<CostsSearch>) => void
}

function Costs({ all, narrowing, group, change }: CostsProps) {
  const { by, currency, month } = narrowing
  const frame = useRef<HTMLDivElement>(null)
  const [visited, setVisited] = useState(group)
  const shown = useRef(group)
  useEffect(() => {
    if (shown.current === group) return
    shown.current = group
    if (group !== undefined) setVisited(group)
    // What had the focus went with the other list.
    focusOnPage(frame.current?.querySelector<HTMLElement>('[role="grid"]') ?? null)
  }, [group])
  const rows = all?.filter((row) => row.currency === currency)
  const currencies = currenciesOf(all ?? [])
  const total = rows === undefined ? null : totalOf(rows.filter((row) => month === undefined || row.month === month))
  const choosers = (
    <>
      {currencies.length > 1 && (
        <Segments
          label="Currency"
          value={currency}
          onChange={(next) => change({ currency: next })}
          options={currencies.map((value) => ({ value, label: value }))}
        />
      )}
      <MonthChooser rows={rows ?? []} month={month} onMonth={(next) => change({ month: next })} />
    </>
  )
  if (group !== undefined) {
    return (
      <div className="costs" ref={frame}>
        <div className="bar">
          <button type="button" className="btn" onClick={() => change({ group: undefined })} title={`Back to all ${by}s (Esc)`}>
            <Icon name="left" />
            All {by}s
          </button>
          <h2 className="row costgroup">
            <span className="muted">{GROUPINGS[by].label}</span>
            <GroupName by={by} name={group} />
          </h2>
          <span className="grow" />
          {choosers}
        </div>
        {rows !== undefined && <EntriesList key={`${by} ${group}`} {...narrowing} group={group} />}
      </div>
    )
  }
  return (
    <div className="costs" ref={frame}>
      <MonthChart rows={rows} currency={currency} month={month} onMonth={(next) => change({ month: next })} />
      <div className="costtabs">
        <Tabs
          label="Costs by"
          tabs={CostGrouping.options.map((id) => ({
            id,
            label: GROUPINGS[id].label,
            isCurrent: by === id,
            go: { to: '/costs', search: (old: CostsSearch) => ({ ...old, per: id === 'pipeline' ? undefined : id, group: undefined }) },
          }))}
        />
        {choosers}
      </div>
      {rows !== undefined && <GroupsList key={by} {...narrowing} total={total} visited={visited} />}
    </div>
  )
}

type ChooserProps = {
  readonly rows: readonly CostMonthRow[]
  readonly month: string | undefined
  readonly onMonth: (month: string | undefined) => void
}

/** The month the page is about, newest first. An address may name one in which nothing is charged. */
function MonthChooser({ rows, month, onMonth }: ChooserProps) {
  const known = rows.toReversed()
  const isKnown = month === undefined || known.some((row) => row.month === month)
  return (
    <select
      className="in costmonth"
      aria-label="Month"
      value={month ?? ''}
      onChange={(event) => onMonth(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">All months</option>
      {!isKnown && month !== undefined && <option value={month}>{monthWords(month)}</option>}
      {known.map((row) => (
        <option key={row.month} value={row.month}>
          {monthWords(row.month)}
          {row.isFull ? '' : ', not whole'}
        </option>
      ))}
    </select>
  )
}

type FilesProps = {
  /** Absent where there is nothing to write. */
  readonly narrowing: Narrowing | undefined
  readonly group: string | undefined
  /** All is charged in one currency. */
  readonly isOne: boolean
}

function Files({ narrowing, group, isOne }: FilesProps) {
  const isNarrow = narrowing !== undefined && (group !== undefined || narrowing.month !== undefined || !isOne)
  const shown = isNarrow && { ...EXPORTS.costs[0], label: 'Export what is shown', write: () => exportShown(narrowing, group) }
  useScreenActions({ exportShownCosts: shown && (() => saveFile(shown)) })
  return (
    <FileMenu
      take={{ format: 'costs', label: 'Import a list of costs', hint: 'CSV' }}
      give={narrowing === undefined ? [] : [...(shown ? [shown] : []), ...EXPORTS.costs]}
    />
  )
}

const exportShown = (of: Narrowing, group: string | undefined) => send('costs', 'export', { filter: entriesOf(of, group) })
