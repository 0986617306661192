import { canonicalJson, type JsonValue } from '#core/json'
import { AppError } from '#core/errors'
import type { ReadDb, WriteDb } from '#db/connection'
import { appendJournal } from '#db/journal'
import { listAssetsOfSource } from '#db/keys'
import { findSource, type SourceRow, updateSource } from '#db/sources'
import type { BigCommands } from './big-commands.ts'
import type { Deciding } from './decide.ts'
import { forgetSources } from './derive.ts'
import { rebuildAssets } from './rebuild.ts'

type Input<N extends keyof BigCommands> = BigCommands[N]['input']

/** @throws AppError not-found */
export function requireSource(db: ReadDb, sourceId: number): SourceRow {
  const source = findSource(db, sourceId)
  if (source === undefined) throw new AppError('not-found', 'This source is not in the catalog file.', { sourceId })
  return source
}

/** Sets what a source is called and how it is imported; where it is called otherwise, what it tells of is rebuilt. Runs inside the caller's commit. @throws AppError not-found */
export function setSourceOptions(
  deps: Deciding,
  write: WriteDb,
  { sourceId, name, staleAfterDays, options }: Input<'sources.setOptions'>,
): BigCommands['sources.setOptions']['output'] {
  const source = requireSource(write, sourceId)
  const asked = {
    ...source,
    name: name ?? source.name,
    staleAfterDays: staleAfterDays ?? source.staleAfterDays,
    options: options === undefined ? source.options : JSON.stringify(options),
  }
  const isSameOptions = canonicalJson(JSON.parse(asked.options) as JsonValue) === canonicalJson(JSON.parse(source.options) as JsonValue)
  // The journal says what changed: what stands already is no change.
  const payload = {
    name: asked.name === source.name ? null : asked.name,
    staleAfterDays: asked.staleAfterDays === source.staleAfterDays ? null : asked.staleAfterDays,
    options: isSameOptions ? null : (JSON.parse(asked.options) as JsonValue),
  }
  if (Object.values(payload).every((value) => value === null)) return {}
  updateSource(write, sourceId, asked)
  appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'settings', payload: { sourceId, ...payload } })
  forgetSources(write)
  if (name !== undefined && name !== source.name) rebuildAssets(write, deps.rules.current(write), listAssetsOfSource(write, sourceId))
  return {}
}

/**
 * Says which meta keys of a source fill which fields, and rebuilds what it tells of. Runs inside the caller's commit.
 * @returns how many assets were rebuilt
 * @throws AppError not-found
 */
export function setMetaMapping(
  deps: Deciding,
  write: WriteDb,
  { sourceId, mapping }: Input<'sources.setMetaMapping'>,
): BigCommands['sources.setMetaMapping']['output'] {
  const source = requireSource(write, sourceId)
  updateSource(write, sourceId, { ...source, metaMapping: JSON.stringify(mapping) })
  appendJournal(write, {
    atMs: deps.now(),
    author: deps.author(),
    kind: 'mapping',
    payload: { sourceId, mapping: mapping as unknown as JsonValue },
  })
  deps.rules.drop()
  forgetSources(write)
  const touched = listAssetsOfSource(write, sourceId)
  rebuildAssets(write, deps.rules.current(write), touched)
  return { touched: touched.length }
}
