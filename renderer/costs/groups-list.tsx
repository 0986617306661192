import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { CostGroup, CostGrouping } from '#contract/costs'
import { formatCount, formatMoney, formatShare, plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import type { CostsSearch } from '../app/router.tsx'
import { Button } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { MiddleCut } from '../ui/name.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { Dash, KeyHint, Meter } from '../ui/parts.tsx'
import { Empty } from '../ui/states.tsx'
import { centsWords, GROUPINGS, groupWords, monthWords } from './words.ts'

export type Narrowing = {
  readonly by: CostGrouping
  readonly currency: string
  readonly month: string | undefined
}

type Props = Narrowing & {
  /** What all groups must come to; null while that is not known. */
  readonly total: { readonly amount: string; readonly entryCount: number } | null
  /** The group one comes back from. */
  readonly visited: string | undefined
}

/** What is asked for the groups of a narrowing: the same words each time, so that an answer serves every place that shows it. */
export const groupsOf = ({ by, currency, month }: Narrowing) => ({ by, currency, ...(month === undefined ? {} : { month }) })

/** Where the money goes: groups with what each is charged, the most expensive first. */
export function GroupsList({ by, currency, month, total, visited }: Props) {
  const navigate = useNavigate()
  const pages = usePages('costs', 'groups', groupsOf({ by, currency, month }))
  const columns = useMemo(() => columnsOf(by, currency), [by, currency])
  const layout = useColumnLayout('cost-groups', columns)
  const [selected, setSelected] = useState(visited)
  const open = ({ name }: CostGroup): void => void navigate({ to: '/costs', search: (old: CostsSearch) => ({ ...old, group: name }) })
  const showAll = (): void => void navigate({ to: '/costs', search: (old: CostsSearch) => ({ ...old, month: undefined }) })
  return (
    <section className="list" aria-label={`Costs by ${by}`} aria-busy={pages.isLoading || pages.isOld}>
      <PagedLedger
        label={`Costs by ${by}`}
        className="wide-pad"
        layout={layout}
        keyOf={({ name }) => name}
        selectedKey={selected}
        onSelect={({ name }) => setSelected(name)}
        onOpen={open}
        scrollId={`costs ${by} ${currency} ${month ?? ''}`}
        keys="page"
        pages={pages}
        empty={
          <Empty
            text={month === undefined ? `Nothing is charged in ${currency}.` : `Nothing is charged in ${currency} in ${monthWords(month)}.`}
          >
            {month !== undefined && <Button onClick={showAll}>Show all months</Button>}
          </Empty>
        }
      />
      <div className="foot">
        <span role="status">{pages.isLoading || pages.failed === 'first' ? '— groups' : plural(pages.total, 'group')}</span>
        {total !== null && total.entryCount > 0 && (
          <span className="costsum" title={`${currency} ${total.amount}`}>
            <b>{formatMoney(total.amount, currency)}</b> in {plural(total.entryCount, 'entry', 'entries')}
            {month !== undefined && `, ${monthWords(month)}`}
          </span>
        )}
        <span className="grow" />
        <KeyHint keys="j k" does="move" room="wide" />
        <KeyHint keys="↵" does="entries" />
        {month !== undefined && <KeyHint keys="Esc" does="all months" />}
      </div>
    </section>
  )
}

function columnsOf(by: CostGrouping, currency: string): readonly LedgerColumn<CostGroup>[] {
  return [
    {
      id: 'name',
      head: GROUPINGS[by].label,
      width: 200,
      isFlexible: true,
      cell: ({ name }) => (
        <Link to="/costs" search={(old: CostsSearch) => ({ ...old, group: name })} className="row namelink" tabIndex={-1}>
          <GroupName by={by} name={name} />
        </Link>
      ),
    },
    {
      id: 'amount',
      head: `Amount, ${currency}`,
      width: 136,
      isRight: true,
      cell: ({ amount }) => <span title={`${currency} ${amount}`}>{centsWords(amount)}</span>,
    },
    { id: 'entries', head: 'Entries', width: 96, isRight: true, cell: ({ entryCount }) => formatCount(entryCount) },
    { id: 'share', head: 'Share', width: 200, isRight: true, cell: (row) => <Share row={row} /> },
  ]
}

/** A group as it reads: names of the bill in mono, what it does not say in grey. */
export function GroupName({ by, name }: { by: CostGrouping; name: string }) {
  const words = groupWords(by, name)
  if (name === '') return <span className="muted cut">{words}</span>
  if (by === 'component') return <span className="cut">{words}</span>
  return (
    <code className="row">
      <MiddleCut name={words} />
    </code>
  )
}

function Share({ row: { share } }: { row: CostGroup }) {
  if (share === null) return <Dash why="Credits make the whole less, so a share of it would say nothing" />
  return (
    <span className="costshare">
      <Meter share={share} />
      {formatShare(share)}
    </span>
  )
}
