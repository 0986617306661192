import type { z } from 'zod'
import type { ChangeItem } from '#contract/shapes'
import type { JsonValue } from '#core/json'
import { AssetKind } from '#core/assets/kinds'
import { type Existence, listDifferences } from '#core/reconcile/diff'
import { parseFields, type Section } from '#core/reconcile/sections'
import { type ReadDb, sql } from '#db/connection'
import { type FactRow, listFactsOfImport, listKeysOfImport } from '#db/facts'
import { listOverruled } from './importing/overruled.ts'

type Item = z.infer<typeof ChangeItem>
type Filter = { readonly change?: Item['change'] | undefined; readonly text?: string | undefined }

/** Values this long are cut: the list is for finding, the asset's page shows the whole. */
const LONGEST_VALUE = 400
/** Keys read in one go while a page fills. */
const KEYS_AT_ONCE = 100

/**
 * One page of what an import (visible or still a preview) changes, key by key in the order of keys.
 * The cursor is `<key id>:<lines of that key already shown>`.
 */
export function listImportChanges(
  db: ReadDb,
  importId: number,
  filter: Filter,
  cursor: string | undefined,
  limit: number,
): { readonly items: Item[]; readonly nextCursor: string | null } {
  let [afterKey, skip] = parseCursor(cursor)
  const items: Item[] = []
  for (;;) {
    const keyIds = listKeysOfImport(db, importId, afterKey - (skip > 0 ? 1 : 0), KEYS_AT_ONCE)
    if (keyIds.length === 0) return { items, nextCursor: null }
    for (const keyId of keyIds) {
      const lines = changesOfKey(db, importId, keyId).filter((item) => matches(item, filter))
      const from = keyId === afterKey ? skip : 0
      const room = limit - items.length
      items.push(...lines.slice(from, from + room))
      if (lines.length - from > room) return { items, nextCursor: `${keyId}:${from + room}` }
      afterKey = keyId
      skip = 0
      if (items.length === limit) return { items, nextCursor: `${keyId}:0` }
    }
  }
}

/** How many lines listImportChanges has in all. */
export function countImportChanges(db: ReadDb, importId: number, filter: Filter): number {
  let total = 0
  let afterKey = 0
  for (;;) {
    const keyIds = listKeysOfImport(db, importId, afterKey, 1000)
    if (keyIds.length === 0) return total
    for (const keyId of keyIds) total += changesOfKey(db, importId, keyId).filter((item) => matches(item, filter)).length
    afterKey = keyIds.at(-1) ?? afterKey
  }
}

function parseCursor(cursor: string | undefined): [number, number] {
  const [key, shown] = (cursor ?? '0:0').split(':').map(Number)
  return [Number.isSafeInteger(key) ? (key ?? 0) : 0, Number.isSafeInteger(shown) ? (shown ?? 0) : 0]
}

function matches(item: Item, filter: Filter): boolean {
  if (filter.change !== undefined && item.change !== filter.change) return false
  if (filter.text === undefined || filter.text.trim() === '') return true
  const wanted = filter.text.trim().toLowerCase()
  return [item.assetName, item.child ?? '', item.field ?? '', item.key].some((text) => text.toLowerCase().includes(wanted))
}

type KeyRow = { readonly urn: string; readonly name: string; readonly kind: string; readonly firstImportId: number | null }

function changesOfKey(db: ReadDb, importId: number, keyId: number): Item[] {
  const key = sql<KeyRow>(db, 'select urn, name, kind, firstImportId from asset_key where id = ?').get(keyId)
  if (key === undefined) return []
  const facts = listFactsOfImport(db, importId, keyId)
  const others = sql<{ fromImport: number; toImport: number | null; part: string; section: Section; payload: string }>(
    db,
    'select fromImport, toImport, part, section, payload from fact where keyId = :keyId and fromImport < :importId and (toImport is null or toImport > :importId)',
  ).all({ keyId, importId })
  const parts = [...new Set(facts.map((fact) => fact.part))].sort()
  const assetName = nameOf(facts) ?? nameOf(others) ?? key.name
  const label = { key: key.urn, assetName, assetKind: AssetKind.parse(key.kind) }
  const items: Item[] = []
  const wasThere = others.length > 0 || facts.some((fact) => fact.toImport === importId)
  const isThere = others.length > 0 || facts.some((fact) => fact.fromImport === importId)
  let existence: Existence = wasThere && isThere ? 'other-part' : 'this-part'
  for (const part of parts) {
    const unchanged = others.filter((fact) => fact.part === part)
    const before = texts([...unchanged, ...facts.filter((fact) => fact.part === part && fact.toImport === importId)])
    const after = texts([...unchanged, ...facts.filter((fact) => fact.part === part && fact.fromImport === importId)])
    for (const difference of listDifferences(before, after, existence)) {
      items.push({ ...label, ...difference, before: cut(difference.before), after: cut(difference.after) })
    }
    if (existence === 'this-part') existence = 'with-another'
    if (after.size === 0) continue // what goes says nothing a decision could stand against
    for (const found of listOverruled(db, key.urn, before, after)) {
      items.push({
        ...label,
        change: 'conflict',
        what: found.column === '' ? 'asset' : 'column',
        child: found.column === '' ? null : found.column,
        field: found.field,
        before: cut(found.decided),
        after: cut(found.after),
      })
    }
  }
  return items
}

const texts = (facts: readonly { readonly section: Section; readonly payload: string }[]): Map<Section, string> =>
  new Map(facts.map((fact) => [fact.section, fact.payload]))

function nameOf(facts: readonly Pick<FactRow, 'section' | 'payload'>[]): string | undefined {
  for (const fact of facts) {
    if (fact.section !== 'fields') continue
    const name = parseFields(fact.payload)['name']
    if (typeof name === 'string') return name
  }
  return undefined
}

function cut(value: JsonValue | null): JsonValue | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= LONGEST_VALUE ? value : `${text.slice(0, LONGEST_VALUE)}…`
}
