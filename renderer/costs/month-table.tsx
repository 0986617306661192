import type { CostMonthRow } from '#contract/costs'
import { formatCount } from '#core/format'
import { Dash } from '../ui/parts.tsx'
import { centsWords, monthWords, type PARTS } from './words.ts'

type Props = {
  readonly rows: readonly CostMonthRow[]
  readonly parts: readonly (typeof PARTS)[number][]
  readonly currency: string
  readonly month: string | undefined
  readonly onMonth: (month: string | undefined) => void
}

/** Every month, newest first, with what it is made of. */
export function MonthTable({ rows, parts, currency, month, onMonth }: Props) {
  return (
    <div className="tscroll monthtable" tabIndex={0} role="region" aria-label="Months">
      <table className="t tight">
        <thead>
          <tr>
            <th scope="col">Month</th>
            {parts.map(({ id, label }) => (
              <th key={id} scope="col" className="num">
                {label}
              </th>
            ))}
            <th scope="col" className="num">
              All, {currency}
            </th>
            <th scope="col" className="num">
              Entries
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map((row) => (
            <tr key={row.month}>
              <td>
                <button
                  type="button"
                  className="link"
                  aria-pressed={row.month === month}
                  onClick={() => onMonth(row.month === month ? undefined : row.month)}
                >
                  {monthWords(row.month)}
                </button>
                {!row.isFull && <span className="small muted"> not whole</span>}
              </td>
              {parts.map(({ id }) => (
                <td key={id} className="num">
                  <PartAmount amount={row.components.find(({ component }) => component === id)?.amount} />
                </td>
              ))}
              <td className="num strong" title={row.amount}>
                {centsWords(row.amount)}
              </td>
              <td className="num">{formatCount(row.entryCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function PartAmount({ amount }: { amount: string | undefined }) {
  return amount === undefined ? <Dash why="No entry" /> : <span title={amount}>{centsWords(amount)}</span>
}
