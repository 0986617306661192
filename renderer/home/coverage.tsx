import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { HomeCoverage } from '#contract/home'
import { formatCount, formatShare, plural } from '#core/format'
import { Dash } from '../ui/parts.tsx'

/** How much of the catalog has what it should, against the targets a person sets; what is missing is a list. */
export function Coverage({ rows, datasets }: { rows: readonly HomeCoverage[]; datasets: number }) {
  return (
    <section aria-labelledby="coverage">
      <div className="sect">
        <h2 id="coverage">Coverage</h2>
        <span className="right">
          of {plural(datasets, 'dataset')} ·{' '}
          <Link to="/settings" className="ev">
            set targets
          </Link>
        </span>
      </div>
      <ul className="ruled covers">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </section>
  )
}

function Row({ row }: { row: HomeCoverage }) {
  const { label, counted, have, of, share, target, unknown, isMet, gaps } = row
  const missing = gaps.filter(({ count }) => count > 0)
  return (
    <li>
      <div className="cover">
        <span>{label}</span>
        <Bar share={share} unsure={unknown / of} target={target} />
        <span className="num" title={counted}>
          {share === null ? <Dash why={`Cannot tell: of none of them it is known (${counted})`} /> : formatShare(share)}
        </span>
      </div>
      <p className="small muted">
        {have !== null && `${formatCount(have)} of ${formatCount(of)} · `}
        <span className={isMet === null ? '' : isMet ? 'good' : 'late'}>
          target {formatTarget(target)} {isMet === null ? '' : isMet ? 'met' : 'missed'}
        </span>
        {missing.map((gap) => (
          <Fragment key={gap.label}>
            {' · '}
            <Link to="/catalog" search={gap.filter} className="ev soft">
              {formatCount(gap.count)} {gap.label}
            </Link>
          </Fragment>
        ))}
      </p>
    </li>
  )
}

/** Whole percent, as it was set. */
const formatTarget = (target: number): string => `${Math.round(target * 100)}%`

/** A share from zero, then hatched what it may be beyond that, and the target as a mark. The words beside it say the same. */
function Bar({ share, unsure, target }: { share: number | null; unsure: number; target: number }) {
  return (
    <span className={`covermeter ${share === null ? 'unknown' : ''}`} aria-hidden="true">
      {share !== null && <i style={{ width: `${share * 100}%` }} />}
      {share !== null && unsure > 0 && <em style={{ left: `${share * 100}%`, width: `${unsure * 100}%` }} />}
      <b style={{ left: `${target * 100}%` }} />
    </span>
  )
}
