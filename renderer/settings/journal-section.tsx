import type { JournalEntry } from '#contract/journal'
import type { z } from 'zod'
import { plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import { Button } from '../ui/button.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'

type Entry = z.infer<typeof JournalEntry>
const KINDS: Record<Entry['kind'], string> = {
  create: 'file created',
  import: 'import',
  decide: 'set by hand',
  'undo-decision': 'taken back',
  'undo-import': 'import undone',
  settings: 'settings',
  export: 'export',
  mapping: 'meta keys mapped',
  migrate: 'file upgraded',
  view: 'saved view',
}

/** Everything that changed the catalog file, newest first, each entry chained to the one before. */
export function JournalSection() {
  const pages = usePages('journal', 'list', {})
  if (pages.error !== null) return <ErrorBlock error={pages.error} onRetry={pages.retry} />
  if (pages.isLoading) return <BoneRows rows={8} />
  return (
    <div className="settings wide-page">
      <p className="soft">
        {plural(pages.total, 'entry', 'entries')}, never changed, only added to. Each carries the fingerprint of all before it.
      </p>
      <div className="extras ruled">
        {pages.rows.map((entry) => (
          <details key={entry.seq}>
            <summary>
              <span className="muted num" style={{ minWidth: 40 }}>
                {entry.seq}
              </span>
              <span style={{ minWidth: 132 }}>{KINDS[entry.kind]}</span>
              <span className="soft cut">{entry.author}</span>
              <span className="muted small right">
                <When atMs={entry.atMs} />
              </span>
            </summary>
            <pre tabIndex={0}>{JSON.stringify({ payload: entry.payload, hash: entry.hash }, null, 2)}</pre>
          </details>
        ))}
      </div>
      {pages.rows.length < pages.total && (
        <div>
          <Button onClick={() => pages.reach(pages.rows.length)}>
            Show {plural(pages.total - pages.rows.length, 'older entry', 'older entries')}
          </Button>
        </div>
      )}
    </div>
  )
}
