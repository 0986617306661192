import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ImportRow } from '#contract/imports'
import type { ChangeItem } from '#contract/shapes'
import { formatCount, formatJson, plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { useAddressText } from '../app/address-text.ts'
import { send, useAsk } from '../app/api.ts'
import { clock } from '../app/clock.ts'
import { usePages } from '../app/pages.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { kindWords } from '../datasets/asset-link.ts'
import { changedWords, fieldLabel } from '../datasets/decided-words.ts'
import { ChangeValue } from '../datasets/history-tab.tsx'
import { saveFile, useIsWriting } from '../files/save-file.ts'
import { Button } from '../ui/button.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { totalWords } from '../ui/more-rows.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { MiddleCut } from '../ui/name.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { Empty } from '../ui/states.tsx'

const SIGNS = { added: '+', changed: '~', removed: '−', conflict: '!' } as const
const WORDS = { added: 'Added', changed: 'Changed', removed: 'Removed', conflict: 'Conflict' } as const

function whatWords({ what, assetKind, child, field }: ChangeItem): string {
  if (what === 'asset')
    return field === null ? kindWords({ kind: assetKind, resourceType: null }) : fieldLabel(assetKind, { column: null, field })
  if (what === 'sql') return 'SQL'
  if (what === 'column-link') return 'column link'
  return what === 'column' ? (field === null ? 'column' : fieldLabel(assetKind, { column: child, field })) : 'link'
}

const What = ({ words, part }: { words: string; part: string | null }) => (
  <span className="cut soft" title={part === null ? words : `${words}, told by the part “${part}”`}>
    {words}
  </span>
)

/** What stands on one side of a line. A link is there or not; both ends stand with it. */
function wordsOf({ what, assetKind, child, field, ...sides }: ChangeItem, side: 'before' | 'after'): string {
  const value = what === 'column-link' ? null : (sides[side] as JsonValue | null)
  return changedWords(assetKind, { column: child, field: field ?? '' }, value, clock())
}

/** A side of a conflict: nothing is overwritten, so each side says what becomes of it. */
function Kept({ word, words }: { word: string; words: string }) {
  return (
    <span className="cut" title={`${word} ${words}`}>
      <span className="muted">{word}</span> {words}
    </span>
  )
}

const sideOf = (side: 'before' | 'after', word: string, className: string) => (row: ChangeItem) => {
  const words = wordsOf(row, side)
  return row.change === 'conflict' ? <Kept word={word} words={words} /> : <ChangeValue words={words} className={className} />
}

const COLUMNS: readonly LedgerColumn<ChangeItem>[] = [
  {
    id: 'sign',
    head: '',
    headTitle: 'Kind of change',
    width: 44,
    cell: (row) => (
      <span className={`sign ${row.change}`} title={WORDS[row.change]} role="img" aria-label={WORDS[row.change]}>
        {SIGNS[row.change]}
      </span>
    ),
  },
  {
    id: 'name',
    head: 'Where',
    width: 220,
    isFlexible: true,
    cell: (row) => (
      <code className="row">
        <MiddleCut name={row.assetName} />
        {row.child !== null && (
          <>
            <span className="muted">{row.what === 'link' ? '←' : '·'}</span>
            <MiddleCut name={row.child} />
          </>
        )}
        {row.what === 'column-link' && (
          <>
            <span className="muted">←</span>
            <MiddleCut name={formatJson((row.after ?? row.before) as JsonValue)} />
          </>
        )}
      </code>
    ),
  },
  { id: 'what', head: 'What', width: 130, cell: (row) => <What words={whatWords(row)} part={row.part} /> },
  { id: 'before', head: 'Before', width: 210, cell: sideOf('before', 'Stays:', 'was cut') },
  { id: 'after', head: 'After', width: 210, cell: sideOf('after', 'The file says:', 'cut') },
]

/** Where all lines are conflicts the heads say what becomes of each side, and the sides have the room. */
const CONFLICT_COLUMNS: readonly LedgerColumn<ChangeItem>[] = [
  ...COLUMNS.slice(0, 3),
  {
    id: 'stays',
    head: 'Stays',
    headTitle: 'Set by hand',
    width: 270,
    cell: (row) => <ChangeValue words={wordsOf(row, 'before')} className="cut" />,
  },
  {
    id: 'file',
    head: 'The file says',
    width: 270,
    cell: (row) => <ChangeValue words={wordsOf(row, 'after')} className="cut soft" />,
  },
]

type Source = { readonly planId: string } | { readonly importId: number }

/** How many lines tell of something added, while that is wanted. */
function useAdded(source: Source, isWanted: boolean): number | null {
  const filter = { change: 'added' } as const
  const isPlan = 'planId' in source
  const plan = useAsk('imports', 'planChanges', { planId: isPlan ? source.planId : '', filter, limit: 1 }, { enabled: isWanted && isPlan })
  const done = useAsk('imports', 'changes', { importId: isPlan ? 0 : source.importId, filter, limit: 1 }, { enabled: isWanted && !isPlan })
  return (isPlan ? plan : done).data?.total ?? null
}

function emptyWords(withoutLine: number, shown: 'narrowed' | 'all'): string {
  if (withoutLine > 0) {
    const what = plural(withoutLine, 'cost entry, run or run result changes', 'cost entries, runs or run results change')
    return `${what}, and none of them has a line of its own. The summary says what the files hold.`
  }
  return shown === 'narrowed' ? 'No change of this kind.' : 'Nothing changes: the files say what the catalog already shows.'
}

/** Everything an import changes, with before and after; narrowed by kind of change and by name. */
export function ChangesList({ source, counts }: { source: Source; counts: ImportRow['changes'] }) {
  const change = useSearch({ strict: false, select: (search) => search.change ?? 'all' })
  const navigate = useNavigate()
  const [text, setText] = useAddressText()
  const filter = useMemo(
    () => ({ ...(change === 'all' ? {} : { change }), ...(text.trim() === '' ? {} : { text: text.trim() }) }),
    [change, text],
  )
  const isPlan = 'planId' in source
  const plan = usePages('imports', 'planChanges', { planId: isPlan ? source.planId : '', filter }, { enabled: isPlan })
  const done = usePages('imports', 'changes', { importId: isPlan ? 0 : source.importId, filter }, { enabled: !isPlan })
  const pages = isPlan ? plan : done
  const changes = useColumnLayout('changes', COLUMNS)
  const conflicts = useColumnLayout('conflicts', CONFLICT_COLUMNS)
  const isFiltered = change !== 'all' || text !== ''
  const isNarrowedByName = text.trim() !== ''
  const added = useAdded(source, change === 'all' && !isNarrowedByName)
  const addedLines = change === 'added' ? pages.total : change === 'all' ? added : null
  const cells = [
    ['all', 'All changes', counts.added + counts.changed + counts.removed + counts.conflicts],
    ['added', 'Added', counts.added],
    ['changed', 'Changed', counts.changed],
    ['removed', 'Removed', counts.removed],
    ['conflict', 'Conflicts', counts.conflicts],
  ] as const
  const counted = cells.find(([id]) => id === change)?.[2] ?? 0
  // Every added thing has one line; only cost entries, runs and their results are counted and have none.
  const withoutLine =
    isNarrowedByName || pages.isLoading ? 0 : pages.total === 0 ? counted : addedLines === null ? 0 : counts.added - addedLines
  const write = () => send('imports', 'exportChanges', { importId: isPlan ? 0 : source.importId, filter })
  const give = isPlan || pages.isLoading || pages.total === 0 ? undefined : () => saveFile({ noun: 'line', write })
  const isWriting = useIsWriting()
  useScreenActions({ exportChanges: give })
  return (
    <>
      <div className="tally" role="group" aria-label="Kinds of change">
        {cells.map(([id, label, count]) => (
          <button
            key={id}
            type="button"
            aria-pressed={change === id}
            onClick={() => void navigate({ to: '.', search: (old) => ({ ...old, change: id === 'all' ? undefined : id }) })}
          >
            <span className="k">{label}</span>
            <span className="v">{formatCount(count)}</span>
          </button>
        ))}
        <div>
          <span className="k">Unchanged</span>
          <span className="v muted">{formatCount(counts.unchanged)}</span>
        </div>
      </div>
      <div className="bar">
        <SearchInput label="Filter by name" value={text} onChange={setText} />
        <span className="grow" />
        <span
          className="small muted"
          role="status"
          title="What changes in several fields has a line for each. Cost entries, runs and run results have none."
        >
          {totalWords(pages, 'line')}
          {!pages.isLoading && withoutLine > 0 && `, and ${plural(withoutLine, 'entry or run', 'entries or runs')} without one`}
        </span>
        {give !== undefined && (
          <Button icon="download" onClick={give}>
            {isWriting ? 'Writing…' : 'Export'}
          </Button>
        )}
      </div>
      <PagedLedger
        label="Changes"
        className="wide-pad"
        layout={change === 'conflict' ? conflicts : changes}
        keyOf={(row) => `${row.change} ${row.what} ${row.key} ${row.child ?? ''} ${row.field ?? ''} ${row.part ?? ''}`}
        pages={pages}
        empty={<Empty text={emptyWords(withoutLine, isFiltered ? 'narrowed' : 'all')} />}
      />
    </>
  )
}
