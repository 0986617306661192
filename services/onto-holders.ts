import { columnKey } from '#core/assets/column-names'
import { type ReadDb, sql } from '#db/connection'
import { findKeyByUrn } from '#db/keys'
import { type Holder, listColumnHolders, listHolders, OF_A_KEY } from '#db/standing'
import type { FieldChange } from './decide.ts'

/**
 * What a person says of a thing, put where the thing's own word on it is kept: a thing of several keys may hold what was
 * decided on any of them, a column what was decided under another spelling. A value takes the place of the one that counts, so
 * that an undo gives that one back; giving the field back to the sources takes all of them away.
 */
export function ontoHolders(db: ReadDb, change: FieldChange): readonly FieldChange[] {
  if (change.column === '' && OF_A_KEY.has(change.field)) return [change]
  const key = findKeyByUrn(db, change.subject)
  if (key === undefined) return [change]
  const holders = findHolders(db, key.assetId, change)
  const held = change.value === null ? holders : holders.slice(-1)
  return held.length === 0 ? [change] : held.map(({ subject, column }) => ({ ...change, subject, column }))
}

function findHolders(db: ReadDb, assetId: number, { column, field }: FieldChange): readonly Holder[] {
  if (column === '') return listHolders(db, assetId, column, field)
  const platform = sql<{ platform: string | null }>(db, 'select platform from asset where id = ?').get(assetId)?.platform ?? null
  const wanted = columnKey(platform, column)
  // Where letter case counts, there is one spelling, and an index that knows it.
  if (columnKey(platform, 'A') === 'A') return listHolders(db, assetId, column, field)
  return listColumnHolders(db, assetId, field).filter((holder) => columnKey(platform, holder.column) === wanted)
}
