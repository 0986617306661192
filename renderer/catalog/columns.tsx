import { Link } from '@tanstack/react-router'
import type { DatasetRow } from '#contract/shapes'
import { formatAge, formatBytes, formatCount, formatShort } from '#core/format'
import { clock } from '../app/clock.ts'
import type { LedgerColumn } from '../ui/columns.ts'
import { Icon } from '../ui/icon.tsx'
import { LevelShape } from '../ui/level.tsx'
import { FittedName } from '../ui/name.tsx'
import { Chips, Dash, Who } from '../ui/parts.tsx'

const ICON_ROOM = 22
const GONE_ROOM = 48

function NameCell({ row, room }: { row: DatasetRow; room: number }) {
  const left = room - (row.hasConflict ? ICON_ROOM : 0) - (row.status === 'retired' ? GONE_ROOM : 0)
  return (
    <>
      <Link
        to="/catalog/dataset"
        search={{ key: row.key }}
        className="row namelink"
        tabIndex={-1}
        aria-label={row.schema === null ? row.name : `${row.schema}.${row.name}`}
      >
        <FittedName schema={row.schema} name={row.name} room={left} />
      </Link>
      {row.hasConflict && (
        <span className="late" title="Sources differ and nobody has decided">
          <Icon name="alert" />
          <span className="vh">Conflict to settle</span>
        </span>
      )}
      {row.status === 'retired' && <span className="chip dash">gone</span>}
    </>
  )
}

/** How long ago it was last built, and whether that is within the source's limits. */
function LastRun({ row }: { row: DatasetRow }) {
  if (row.lastSuccessfulRunMs === null) {
    return row.freshness === 'late' ? <span className="late">late</span> : <Dash why="No run is recorded: cannot tell" />
  }
  const age = formatAge(row.lastSuccessfulRunMs, clock())
  return row.freshness === 'late' ? <span className="late">{age}, late</span> : <span className="soft">{age}</span>
}

function ChecksCell({ row }: { row: DatasetRow }) {
  if (row.checkCount === 0) return <span className="muted">0</span>
  if (row.failingCheckCount === 0) return <>{formatCount(row.checkCount)}</>
  return (
    <span className="wrong row" style={{ gap: 4 }} title={`${row.failingCheckCount} of ${row.checkCount} checks fail`}>
      <Icon name="alert" />
      {row.failingCheckCount}/{row.checkCount}
    </span>
  )
}

/** Where nobody looked, none said is not none there. */
const countOrDash = (count: number, why: string) => (count === 0 ? <Dash why={why} /> : <>{formatCount(count)}</>)

/** Columns of the Catalog list, most worth first: where there is no room the last ones go. */
export const CATALOG_COLUMNS: readonly LedgerColumn<DatasetRow>[] = [
  { id: 'name', head: 'Dataset', width: 240, isFlexible: true, sortBy: 'name', cell: (row, room) => <NameCell row={row} room={room} /> },
  { id: 'type', head: 'Type', width: 78, cell: (row) => <span className="cut soft">{row.resourceType ?? ''}</span> },
  {
    id: 'level',
    head: 'Level',
    width: 56,
    sortBy: 'classification',
    headTitle: 'Classification',
    cell: (row) => <LevelShape level={row.classification} />,
  },
  {
    id: 'pii',
    head: 'PII',
    width: 48,
    isRight: true,
    headTitle: 'Columns with a PII type',
    cell: (row) => countOrDash(row.piiColumnCount, 'Nobody said of any column that it is personal'),
  },
  { id: 'owner', head: 'Owner', width: 120, sortBy: 'ownerTeam', cell: (row) => <Who name={row.ownerTeam} label="full" /> },
  { id: 'tier', head: 'Tier', width: 68, sortBy: 'tier', cell: (row) => row.tier ?? <Dash why="No source names a tier" /> },
  {
    id: 'domain',
    head: 'Domain',
    width: 88,
    sortBy: 'domain',
    cell: (row) => (row.domain === null ? <Dash why="No source names a domain" /> : <span className="cut">{row.domain}</span>),
  },
  { id: 'checks', head: 'Checks', width: 76, isRight: true, cell: (row) => <ChecksCell row={row} /> },
  { id: 'run', head: 'Last run', width: 92, sortBy: 'lastSuccessfulRunMs', cell: (row) => <LastRun row={row} /> },
  {
    id: 'columns',
    head: 'Columns',
    width: 84,
    isExtra: true,
    isRight: true,
    sortBy: 'columnCount',
    cell: (row) => countOrDash(row.columnCount, 'No source lists its columns'),
  },
  {
    id: 'rows',
    head: 'Rows',
    width: 84,
    isExtra: true,
    isRight: true,
    sortBy: 'rowCount',
    cell: (row) =>
      row.rowCount === null ? (
        <Dash why="No source counted the rows" />
      ) : (
        <span title={formatCount(row.rowCount)}>{formatShort(row.rowCount)}</span>
      ),
  },
  {
    id: 'size',
    head: 'Size',
    width: 84,
    isExtra: true,
    isRight: true,
    cell: (row) =>
      row.sizeBytes === null ? (
        <Dash why="No source measured the size" />
      ) : (
        <span title={`${formatCount(row.sizeBytes)} bytes`}>{formatBytes(row.sizeBytes)}</span>
      ),
  },
  {
    id: 'steward',
    head: 'Steward',
    width: 120,
    isExtra: true,
    cell: (row) => (row.steward === null ? <Dash why="No source names a steward" /> : <span className="cut">{row.steward}</span>),
  },
  {
    id: 'links',
    head: 'Up, down',
    width: 84,
    isExtra: true,
    headTitle: 'Links one step up and down',
    cell: (row) => (
      <span className="soft">
        {row.upstreamCount}, {row.downstreamCount}
      </span>
    ),
  },
  { id: 'database', head: 'Database', width: 104, isExtra: true, cell: (row) => <span className="cut soft">{row.database ?? ''}</span> },
  { id: 'platform', head: 'Platform', width: 88, isExtra: true, cell: (row) => <span className="cut soft">{row.platform ?? ''}</span> },
  { id: 'source', head: 'Source', width: 130, isExtra: true, cell: (row) => <Chips items={row.sourceNames} none="Made by hand" /> },
  { id: 'tags', head: 'Tags', width: 140, isExtra: true, cell: (row) => <Chips items={row.tags} none="No tags" /> },
  {
    id: 'description',
    head: 'Description',
    width: 240,
    isExtra: true,
    cell: (row) =>
      row.description === null ? (
        <Dash why="No source describes it" />
      ) : (
        <span className="cut soft" title={row.description}>
          {row.description}
        </span>
      ),
  },
]
