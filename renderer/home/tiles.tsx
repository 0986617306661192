import { Link } from '@tanstack/react-router'
import type { HomeTile } from '#contract/home'
import { DASH, formatCount } from '#core/format'
import { Bone } from '../ui/states.tsx'
import { listLink } from './home-list.ts'

const UNITS = { dataset: ['dataset', 'datasets'], source: ['source', 'sources'], owner: ['owner', 'owners'] } as const

/** What waits, each a link to exactly its list; what does not wait is named on one calm line. */
export function Tiles({ tiles }: { tiles: readonly HomeTile[] }) {
  const waiting = tiles.filter(({ count }) => count !== 0)
  const calm = tiles.filter(({ count }) => count === 0).map(({ label }) => label.toLowerCase())
  return (
    <>
      {waiting.length > 0 && (
        <ul className={`tiles ${columnsFor(waiting.length)}`}>
          {waiting.map((tile) => (
            <li key={tile.id}>
              <Tile tile={tile} />
            </li>
          ))}
        </ul>
      )}
      {calm.length > 0 && (
        <p className="small muted calm">
          <span className="good">Nothing waits</span> of these: {calm.join(', ')}.
        </p>
      )}
    </>
  )
}

/** As few rows as fit, and those full: three and three, not four and two. */
const columnsFor = (count: number): string => (count <= 4 ? `of${count}` : count <= 6 ? 'of3' : 'of4')

function Tile({ tile }: { tile: HomeTile }) {
  const { label, count, unit, sentence, list } = tile
  const inside = (
    <>
      <span className="k">{label}</span>
      <span className="v">
        {count === null ? DASH : formatCount(count)} <small>{count === null ? 'cannot tell' : UNITS[unit][count === 1 ? 0 : 1]}</small>
      </span>
      <span className="s">{sentence}</span>
    </>
  )
  return list === null ? (
    <div className="tile">{inside}</div>
  ) : (
    <Link className="tile" {...listLink(list)}>
      {inside}
    </Link>
  )
}

export function TileBones() {
  return (
    <ul className="tiles of4">
      {[96, 72, 104, 88].map((width) => (
        <li key={width}>
          <div className="tile">
            <span className="k">
              <Bone width={width} />
            </span>
            <span className="v">
              <Bone width={40} />
            </span>
            <span className="s">
              <Bone width="80%" />
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}
