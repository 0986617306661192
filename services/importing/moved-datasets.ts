import type { MovedDataset } from '#core/reconcile/renames'
import { parseColumns, parseFields } from '#core/reconcile/sections'
import { type ReadDb, sql } from '#db/connection'

type Row = { readonly keyId: number; readonly assetId: number; readonly urn: string; readonly section: string; readonly payload: string }

/** Datasets an import closes for good, and those it brings; without those of which people have said what they are. */
export function listMovedDatasets(
  db: ReadDb,
  importId: number,
): { readonly gone: readonly MovedDataset[]; readonly come: readonly MovedDataset[] } {
  const gone = sql<Row>(
    db,
    `select k.id keyId, k.assetId, k.urn, f.section, f.payload from fact f join asset_key k on k.id = f.keyId
     where f.toImport = :importId and k.kind = 'dataset' and f.section in ('fields', 'columns')
       and not exists (select 1 from fact o where o.keyId = k.id and o.toImport is null)`,
  ).all({ importId })
  if (gone.length === 0) return { gone: [], come: [] }
  const come = sql<Row>(
    db,
    `select k.id keyId, k.assetId, k.urn, f.section, f.payload from fact f join asset_key k on k.id = f.keyId
     where k.firstImportId = :importId and f.fromImport = :importId and k.kind = 'dataset' and f.section in ('fields', 'columns')
       and exists (select 1 from fact o where o.keyId = k.id and o.toImport is null)
       and not exists (select 1 from decision d where d.subject = k.urn and d."column" = '' and d.field = 'sameAs' and d.value is not null
         and d.id = (select max(n.id) from decision n where n.subject = d.subject and n."column" = '' and n.field = 'sameAs'))`,
  ).all({ importId })
  const isNoneOf = (others: readonly Row[]): ((row: Row) => boolean) => {
    const assetIds = new Set(others.map(({ assetId }) => assetId))
    return ({ assetId }) => !assetIds.has(assetId)
  }
  return { gone: toDatasets(gone.filter(isNoneOf(come))), come: toDatasets(come.filter(isNoneOf(gone))) }
}

function toDatasets(rows: readonly Row[]): MovedDataset[] {
  const found = new Map<number, { key: string; name: string; columns: string[] }>()
  for (const row of rows) {
    const dataset = found.get(row.keyId) ?? { key: row.urn, name: row.urn, columns: [] }
    found.set(row.keyId, dataset)
    if (row.section === 'columns') {
      for (const column of parseColumns(row.payload)) if (!dataset.columns.includes(column.name)) dataset.columns.push(column.name)
    } else {
      const name = parseFields(row.payload)['name']
      if (typeof name === 'string') dataset.name = name
    }
  }
  return [...found.values()]
}
