import type { z } from 'zod'
import type { MetaMapping, sources as contract } from '#contract/sources'
import { isJsonObject, type JsonObject } from '#core/json'
import { collectMetaKeys } from '#core/mapping/meta-keys'
import { parseColumns, parseFields } from '#core/reconcile/sections'
import type { ReadDb } from '#db/connection'
import { iterateFieldsAndColumns } from '#db/facts'
import { countImports, findNewestImport, visibleImportId } from '#db/imports'
import { hasMoreKeys } from '#db/keys'
import type { GetBook } from './deps.ts'
import type { JobPool } from './jobs/pool.ts'
import { rememberLastAwaited } from './remember.ts'
import { rulePacks } from './rules.ts'
import { requireSource } from './set-source.ts'
import { inSnapshot } from './snapshot.ts'

/** The keys that a source's things carry, and what they are mapped to. JSON-shaped: it may cross a thread. */
export type MetaKeys = z.input<typeof contract.metaKeys.output>

const KEYS_SHOWN = 200
/** What a worker costs to start is more than reading what fewer things carry takes. */
const MANY_THINGS = 1000

/**
 * Reads them beside the thread that answers where a source tells of many things, and once for as long as its imports and its
 * mapping are what they were: a person who decides something else changes nothing about them.
 * @throws AppError not-found
 */
export function createMetaKeysReader(book: GetBook, jobs: () => JobPool): (sourceId: number) => Promise<MetaKeys> {
  const remembered = rememberLastAwaited<MetaKeys>(() => 0)
  return async (sourceId) => {
    const { read } = book()
    const question = inSnapshot(read, () => JSON.stringify(dependsOn(read, sourceId)))
    return remembered.ask(read, question, async () =>
      hasMoreKeys(read, sourceId, MANY_THINGS)
        ? ((await jobs().ask({ kind: 'meta-keys', sourceId })) as MetaKeys)
        : listMetaKeys(read, sourceId),
    )
  }
}

/** The newest import that stands says which stand before it; how many there were, that none was taken back since. */
const dependsOn = (read: ReadDb, sourceId: number): readonly unknown[] => [
  sourceId,
  requireSource(read, sourceId).metaMapping,
  findNewestImport(read, sourceId)?.id ?? null,
  countImports(read, sourceId),
]

/** Looks through all that a source says of datasets and their columns, of one state of the book. @throws AppError not-found */
export function listMetaKeys(read: ReadDb, sourceId: number): MetaKeys {
  return inSnapshot(read, () => {
    const mapping = JSON.parse(requireSource(read, sourceId).metaMapping) as MetaMapping
    const keys = collectMetaKeys(iterateMetas(read, sourceId), rulePacks().metaKeys, mapping)
    return {
      items: keys.slice(0, KEYS_SHOWN).map((key) => ({
        ...key,
        examples: [...key.examples],
        notUnderstood: { ...key.notUnderstood, examples: [...key.notUnderstood.examples] },
        overruled: { ...key.overruled, by: [...key.overruled.by] },
      })),
      hidden: Math.max(0, keys.length - KEYS_SHOWN),
      mapping,
    }
  })
}

function* iterateMetas(read: ReadDb, sourceId: number): Generator<{ scope: 'dataset' | 'column'; meta: JsonObject }> {
  for (const { section, payload } of iterateFieldsAndColumns(read, sourceId, visibleImportId(read))) {
    if (section === 'fields') {
      const meta = parseFields(payload)['meta']
      if (isJsonObject(meta)) yield { scope: 'dataset', meta }
    } else {
      for (const column of parseColumns(payload)) {
        const meta = column.fields['meta']
        if (isJsonObject(meta)) yield { scope: 'column', meta }
      }
    }
  }
}
