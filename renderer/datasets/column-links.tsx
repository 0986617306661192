import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { LinkedColumn } from '#contract/lineage'
import { formatCount, plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import { MiddleCut } from '../ui/name.tsx'
import { Dash } from '../ui/parts.tsx'
import { PagesNotRead } from '../ui/more-rows.tsx'
import { BoneRows } from '../ui/states.tsx'
import { assetLink } from './asset-link.ts'

type Direction = 'up' | 'down'
/** The column itself is what its panel is about; its links stand above it, and must not push it out of sight. */
const SHOWN_AT_FIRST = 4
const WORDS = {
  up: { title: 'Comes from', none: 'No source tells which columns it comes from: cannot tell' },
  down: { title: 'Feeds', none: 'No source tells which columns it feeds: cannot tell' },
} as const

/** How many columns a column is linked to, in a row that opens to them. */
export function LinkCount({ count, direction }: { count: number | null; direction: Direction }) {
  const { title, none } = WORDS[direction]
  if (count === null) return <Dash why={none} />
  return <span title={`${title} ${plural(count, 'column')}; open the column to see them`}>{formatCount(count)}</span>
}

type Props = { datasetKey: string; column: string; direction: Direction; count: number | null }

/** The columns a column comes from, or feeds. Where no source tells of any there is nothing to show. */
export function ColumnLinks({ datasetKey, column, direction, count }: Props) {
  const pages = usePages('lineage', 'columnLinks', { key: datasetKey, column, direction }, { enabled: count !== null })
  const [isOpen, setOpen] = useState(false)
  if (count === null) return null
  const shown = isOpen ? pages.rows : pages.rows.slice(0, SHOWN_AT_FIRST)
  const left = pages.total - shown.length
  const showMore = (): void => {
    if (isOpen) pages.reach(pages.rows.length)
    setOpen(true)
  }
  const titleId = `column-links-${direction}`
  return (
    <section className="columnlinks" aria-labelledby={titleId}>
      <h2 id={titleId}>
        {WORDS[direction].title}
        <span className="muted">{formatCount(count)}</span>
      </h2>
      {pages.failed === 'first' ? null : pages.isLoading ? (
        // Two lines each, as the links that take their place.
        <BoneRows rows={2 * Math.min(count, SHOWN_AT_FIRST)} />
      ) : (
        <ul>
          {shown.map((link) => (
            <LinkLine key={`${link.dataset.key} ${link.column}`} link={link} />
          ))}
        </ul>
      )}
      <PagesNotRead pages={pages} />
      {!pages.isLoading && pages.failed === null && left > 0 && (
        <button type="button" className="link small" onClick={showMore}>
          Show more ({formatCount(left)} left)
        </button>
      )}
    </section>
  )
}

function LinkLine({ link: { dataset, column, isKnown, sourceNames } }: { link: LinkedColumn }) {
  const where = dataset.schema === null ? dataset.name : `${dataset.schema}.${dataset.name}`
  const { to, search } = assetLink(dataset)
  return (
    <li>
      <Link to={to} search={dataset.kind === 'dataset' ? { ...search, tab: 'columns', ...(isKnown ? { col: column } : {}) } : search}>
        <code className="cut">
          <MiddleCut name={column} />
        </code>
        <span className="small soft cut" title={where}>
          {where}
        </span>
      </Link>
      <span className="small muted">
        {isKnown ? '' : 'no source tells of this column; '}
        {dataset.status === 'retired' ? 'no longer in the source; ' : ''}
        told by {sourceNames.join(', ')}
      </span>
    </li>
  )
}
