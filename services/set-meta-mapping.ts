import type { MetaMapping } from '#core/mapping/meta-mapping'
import type { JsonValue } from '#core/json'
import type { WriteDb } from '#db/connection'
import { appendJournal } from '#db/journal'
import { listAssetsOfSource } from '#db/keys'
import { type SourceRow, updateSource } from '#db/sources'
import type { BookDeps } from './deps.ts'
import { forgetSources } from './derive.ts'
import { rebuildAssets } from './rebuild.ts'

/** Says which meta keys of a source fill which fields, and rebuilds what it tells of. Runs inside the caller's commit. @returns how many assets */
export function setMetaMapping(deps: BookDeps, write: WriteDb, source: SourceRow, mapping: MetaMapping): number {
  updateSource(write, source.id, { ...source, metaMapping: JSON.stringify(mapping) })
  appendJournal(write, {
    atMs: deps.now(),
    author: deps.author(),
    kind: 'mapping',
    payload: { sourceId: source.id, mapping: mapping as unknown as JsonValue },
  })
  deps.rules.drop()
  forgetSources(write)
  const touched = listAssetsOfSource(write, source.id)
  rebuildAssets(write, deps.rules.current(write), touched)
  return touched.length
}
