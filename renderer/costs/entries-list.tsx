import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { CostEntryRow, CostFilter, CostGrouping } from '#contract/costs'
import { formatMoney, plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import type { CostsSearch } from '../app/router.tsx'
import { Button } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { MiddleCut } from '../ui/name.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { CutText, Dash, KeyHint } from '../ui/parts.tsx'
import { Empty } from '../ui/states.tsx'
import { groupsOf, type Narrowing } from './groups-list.tsx'
import { centsWords, GROUPINGS, groupWords, monthWords } from './words.ts'

/** The entries a narrowing and a group of it are about. */
export function entriesOf({ by, currency, month }: Narrowing, group: string | undefined): CostFilter {
  return {
    currency,
    ...(month === undefined ? {} : { month }),
    ...(group === undefined ? {} : ({ [by]: group } as Pick<CostFilter, CostGrouping>)),
  }
}

type Props = Narrowing & { readonly group: string }

/** The rows of the bill behind one group, each with where it stands. */
export function EntriesList({ group, by, currency, month }: Props) {
  const narrowing = { by, currency, month }
  const navigate = useNavigate()
  const pages = usePages('costs', 'entries', { filter: entriesOf(narrowing, group) })
  // The group's own amount, from the list one came from; where it stands too far down to be there, only entries are counted.
  const sum = usePages('costs', 'groups', groupsOf(narrowing)).rows.find(({ name }) => name === group)
  const columns = useMemo(() => columnsOf(by, currency), [by, currency])
  const layout = useColumnLayout(`cost-entries-${by}`, columns)
  const [selected, setSelected] = useState<string | undefined>()
  const open = ({ importId }: CostEntryRow): void =>
    void navigate({ to: '/sources/imports/$importId', params: { importId: String(importId) } })
  const change = (next: Partial<CostsSearch>): void => void navigate({ to: '/costs', search: (old: CostsSearch) => ({ ...old, ...next }) })
  return (
    <section className="list" aria-label="Cost entries" aria-busy={pages.isLoading || pages.isOld}>
      <PagedLedger
        label="Cost entries"
        className="wide-pad"
        layout={layout}
        keyOf={({ entryId }) => String(entryId)}
        selectedKey={selected}
        onSelect={({ entryId }) => setSelected(String(entryId))}
        onOpen={open}
        scrollId={`cost entries ${JSON.stringify([narrowing, group])}`}
        keys="page"
        pages={pages}
        empty={
          <Empty
            text={`No cost entry in ${currency}${month === undefined ? '' : ` of ${monthWords(month)}`} names ${group === '' ? `no ${by}` : `the ${by} “${groupWords(by, group)}”`}.`}
          >
            {month !== undefined && <Button onClick={() => change({ month: undefined })}>Show all months</Button>}
            <Button onClick={() => change({ group: undefined })}>Back to the {by}s</Button>
          </Empty>
        }
      />
      <div className="foot">
        <span role="status">{pages.isLoading || pages.failed === 'first' ? '— entries' : plural(pages.total, 'entry', 'entries')}</span>
        {sum !== undefined && !pages.isLoading && (
          <span className="costsum" title={`${currency} ${sum.amount}`}>
            <b>{formatMoney(sum.amount, currency)}</b>
            {month !== undefined && `, ${monthWords(month)}`}
          </span>
        )}
        <span className="grow" />
        <KeyHint keys="j k" does="move" room="wide" />
        <KeyHint keys="↵" does="its import" />
        <KeyHint keys="Esc" does={`all ${by}s`} />
      </div>
    </section>
  )
}

function columnsOf(by: CostGrouping, currency: string): readonly LedgerColumn<CostEntryRow>[] {
  const named = (field: 'pipeline' | 'dataset'): LedgerColumn<CostEntryRow> => ({
    id: field,
    head: GROUPINGS[field].label,
    width: 168,
    cell: (row) => <Named name={row[field]} why={GROUPINGS[field].none} />,
  })
  const all: readonly LedgerColumn<CostEntryRow>[] = [
    { id: 'period', head: 'Period', headTitle: 'Day or month', width: 104, cell: ({ period }) => period },
    {
      id: 'amount',
      head: `Amount, ${currency}`,
      width: 112,
      isRight: true,
      cell: ({ amount, amountText }) => (
        <span title={amount === amountText ? `${currency} ${amount}` : `${currency} ${amount}, in the file “${amountText}”`}>
          {centsWords(amount)}
        </span>
      ),
    },
    {
      id: 'place',
      head: 'File and row',
      // Room for the name of a bill that ends with its month.
      width: 236,
      cell: (row) => (
        <Link
          to="/sources/imports/$importId"
          params={{ importId: String(row.importId) }}
          className="ev row"
          tabIndex={-1}
          title={`${row.fileName}, row ${row.rowNumber}: import ${row.importId} of ${row.sourceName}`}
        >
          <MiddleCut name={row.fileName} />
          <span>row {row.rowNumber}</span>
        </Link>
      ),
    },
    named('pipeline'),
    named('dataset'),
    {
      id: 'component',
      head: 'Component',
      width: 96,
      cell: ({ component }) => (component === null ? <Dash why={GROUPINGS.component.none} /> : groupWords('component', component)),
    },
    {
      id: 'description',
      head: 'Description',
      width: 140,
      isFlexible: true,
      cell: ({ description }) => <CutText text={description} why="The file says nothing more" look="soft" />,
    },
  ]
  // What all rows share stands above them.
  return all.filter(({ id }) => id !== by)
}

function Named({ name, why }: { name: string | null; why: string }) {
  if (name === null) return <Dash why={why} />
  return (
    <code className="row">
      <MiddleCut name={name} />
    </code>
  )
}
