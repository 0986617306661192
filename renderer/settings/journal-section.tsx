import { useState } from 'react'
import type { JournalEntry } from '#contract/journal'
import { plural } from '#core/format'
import { isJsonObject, type JsonValue } from '#core/json'
import { usePages } from '../app/pages.ts'
import { UndoDialog } from '../datasets/undo-dialog.tsx'
import { UndoImportDialog } from '../sources/undo-import.tsx'
import { Button } from '../ui/button.tsx'
import { MoreRows, PagesNotRead } from '../ui/more-rows.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'

const KINDS: Record<JournalEntry['kind'], string> = {
  create: 'file created',
  import: 'import',
  decide: 'set by hand',
  'undo-decision': 'change undone',
  'undo-import': 'import undone',
  settings: 'settings',
  export: 'export',
  mapping: 'meta keys mapped',
  migrate: 'file upgraded',
  view: 'saved view',
}

/** What an entry names of what can be undone. */
type Undoing = { readonly importId: number } | { readonly groupId: number }

/** Everything that changed the catalog file, newest first, each entry chained to the one before; imports and decisions with the way back. */
export function JournalSection() {
  const pages = usePages('journal', 'list', {})
  const [undoing, setUndoing] = useState<Undoing | null>(null)
  const close = (): void => setUndoing(null)
  if (pages.failed === 'first') return <PagesNotRead pages={pages} />
  if (pages.isLoading) return <BoneRows rows={8} />
  return (
    <div className="settings wide-page">
      <p className="soft">
        {plural(pages.total, 'entry', 'entries')}, never changed, only added to. Each carries the fingerprint of all before it.
      </p>
      <ol className="journal extras ruled">
        {pages.rows.map((entry) => (
          <Entry key={entry.seq} entry={entry} onUndo={setUndoing} />
        ))}
      </ol>
      <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'older entry', 'older entries')}`} />
      {undoing !== null && 'importId' in undoing && <UndoImportDialog importId={undoing.importId} onClose={close} />}
      {undoing !== null && 'groupId' in undoing && <UndoDialog groupId={undoing.groupId} onClose={close} />}
    </div>
  )
}

function Entry({ entry, onUndo }: { entry: JournalEntry; onUndo: (what: Undoing) => void }) {
  const what = undoingOf(entry)
  return (
    <li>
      <details>
        <summary>
          <span className="muted num" style={{ minWidth: 40 }}>
            {entry.seq}
          </span>
          <span style={{ minWidth: 132 }}>{KINDS[entry.kind]}</span>
          <span className="soft" style={{ minWidth: 96 }}>
            {aboutWords(entry)}
          </span>
          <span className="soft cut">{entry.author}</span>
          <span className="muted small right">
            <When atMs={entry.atMs} />
          </span>
        </summary>
        <pre tabIndex={0}>{JSON.stringify({ payload: entry.payload, hash: entry.hash }, null, 2)}</pre>
      </details>
      <span className="way-back">
        {entry.undo === 'done' && <Chip look="dash">undone since</Chip>}
        {entry.undo === 'offered' && what !== null && (
          <Button look="ghost" icon="undo" onClick={() => onUndo(what)} aria-label={`Undo entry ${entry.seq}`}>
            Undo
          </Button>
        )}
      </span>
    </li>
  )
}

function numberIn(payload: unknown, field: string): number | null {
  const value = isJsonObject(payload as JsonValue) ? (payload as Record<string, JsonValue>)[field] : undefined
  return typeof value === 'number' ? value : null
}

function undoingOf({ kind, payload }: JournalEntry): Undoing | null {
  const importId = kind === 'import' ? numberIn(payload, 'importId') : null
  if (importId !== null) return { importId }
  const groupId = numberIn(payload, 'groupId')
  return groupId === null ? null : { groupId }
}

/** How much was set, or which import it was. */
function aboutWords({ kind, payload }: JournalEntry): string {
  const count = kind === 'decide' || kind === 'undo-decision' ? numberIn(payload, 'count') : null
  if (count !== null) return plural(count, 'value')
  const importId = kind === 'import' ? numberIn(payload, 'importId') : null
  return importId === null ? '' : `import ${importId}`
}
