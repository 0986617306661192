import type { JournalEntry } from '#contract/journal'
import type { z } from 'zod'
import { plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import { MoreRows, PagesNotRead } from '../ui/more-rows.tsx'
import { BoneRows } from '../ui/states.tsx'
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
  if (pages.failed === 'first') return <PagesNotRead pages={pages} />
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
      <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'older entry', 'older entries')}`} />
    </div>
  )
}
