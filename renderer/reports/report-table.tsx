import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState } from 'react'
import type { Cell, ReportColumn, ReportTable } from '#core/reports/document'
import { formatCount, formatMoney, formatShare, plural } from '#core/format'
import { ChartHead } from '../ui/charts/chart-head.tsx'
import { Segments } from '../ui/field.tsx'
import { Dash } from '../ui/parts.tsx'
import { Bone } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import { tableCsv } from './table-csv.ts'

const ShareBars = lazy(() => import('../ui/charts/share-bars.tsx').then((module) => ({ default: module.ShareBars })))
const BARS_AT_MOST = 20

/** One table of a report. Shares of groups can be seen as bars. */
export function ReportTableView({ table, currency }: { table: ReportTable; currency: string }) {
  const shares = table.columns.filter((column) => column.type === 'share')
  const canChart = shares.length > 1 && table.columns[0]?.type === 'text' && table.rows.length > 1
  const [look, setLook] = useState<'chart' | 'table'>(canChart ? 'chart' : 'table')
  const frame = useRef<HTMLDivElement>(null)
  return (
    <div ref={frame}>
      <ChartHead
        heading={<h3>{table.title}</h3>}
        name={table.title}
        look={look}
        {...(canChart ? { onLook: setLook } : {})}
        frame={frame}
        {...(table.rows.length > 0 ? { csv: () => tableCsv(table) } : {})}
      />
      {look === 'chart' ? <ShareChart table={table} shares={shares} /> : <PlainTable table={table} currency={currency} />}
    </div>
  )
}

function ShareChart({ table, shares }: { table: ReportTable; shares: readonly ReportColumn[] }) {
  const [measure, setMeasure] = useState(shares[0]?.name ?? '')
  const at = table.columns.findIndex((column) => column.name === measure)
  const sizeAt = table.columns.findIndex((column) => column.type === 'count')
  const bars = table.rows.slice(0, BARS_AT_MOST).map((row) => ({
    name: String(row[0] ?? ''),
    share: typeof row[at] === 'number' ? row[at] : null,
    size: typeof row[sizeAt] === 'number' ? row[sizeAt] : null,
  }))
  const navigate = useNavigate()
  const facet = /^coverage-by-(domain|tier)$/.exec(table.id)?.[1]
  // The report writes "(no domain)" where the list filters by ''.
  const onPick = (name: string): void => void navigate({ to: '/catalog', search: { [facet ?? '']: [name.startsWith('(no ') ? '' : name] } })
  const label = shares.find((share) => share.name === measure)?.label ?? ''
  return (
    <div className="ruled" style={{ paddingTop: 8 }}>
      <div className="row wrap" style={{ marginBottom: 8 }}>
        <Segments
          label="Measure"
          value={measure}
          onChange={setMeasure}
          options={shares.map((share) => ({ value: share.name, label: share.label }))}
        />
      </div>
      <Suspense
        fallback={
          <div style={{ height: bars.length * 28 + 28 }}>
            <Bone width="60%" />
          </div>
        }
      >
        <ShareBars label={label} bars={bars} {...(facet === undefined ? {} : { onPick })} />
      </Suspense>
      {table.rows.length > BARS_AT_MOST && (
        <p className="small muted">and {plural(table.rows.length - BARS_AT_MOST, 'more', 'more')} in the table</p>
      )}
    </div>
  )
}

function PlainTable({ table, currency }: { table: ReportTable; currency: string }) {
  if (table.rows.length === 0)
    return (
      <p className="small muted ruled" style={{ paddingTop: 6 }}>
        None.
      </p>
    )
  const linked = table.columns.findIndex((column) => column.type === 'name')
  return (
    <>
      <div className="tscroll" tabIndex={0} role="region" aria-label={table.title}>
        <table className="t tight ruled">
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column.name} scope="col" className={isNumber(column) ? 'num' : ''}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={table.keys[index] === undefined ? index : `${table.keys[index]} ${index}`}>
                {row.map((cell, at) => {
                  const column = table.columns[at]
                  if (column === undefined) return null
                  const key = at === linked ? table.keys[index] : undefined
                  return (
                    <td key={column.name} className={isNumber(column) ? 'num' : column.type === 'text' ? 'text' : ''}>
                      {key === undefined || key === '' ? (
                        <CellView cell={cell} column={column} currency={currency} />
                      ) : (
                        <Link to="/catalog/dataset" search={{ key }} className="ev">
                          <CellView cell={cell} column={column} currency={currency} />
                        </Link>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.hidden > 0 && (
        <p className="small muted" style={{ paddingTop: 6 }}>
          and {plural(table.hidden, 'more row')}; an export holds all of them
        </p>
      )}
    </>
  )
}

const isNumber = (column: ReportColumn): boolean => column.type === 'count' || column.type === 'share' || column.type === 'money'

function CellView({ cell, column, currency }: { cell: Cell; column: ReportColumn; currency: string }) {
  if (cell === null) return <Dash why={column.type === 'share' ? 'Cannot tell: there is nothing to count' : 'Nothing is known'} />
  switch (column.type) {
    case 'name':
      return <code>{cell}</code>
    case 'count':
      return <>{typeof cell === 'number' ? formatCount(cell) : cell}</>
    case 'share':
      return <>{typeof cell === 'number' ? formatShare(cell) : cell}</>
    case 'instant':
      return typeof cell === 'number' ? <When atMs={cell} /> : <>{cell}</>
    case 'money':
      return <>{formatMoney(String(cell), currency)}</>
    case 'text':
      return <>{cell}</>
  }
}
