import { Link } from '@tanstack/react-router'
import type { DomainRow } from '#contract/domains'
import { formatCount } from '#core/format'
import { Dash } from '../ui/parts.tsx'

export const COVERAGE = [
  { part: 'owned', label: 'Owned', gap: 'no_owner', without: 'without an owner' },
  { part: 'described', label: 'Described', gap: 'not_described', without: 'not described' },
  { part: 'classified', label: 'Classified', gap: 'not_classified', without: 'not classified' },
  { part: 'tested', label: 'Tested', gap: 'no_tests', without: 'without tests' },
] as const
type Coverage = (typeof COVERAGE)[number]

/** Rounded down, so that what is not whole never reads so. */
const percent = (part: number, of: number): string => `${Math.floor((part / of) * 100)}%`

/** The share of a domain's datasets that have something; a way to those that don't. */
export function Share({ row, coverage: { part, gap, without } }: { row: DomainRow; coverage: Coverage }) {
  if (row.datasets === 0) return <Dash why="No dataset is in it" />
  const missing = row.datasets - row[part]
  const words = `${formatCount(row[part])} of ${formatCount(row.datasets)}, ${formatCount(missing)} ${without}`
  const text = percent(row[part], row.datasets)
  return missing === 0 ? (
    <span title={words}>{text}</span>
  ) : (
    <Link to="/catalog" search={{ domain: [row.name], gap: [gap] }} className="ev" title={words} aria-label={words} tabIndex={-1}>
      {text}
    </Link>
  )
}
