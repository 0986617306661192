import { Link } from '@tanstack/react-router'
import type { TermRow } from '#contract/terms'
import { formatCount } from '#core/format'
import type { LedgerColumn } from '../ui/columns.ts'
import { MiddleCut } from '../ui/name.tsx'
import { Chips, CutText } from '../ui/parts.tsx'
import { TermStatusMark } from './term-status.tsx'

/** In order of worth. */
export const TERM_COLUMNS: readonly LedgerColumn<TermRow>[] = [
  {
    id: 'name',
    head: 'Term',
    width: 184,
    cell: (row) => (
      <Link to="/catalog/glossary/term" search={{ key: row.key }} className="row namelink" tabIndex={-1}>
        <MiddleCut name={row.name} />
      </Link>
    ),
  },
  {
    id: 'definition',
    head: 'Definition',
    width: 200,
    isFlexible: true,
    cell: (row) => <CutText text={row.definition} why="Nobody has written what it means" look="soft" />,
  },
  { id: 'status', head: 'Status', width: 104, cell: (row) => <TermStatusMark status={row.status} /> },
  {
    id: 'owner',
    head: 'Owner',
    width: 148,
    cell: (row) => <CutText text={row.ownerTeam} why="Nobody owns it" />,
  },
  {
    id: 'datasets',
    head: 'Datasets',
    headTitle: 'Datasets that carry the term',
    width: 84,
    isRight: true,
    cell: (row) => (
      <Link to="/catalog" search={{ term: [row.name] }} className="ev" tabIndex={-1}>
        {formatCount(row.datasets)}
      </Link>
    ),
  },
  {
    id: 'columns',
    head: 'Columns',
    headTitle: 'Columns that carry the term',
    width: 84,
    isRight: true,
    cell: (row) => (
      <Link to="/catalog/glossary/term" search={{ key: row.key, tab: 'links' }} className="ev" tabIndex={-1}>
        {formatCount(row.columns)}
      </Link>
    ),
  },
  { id: 'synonyms', head: 'Synonyms', width: 160, cell: (row) => <Chips items={row.synonyms} none="No synonyms" /> },
]
