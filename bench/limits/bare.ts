import Database from 'better-sqlite3'

/** A book as any program without our code would open it. */
export function openBare(path: string): Database.Database {
  const db = new Database(path, { readonly: true })
  db.pragma('cache_size = -65536')
  return db
}

type Mark = { readonly seq: number; readonly hash: string; readonly importId: number; readonly atMs: number }

/** When the first import was in: what is new to a person who was here last then is all the rest. */
export function markAfterFirstImport(path: string): Mark {
  const db = openBare(path)
  const mark = db
    .prepare(`select seq, hash, atMs, payload ->> '$.importId' importId from journal where kind = 'import' order by seq limit 1`)
    .get() as Mark
  db.close()
  return mark
}

/** What a page of the list shows. */
const SHOWN = `urn, name, "database", "schema", relation, platform, resourceType, status, description, ownerTeam, steward, domain, tier,
  classification, tags, sourceNames, columnCount, piiColumnCount, checkCount, failingCheckCount, upstreamCount, downstreamCount,
  lastSuccessfulRunMs, freshness, rowCount, sizeBytes, hasConflict, sortName, id`

export const FIRST_PAGE = `select ${SHOWN} from asset where kind = 'dataset' and status = 'active' order by sortName, id limit 100`
export const NEXT_PAGE = `select ${SHOWN} from asset where kind = 'dataset' and status = 'active' and (sortName, id) > (?, ?)
  order by sortName, id limit 100`
