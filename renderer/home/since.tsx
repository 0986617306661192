import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { SinceLine } from '#contract/home'
import { type RulesLine, rulesChanged } from '#contract/rules-changed'
import { formatCount, plural } from '#core/format'
import { type Output, useAsk } from '../app/api.ts'
import { changeWords } from '../sources/words.ts'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import { FailingDialog } from './failing-dialog.tsx'
import { DecidedDialog } from './decided-dialog.tsx'

type Since = Output<'home', 'since'>
type Decided = Extract<SinceLine, { groupIds: number[] }>

/** What others and imports changed since this person's last visit ended. */
export function SinceSection() {
  const query = useAsk('home', 'since', {})
  const sinceMs = query.data?.sinceMs ?? null
  return (
    <section aria-labelledby="since">
      <div className="sect">
        <h2 id="since">Since your last visit</h2>
        {sinceMs !== null && (
          <span className="right">
            ended <When atMs={sinceMs} />
          </span>
        )}
      </div>
      <div className="ruled">
        {query.error !== null && <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <BoneRows rows={3} />}
        {query.data !== undefined && <Lines since={query.data} />}
      </div>
    </section>
  )
}

function Lines({ since: { sinceMs, items, failing, hidden } }: { since: Since }) {
  const [opened, setOpened] = useState<Decided | 'failing' | null>(null)
  if (sinceMs === null) {
    return (
      <p className="quiet">
        No earlier visit to this catalog file is known on this machine. From the next one on, what changed in between stands here.
      </p>
    )
  }
  if (items.length + failing.total + hidden === 0) return <p className="quiet">Nothing was imported, undone or set by others since then.</p>
  return (
    <>
      <ul className="changes">
        {failing.total > 0 && (
          <li>
            <span className="muted small">now</span>
            <span>
              <Chip>checks</Chip>
            </span>
            <span className="cut wrong">
              {plural(failing.total, 'check')} {failing.total === 1 ? 'fails that' : 'fail that'} did not before
            </span>
            <button type="button" className="ev small soft" onClick={() => setOpened('failing')}>
              view {formatCount(failing.total)}
            </button>
          </li>
        )}
        {items.map((line, index) => (
          <Line key={`${line.atMs} ${index}`} line={line} onOpen={setOpened} />
        ))}
      </ul>
      {hidden > 0 && (
        <p className="quiet">
          <Link to="/settings" search={{ section: 'journal' }} className="ev">
            {plural(hidden, 'older entry', 'older entries')} in the journal
          </Link>
        </p>
      )}
      {opened === 'failing' && <FailingDialog failing={failing} onClose={() => setOpened(null)} />}
      {opened !== null && opened !== 'failing' && <DecidedDialog decided={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

function Line({ line, onOpen }: { line: SinceLine; onOpen: (decided: Decided) => void }) {
  return (
    <li>
      <span className="muted small">
        <When atMs={line.atMs} />
      </span>
      <span>
        <Chip>{CHIPS[line.kind]}</Chip>
      </span>
      <Words line={line} />
      {'groupIds' in line ? (
        <button type="button" className="ev small soft" onClick={() => onOpen(line)}>
          view {formatCount(line.count)}
        </button>
      ) : 'source' in line ? (
        <RulesLink line={line} />
      ) : (
        <ImportLink line={line} />
      )}
    </li>
  )
}

const CHIPS: Record<SinceLine['kind'], string> = {
  import: 'import',
  'undo-import': 'undone',
  decide: 'set by hand',
  'undo-decision': 'undone',
  mapping: 'meta keys',
  settings: 'settings',
}

function Words({ line }: { line: SinceLine }) {
  const words = wordsOf(line)
  return (
    <span className="cut" title={words}>
      {words}
    </span>
  )
}

function wordsOf(line: SinceLine): string {
  switch (line.kind) {
    case 'import':
      return `${line.sourceName}: ${changeWords(line.changes)}${line.isUndone ? ', undone since' : ''}`
    case 'undo-import':
      return `${line.author} undid ${plural(line.importIds.length, 'import')} of ${line.sourceName}`
    case 'decide':
      return `${line.author} set ${plural(line.count, 'value')}`
    case 'undo-decision':
      return `${line.author} undid ${plural(line.count, 'value')}`
    case 'mapping':
    case 'settings':
      return `${line.author} ${rulesChanged(line)}`
  }
}

/** To where it is set. */
function RulesLink({ line: { kind, source } }: { line: RulesLine }) {
  if (source === null)
    return (
      <Link to="/settings" className="ev small soft">
        settings
      </Link>
    )
  return (
    <Link
      to="/sources/$sourceId"
      params={{ sourceId: String(source.sourceId) }}
      search={{ tab: kind === 'mapping' ? 'meta' : 'options' }}
      className="ev small soft"
    >
      {kind === 'mapping' ? 'meta keys' : 'options'}
    </Link>
  )
}

function ImportLink({ line }: { line: Exclude<SinceLine, Decided | RulesLine> }) {
  const importId = line.kind === 'import' ? line.importId : line.importIds[0]
  if (importId === undefined) return null
  return (
    <Link to="/sources/imports/$importId" params={{ importId: String(importId) }} className="ev small soft">
      import {importId}
    </Link>
  )
}
