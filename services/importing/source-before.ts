import { canonicalJson, type JsonObject } from '#core/json'
import { sql, type WriteDb } from '#db/connection'
import { type ImportRow, setSourceBefore } from '#db/imports'
import { setKindOfKey } from '#db/keys'
import { findSource } from '#db/sources'

/** What a source remembers of its newest import: where the files are and how they are read. */
export type Remembered = { readonly place: string | null; readonly options: string }
/** A key the source called another kind of thing before. */
export type NewKind = { readonly keyId: number; readonly kind: string; readonly before: string }

/** `place`: where the import's own files were; null for uploads, absent in older imports. */
type SourceBefore = {
  readonly before: Remembered
  readonly after: Remembered
  readonly kinds: readonly NewKind[]
  readonly place?: string | null
}

/**
 * Makes the source remember what was just imported, and keeps with the import what it was like before.
 * Runs inside the transaction that makes the import visible.
 */
export function rememberSource(
  write: WriteDb,
  made: { readonly importId: number; readonly sourceId: number; readonly newKinds: readonly NewKind[] },
  now: { readonly place: string | null; readonly options: JsonObject },
): void {
  const before = readRemembered(write, made.sourceId)
  // Uploaded files have no place; where the source's files were before, they may be again.
  const after = { place: now.place ?? before.place, options: canonicalJson(now.options) }
  remember(write, made.sourceId, after)
  const kept: SourceBefore = { before, after, kinds: made.newKinds, place: now.place }
  setSourceBefore(write, made.importId, JSON.stringify(kept))
}

/** Where the files of an import were; null for uploads. */
export function placeOfImport({ sourceBefore }: ImportRow): string | null {
  if (sourceBefore === null) return null
  const { after, place } = JSON.parse(sourceBefore) as SourceBefore
  return place === undefined ? after.place : place
}

/** How the files of an import were read; nothing where an older import did not keep it. */
export function optionsOfImport({ sourceBefore }: ImportRow): JsonObject {
  return sourceBefore === null ? {} : (JSON.parse((JSON.parse(sourceBefore) as SourceBefore).after.options) as JsonObject)
}

/** Puts back what an import changed of its source itself. What a person set since stays. */
export function putSourceBack(write: WriteDb, row: ImportRow): void {
  if (row.sourceBefore === null) return
  const { before, after, kinds } = JSON.parse(row.sourceBefore) as SourceBefore
  const now = readRemembered(write, row.sourceId)
  remember(write, row.sourceId, {
    place: now.place === after.place ? before.place : now.place,
    options: now.options === after.options ? before.options : now.options,
  })
  for (const { keyId, before: kind } of kinds) setKindOfKey(write, keyId, kind)
}

function readRemembered(write: WriteDb, sourceId: number): Remembered {
  const source = findSource(write, sourceId)
  if (source === undefined) throw new Error(`source ${sourceId} is missing`)
  return { place: source.place, options: source.options }
}

function remember(write: WriteDb, sourceId: number, { place, options }: Remembered): void {
  sql(write, 'update source set place = ?, options = ? where id = ?').run(place, options, sourceId)
}
