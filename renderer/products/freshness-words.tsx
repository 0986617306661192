import type { ProductRow } from '#contract/products'
import { formatCount } from '#core/format'
import { Dash } from '../ui/parts.tsx'

/** How a product's datasets stand: how many are late, or that it can't be told. */
export function FreshnessWords({ row }: { row: ProductRow }) {
  if (row.datasets === 0) return <Dash why="No dataset is part of it" />
  const words = `${formatCount(row.onTime)} on time, ${formatCount(row.late)} late, ${formatCount(row.cannotTell)} cannot tell`
  if (row.late > 0)
    return (
      <span className="late" title={words}>
        {formatCount(row.late)} late
      </span>
    )
  if (row.cannotTell > 0)
    return (
      <span className="muted" title={`${words}: no freshness result is known`}>
        {row.onTime === 0 ? 'cannot tell' : `${formatCount(row.onTime)} on time, ${formatCount(row.cannotTell)} cannot tell`}
      </span>
    )
  return <span title={words}>on time</span>
}
