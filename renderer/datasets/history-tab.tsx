import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { HistoryItem } from '#contract/datasets'
import type { AssetKind } from '#core/assets/kinds'
import { DASH, plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { clock } from '../app/clock.ts'
import { usePages } from '../app/pages.ts'
import { Button } from '../ui/button.tsx'
import { MoreRows } from '../ui/more-rows.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, Empty } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import { changedWords, fieldLabel } from './decided-words.ts'
import { UndoDialog } from './undo-dialog.tsx'

const SHOWN_WHOLE = 8
const SHOWN_AT_FIRST = 5
const KINDS = {
  import: 'imported',
  decision: 'set by hand',
  undo: 'undone',
  retired: 'no longer in the source',
  returned: 'in the source again',
} as const

/** What happened to a thing, newest first: imports and decisions, with before and after, and the way back. */
export function HistoryTab({ assetKey, kind }: { assetKey: string; kind: AssetKind }) {
  const pages = usePages('assets', 'history', { key: assetKey })
  const [undoing, setUndoing] = useState<number | null>(null)
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="History">
      <div className="page">
        {pages.isLoading && <BoneRows rows={8} />}
        {!pages.isLoading && pages.total === 0 && pages.error === null && <Empty text="Nothing is recorded yet." />}
        <ol className="history">
          {pages.rows.map((item, index) => (
            <Step key={`${item.atMs}-${index}`} item={item} kind={kind} onUndo={setUndoing} />
          ))}
        </ol>
        <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'older step')}`} />
      </div>
      {undoing !== null && <UndoDialog groupId={undoing} onClose={() => setUndoing(null)} />}
    </div>
  )
}

function Step({ item, kind, onUndo }: { item: HistoryItem; kind: AssetKind; onUndo: (groupId: number) => void }) {
  const { groupId } = item
  return (
    <li>
      <span className="small muted">
        <When atMs={item.atMs} />
      </span>
      <div style={{ minWidth: 0 }}>
        <div className="row wrap">
          <Chip look={item.kind === 'decision' ? 'filled' : 'line'}>{KINDS[item.kind]}</Chip>
          <span>{item.who}</span>
          {item.importId !== null && (
            <Link to="/sources/imports/$importId" params={{ importId: String(item.importId) }} className="link small">
              import {item.importId}
            </Link>
          )}
          {item.undo === 'done' && <Chip look="dash">undone since</Chip>}
          {item.undo === 'in-part' && (
            <Chip look="dash" title="The other values were decided anew before, and stayed">
              undone in part since
            </Chip>
          )}
          {item.undo === 'offered' && groupId !== null && (
            <Button
              look="ghost"
              icon="undo"
              className="right"
              onClick={() => onUndo(groupId)}
              aria-label={`Undo the change by ${item.who}`}
            >
              Undo
            </Button>
          )}
        </div>
        {item.reason !== null && item.reason !== '' && <span className="quote">{item.reason}</span>}
        {item.changes.length > 0 && <Diff changes={item.changes} kind={kind} />}
        {item.hidden > 0 && <Beyond item={item} />}
      </div>
    </li>
  )
}

/** What is too much for one step: an import lists all of it. */
function Beyond({ item: { hidden, importId } }: { item: HistoryItem }) {
  return (
    <p className="small muted">
      {plural(hidden, 'more change')}
      {importId === null ? (
        ' not shown here'
      ) : (
        <>
          {hidden === 1 ? ' is in ' : ' are in '}
          <Link to="/sources/imports/$importId" params={{ importId: String(importId) }} search={{ tab: 'changes' }} className="link">
            the list of import {importId}
          </Link>
        </>
      )}
    </p>
  )
}

/** A first import names every field; a few stand for them until one asks. */
function Diff({ changes, kind }: { changes: HistoryItem['changes']; kind: AssetKind }) {
  const [isOpen, setOpen] = useState(changes.length <= SHOWN_WHOLE)
  const shown = isOpen ? changes : changes.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <div className="diff">
        {shown.map((change, index) => (
          <Line key={index} change={change} kind={kind} />
        ))}
      </div>
      {!isOpen && (
        <button type="button" className="link small" onClick={() => setOpen(true)}>
          Show {plural(changes.length - shown.length, 'more change')}
        </button>
      )}
    </>
  )
}

function Line({ change, kind }: { change: HistoryItem['changes'][number]; kind: AssetKind }) {
  const label = fieldLabel(kind, change)
  const wordsOf = (value: unknown): string => changedWords(kind, change, value as JsonValue | null, clock())
  return (
    <>
      <span className="soft">
        {change.column !== null && (
          <>
            <code>{change.column}</code>{' '}
          </>
        )}
        {label}
      </span>
      <ChangeValue words={wordsOf(change.before)} className="was clamp" />
      <span className="muted" aria-label="becomes">
        →
      </span>
      <ChangeValue words={wordsOf(change.after)} className="clamp" />
    </>
  )
}

/** One side of a change; nothing is a dash. */
export function ChangeValue({ words, className }: { words: string; className: string }) {
  return (
    <span className={words === DASH ? 'muted' : className} title={words.length > 60 ? words : undefined}>
      {words}
    </span>
  )
}
