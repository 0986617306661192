import { searchWords } from '#core/search/words'
import { type ReadDb, sql } from './connection.ts'
import { matchExpression } from './match.ts'
import { countMatches } from './search.ts'
import { ASSET_OF_ROW } from './search-words.ts'

/** An asset as names are resolved to it. */
export type NamedAsset = {
  readonly id: number
  readonly urn: string
  readonly kind: string
  readonly status: 'active' | 'retired'
  readonly name: string
  readonly database: string | null
  readonly schema: string | null
  readonly relation: string | null
}

const COLUMNS = 'a.id, a.urn, a.kind, a.status, a.name, a.database, a."schema", a.relation'
/** A name that fits more things than this is not looked at further. */
const MOST = 500

export function findAssetByUrn(db: ReadDb, urn: string): NamedAsset | undefined {
  return sql<NamedAsset>(db, `select ${COLUMNS} from asset_key k join asset a on a.id = k.assetId where k.urn = ?`).get(urn)
}

/** Assets some source calls so (dbt: unique_id). One look into the index per source. */
export function listAssetsByNameInSource(db: ReadDb, name: string): NamedAsset[] {
  return sql<NamedAsset>(
    db,
    `select distinct ${COLUMNS} from source s cross join asset_key k on k.urn = s.identity || '/' || :name join asset a on a.id = k.assetId order by a.id`,
  ).all({ name })
}

/** Letters A to Z count alike in both cases, as SQLite's lower() has it. */
export function listAssetsByRelation(db: ReadDb, relation: string): NamedAsset[] {
  return sql<NamedAsset>(
    db,
    `select ${COLUMNS} from asset a where lower(a.relation) = lower(?) and a.relation is not null order by a.id limit ${MOST}`,
  ).all(relation)
}

export function listAssetsByName(db: ReadDb, name: string): NamedAsset[] {
  return sql<NamedAsset>(db, `select ${COLUMNS} from asset a where lower(a.name) = lower(?) order by a.id limit ${MOST}`).all(name)
}

const PLAIN = `lower(replace(replace(replace(replace(a.relation, '"', ''), '\`', ''), '[', ''), ']', ''))`
const ENDS_SO = `a.relation is not null and substr('.' || ${PLAIN}, -length(:end) - 1) = '.' || lower(:end)`
/** So many rows looked up one by one take as long as all in the order they lie in. */
const MOST_LOOKED_UP = 5000

/**
 * Assets whose relation, without quotes, ends in these parts (`main.orders`): of what search finds, those whose relation
 * holds the words. Where nearly every relation does, or there is no word, each is looked at: the last thing to try.
 */
export function listAssetsByRelationEnd(db: ReadDb, end: string): NamedAsset[] {
  const match = matchExpression(searchWords(end), 'none', ['relation'])
  if (match === null || countMatches(db, match, MOST_LOOKED_UP) === MOST_LOOKED_UP) {
    return sql<NamedAsset>(db, `select ${COLUMNS} from asset a where ${ENDS_SO} order by a.id limit ${MOST}`).all({ end })
  }
  return sql<NamedAsset>(
    db,
    `select ${COLUMNS} from (select ${ASSET_OF_ROW} id from asset_search where asset_search match :match) s
       cross join asset a on a.id = s.id where ${ENDS_SO} order by a.id limit ${MOST}`,
  ).all({ end, match })
}

/** Names of active assets that hold one of these pieces, to find what was meant by a name that does not exist. */
export function listNamesHolding(db: ReadDb, pieces: readonly string[], kinds: readonly string[]): string[] {
  return sql<{ name: string }>(
    db,
    `select distinct name from asset where kind in (select value from json_each(:kinds)) and status = 'active'
       and exists (select 1 from json_each(:pieces) p where instr(sortName, p.value) > 0) limit 20000`,
  )
    .all({ kinds: JSON.stringify(kinds), pieces: JSON.stringify(pieces) })
    .map((row) => row.name)
}
