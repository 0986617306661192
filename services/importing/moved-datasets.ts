import type { MovedDataset } from '#core/reconcile/renames'
import { parseColumns, parseFields } from '#core/reconcile/sections'
import { type ReadDb, sql } from '#db/connection'
import { isNewestSql } from '#db/standing'

type MovedKey = { readonly keyId: number; readonly assetId: number }
/** Keys of datasets that an import closes for good, and of those it brings. */
export type MovedKeys = { readonly gone: readonly MovedKey[]; readonly come: readonly MovedKey[] }

/** Whether an import closes anything: one that only brings has renamed nothing. */
export function closesAny(db: ReadDb, importId: number): boolean {
  return sql(db, 'select 1 from fact where toImport = ? limit 1').get(importId) !== undefined
}

/** SQL: whether what people say of key `k`, of what it is the same as, is so. */
const isSaidSql = (so: string): string =>
  `exists (select 1 from decision d where d.subject = k.urn and d."column" = '' and d.field = 'sameAs' and ${so} and ${isNewestSql('d')})`

/**
 * Datasets an import closes for good, and those it brings; without those of which people have said what they are: that two are
 * not the same stands on either of them. Reads nothing that was told of them.
 */
export function listMovedKeys(db: ReadDb, importId: number): MovedKeys {
  const gone = sql<MovedKey>(
    db,
    `select distinct k.id keyId, k.assetId from fact f cross join asset_key k on k.id = f.keyId
     where f.toImport = :importId and k.kind = 'dataset' and f.section in ('fields', 'columns')
       and not exists (select 1 from fact o where o.keyId = k.id and o.toImport is null)
       and not ${isSaidSql(`d.value = '""'`)}`,
  ).all({ importId })
  if (gone.length === 0) return { gone: [], come: [] }
  const come = sql<MovedKey>(
    db,
    `select distinct k.id keyId, k.assetId from fact f cross join asset_key k on k.id = f.keyId
     where k.firstImportId = :importId and f.fromImport = :importId and k.kind = 'dataset' and f.section in ('fields', 'columns')
       and exists (select 1 from fact o where o.keyId = k.id and o.toImport is null)
       and not ${isSaidSql('d.value is not null')}`,
  ).all({ importId })
  const isNoneOf = (others: readonly MovedKey[]): ((key: MovedKey) => boolean) => {
    const assetIds = new Set(others.map(({ assetId }) => assetId))
    return ({ assetId }) => !assetIds.has(assetId)
  }
  return { gone: gone.filter(isNoneOf(come)), come: come.filter(isNoneOf(gone)) }
}

type MovedDatasets = { readonly gone: readonly MovedDataset[]; readonly come: readonly MovedDataset[] }

/** What was told of them, to be compared. */
export function readMovedDatasets(db: ReadDb, importId: number, { gone, come }: MovedKeys): MovedDatasets {
  return { gone: readDatasets(db, importId, gone, 'toImport'), come: readDatasets(db, importId, come, 'fromImport') }
}

function readDatasets(db: ReadDb, importId: number, keys: readonly MovedKey[], side: 'fromImport' | 'toImport'): MovedDataset[] {
  const rows = sql<{ urn: string; section: string; payload: string }>(
    db,
    `select k.urn, f.section, f.payload from json_each(:keyIds) i cross join asset_key k on k.id = i.value
       cross join fact f on f.keyId = k.id and f.${side} = :importId
     where f.section in ('fields', 'columns')`,
  )
  const found = new Map<string, { key: string; name: string; columns: string[] }>()
  for (const row of rows.iterate({ importId, keyIds: JSON.stringify(keys.map(({ keyId }) => keyId)) })) {
    const dataset = found.get(row.urn) ?? { key: row.urn, name: row.urn, columns: [] }
    found.set(row.urn, dataset)
    if (row.section === 'columns') {
      for (const column of parseColumns(row.payload)) if (!dataset.columns.includes(column.name)) dataset.columns.push(column.name)
    } else {
      const name = parseFields(row.payload)['name']
      if (typeof name === 'string') dataset.name = name
    }
  }
  return [...found.values()]
}
