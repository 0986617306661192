import { lazy, Suspense, useRef, useState } from 'react'
import type { CostMonthRow } from '#contract/costs'
import { csvText } from '#core/csv-cell'
import { formatMoney, formatShare } from '#core/format'
import { ChartHead, type ChartLook } from '../ui/charts/chart-head.tsx'
import type { MonthBar } from '../ui/charts/month-bars.tsx'
import { useSlow } from '../ui/states.tsx'
import { MonthTable } from './month-table.tsx'
import { type MonthColumn, monthColumns } from './months.ts'
import { monthParts, monthWords, PARTS } from './words.ts'

const MonthBars = lazy(() => import('../ui/charts/month-bars.tsx').then((module) => ({ default: module.MonthBars })))

type Props = {
  /** Months of one currency; none yet while they are asked for. */
  readonly rows: readonly CostMonthRow[] | undefined
  readonly currency: string
  readonly month: string | undefined
  readonly onMonth: (month: string | undefined) => void
}

/** What each month costs, by component, as a chart or as a table. A month that is clicked is the one the page is about. */
export function MonthChart({ rows, currency, month, onMonth }: Props) {
  const [look, setLook] = useState<ChartLook>('chart')
  const frame = useRef<HTMLElement>(null)
  const known = rows ?? []
  const parts = PARTS.filter(({ id }) => known.some(({ components }) => components.some(({ component }) => component === id)))
  const name = `costs a month${currency === '' ? '' : `, ${currency}`}`
  const isPartly = known.some(({ isFull }) => !isFull)
  const columns = monthColumns(known)
  const heading = (
    <>
      <h2 className="cut">Costs a month{currency === '' ? '' : `, ${currency}`}</h2>
      {look === 'chart' && (
        <ul className="legend" aria-label="What the bars are made of, from below">
          {parts.map(({ id, label, fill }) => (
            <li key={id}>
              <i style={{ background: fill }} aria-hidden="true" />
              {label}
            </li>
          ))}
          {isPartly && (
            <li title="Nothing is charged yet for the last day of the month, so it is not to be compared with the others">
              <i className="hatched" aria-hidden="true" />* not whole
            </li>
          )}
        </ul>
      )}
    </>
  )
  return (
    <section className="costmonths" ref={frame} aria-label="Costs a month" aria-busy={rows === undefined}>
      <ChartHead heading={heading} name={name} look={look} onLook={setLook} frame={frame} csv={() => monthsCsv(known, currency)} />
      <div className="costbox">
        {rows === undefined ? (
          <ChartBones />
        ) : look === 'table' ? (
          <MonthTable rows={rows} parts={parts} currency={currency} month={month} onMonth={onMonth} />
        ) : (
          <Suspense fallback={<ChartBones />}>
            <MonthBars
              label={`Costs a month in ${currency}: ${columns.map(columnWords).join('; ')}`}
              bars={columns.map((column) => toBar(column, currency))}
              parts={parts}
              picked={month}
              onPick={(id) => onMonth(id === month ? undefined : id)}
            />
          </Suspense>
        )}
      </div>
    </section>
  )
}

function ChartBones() {
  const isSlow = useSlow(true)
  if (!isSlow) return <div aria-busy="true" />
  return (
    <div className="chartbones" aria-busy="true">
      <span className="vh">Loading</span>
      {Array.from({ length: 12 }, (_, index) => (
        <span key={index} className="bone" style={{ height: `${30 + ((index * 23) % 50)}%` }} />
      ))}
    </div>
  )
}

const columnWords = ({ month, row }: MonthColumn): string =>
  `${monthWords(month)} ${row === null ? 'nothing' : formatMoney(row.amount, '')}${row?.isFull === false ? ', not whole' : ''}`

function toBar({ month, row }: MonthColumn, currency: string): MonthBar {
  const { year, short } = monthParts(month)
  return {
    id: month,
    label: short,
    year,
    look: row?.isFull === false ? 'hatched' : 'full',
    amounts: Object.fromEntries((row?.components ?? []).map(({ component, amount }) => [component, Number(amount)])),
    hover: <Hover month={month} row={row} currency={currency} />,
  }
}

function Hover({ month, row, currency }: { month: string; row: CostMonthRow | null; currency: string }) {
  if (row === null) return `${monthWords(month)}\nno cost entry`
  const whole = Number(row.amount)
  const canShare = whole > 0 && row.components.every(({ amount }) => !amount.startsWith('-'))
  return (
    <>
      <div>
        {monthWords(month)}
        {row.isFull ? '' : ', not whole'}
      </div>
      <table className="hovertable">
        <tbody>
          {PARTS.flatMap(({ id, label }) => {
            const found = row.components.find(({ component }) => component === id)
            if (found === undefined) return []
            return (
              <tr key={id}>
                <td>{label}</td>
                <td className="num">{formatMoney(found.amount, '')}</td>
                <td className="num">{canShare ? formatShare(Number(found.amount) / whole) : ''}</td>
              </tr>
            )
          })}
          <tr>
            <td>All</td>
            <td className="num">{formatMoney(row.amount, currency)}</td>
            <td aria-hidden="true"> </td>
          </tr>
        </tbody>
      </table>
    </>
  )
}

/** Amounts to the last digit. */
function monthsCsv(rows: readonly CostMonthRow[], currency: string): string {
  const amountOf = (row: CostMonthRow, part: string): string => row.components.find(({ component }) => component === part)?.amount ?? ''
  return csvText([
    ['month', ...PARTS.map(({ id }) => (id === '' ? 'not said' : id)), 'amount', 'currency', 'entries', 'whole'],
    ...rows.map((row) => [
      row.month,
      ...PARTS.map(({ id }) => amountOf(row, id)),
      row.amount,
      currency,
      String(row.entryCount),
      row.isFull ? 'yes' : 'no',
    ]),
  ])
}
