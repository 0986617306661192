import { createHash } from 'node:crypto'
import type { Section } from '#core/reconcile/sections'
import { type ReadDb, sql, type WriteDb } from './connection.ts'

export type FactRow = {
  readonly id: number
  readonly keyId: number
  readonly part: string
  readonly section: Section
  readonly payload: string
  readonly fromImport: number
  readonly toImport: number | null
  readonly seenFromMs: number
}

/** A fact with what its asset, source and importer are called. */
export type AssetFactRow = FactRow & { readonly sourceId: number }

const COLUMNS = 'f.id, f.keyId, f.part, f.section, f.payload, f.fromImport, f.toImport, f.seenFromMs'
const STANDS = 'f.fromImport <= :visible and (f.toImport is null or f.toImport > :visible)'

/** Facts that stand for an asset, as of a visible import; `sections` keeps big ones (SQL) out. */
export function listStandingFacts(db: ReadDb, assetId: number, visible: number): AssetFactRow[] {
  return sql<AssetFactRow>(
    db,
    `select ${COLUMNS}, k.sourceId from asset_key k join fact f on f.keyId = k.id
     where k.assetId = :assetId and ${STANDS} and f.section in ('fields', 'columns', 'check') order by k.id, f.id`,
  ).all({ assetId, visible })
}

/**
 * What an asset's sources said last, for one that no source tells of any more. The plus signs keep SQLite from looking
 * through everything the last import closed instead of through the key's own facts.
 */
export function listLastFacts(db: ReadDb, assetId: number, visible: number): AssetFactRow[] {
  return sql<AssetFactRow>(
    db,
    `select ${COLUMNS}, k.sourceId from asset_key k join fact f on f.keyId = k.id
     where k.assetId = :assetId and f.toImport is not null and +f.toImport <= :visible and f.section in ('fields', 'columns', 'check')
       and +f.toImport = (select max(g.toImport) from fact g where g.keyId = k.id and g.toImport is not null and +g.toImport <= :visible)
     order by k.id, f.id`,
  ).all({ assetId, visible })
}

export type OwnedFactRow = AssetFactRow & { readonly assetId: number }

/** Open facts of these assets that lists and links are made of, in no order. */
export function listOpenFactsOf(db: ReadDb, assetIds: readonly number[]): OwnedFactRow[] {
  return sql<OwnedFactRow>(
    db,
    `select ${COLUMNS}, k.sourceId, k.assetId from json_each(?) i cross join asset_key k on k.assetId = i.value
     cross join fact f on f.keyId = k.id and f.toImport is null and f.section in ('fields', 'columns', 'check', 'upstream', 'columnLinks')`,
  ).all(JSON.stringify(assetIds))
}

/** One section of an asset, from every source that has it. */
export function listSection(db: ReadDb, assetId: number, section: Section, visible: number): AssetFactRow[] {
  return sql<AssetFactRow>(
    db,
    `select ${COLUMNS}, k.sourceId from asset_key k join fact f on f.keyId = k.id
     where k.assetId = :assetId and ${STANDS} and f.section = :section order by k.id, f.id`,
  ).all({ assetId, visible, section })
}

/** Open facts of one key, all sections. */
function listOpenFacts(db: ReadDb, keyId: number): FactRow[] {
  return sql<FactRow>(db, `select ${COLUMNS} from fact f where f.keyId = ? and f.toImport is null`).all(keyId)
}

/** Which parts of a source say something of each of its keys now. Every part has a section of fields. */
export function iterateOpenParts(
  db: ReadDb,
  sourceId: number,
): IterableIterator<{ readonly keyId: number; readonly name: string; readonly part: string }> {
  return sql<{ keyId: number; name: string; part: string }>(
    db,
    `select k.id keyId, k.name, f.part from asset_key k join fact f on f.keyId = k.id
     where k.sourceId = ? and f.section = 'fields' and f.toImport is null order by k.id, f.part`,
  ).iterate(sourceId)
}

/** Facts an import opened or closed, by key. */
export function listFactsOfImport(db: ReadDb, importId: number, keyId: number): FactRow[] {
  return sql<FactRow>(
    db,
    `select ${COLUMNS} from fact f where f.keyId = :keyId and (f.fromImport = :importId or f.toImport = :importId)`,
  ).all({ keyId, importId })
}

const HOLDS = `and (instr(lower(f.payload), :text) > 0 or instr(lower((select k.urn from asset_key k where k.id = f.keyId)), :text) > 0)`
const keysOf = (condition: string): string =>
  `select f.keyId from fact f where f.fromImport = :importId and f.keyId > :afterKeyId ${condition}
   union select f.keyId from fact f where f.toImport = :importId and f.keyId > :afterKeyId ${condition} order by 1 limit :limit`

/** Keys an import changed, in id order after `afterKeyId`; with a text in small letters, those of which something holds it. */
export function listKeysOfImport(
  db: ReadDb,
  importId: number,
  place: { readonly afterKeyId: number; readonly limit: number },
  text = '',
): number[] {
  return sql<{ keyId: number }>(db, keysOf(text === '' ? '' : HOLDS))
    .all(text === '' ? { importId, ...place } : { importId, ...place, text })
    .map((row) => row.keyId)
}

/**
 * Keys an import touches on whose asset people decided something before, or since, on this key of it or on another one. It begins
 * from what there is less of: the keys of a small import, or what was decided.
 */
export function listDecidedKeysOfImport(db: ReadDb, importId: number): number[] {
  return sql<{ id: number }>(db, touchesMoreThanDecided(db, importId) ? FROM_DECISIONS : FROM_TOUCHED)
    .all({ importId })
    .map((row) => row.id)
}

const FROM_DECISIONS = `select distinct o.id from (select distinct subject from decision) s cross join asset_key k on k.urn = s.subject
   cross join asset_key o on o.assetId = k.assetId
 where exists (select 1 from fact f where f.fromImport = :importId and f.keyId = o.id)
   or exists (select 1 from fact f where f.toImport = :importId and f.keyId = o.id) order by o.id`
const FROM_TOUCHED = `select o.id from (select keyId from fact where fromImport = :importId union select keyId from fact where toImport = :importId) t
   cross join asset_key o on o.id = t.keyId
 where exists (select 1 from asset_key k cross join decision d on d.subject = k.urn where k.assetId = o.assetId) order by o.id`

function touchesMoreThanDecided(db: ReadDb, importId: number): boolean {
  const { most } = sql<{ most: number }>(db, 'select coalesce(max(id), 0) most from decision').get() ?? { most: 0 }
  const one = 'select 1 from fact where fromImport = :importId union all select 1 from fact where toImport = :importId limit 1 offset :most'
  return sql(db, one).get({ importId, most }) !== undefined
}

export type HoldingValues = { readonly assetId: number; readonly part: string; readonly payload: string }

/** The first facts, by key, that say where values of data came in with metadata, and how many there are. Looks through all facts, as they lie. */
export function listHoldingValues(
  db: ReadDb,
  visible: number,
  limit: number,
): { readonly rows: readonly HoldingValues[]; readonly total: number } {
  const found = sql<HoldingValues & { readonly total: number }>(
    db,
    `with hit as materialized (
       select f.id, k.urn, k.assetId from fact f not indexed cross join asset_key k on k.id = f.keyId
       where ${STANDS} and f.section = 'extras' and json_array_length(f.payload, '$.carriesValues') > 0)
     select h.assetId, f.part, f.payload, (select count(*) from hit) total
     from (select * from hit order by urn, id limit :limit) h cross join fact f on f.id = h.id order by h.urn, h.id`,
  ).all({ visible, limit })
  return { rows: found, total: found[0]?.total ?? 0 }
}

/** What a source says of its datasets and their columns, in no order. */
export function iterateFieldsAndColumns(
  db: ReadDb,
  sourceId: number,
  visible: number,
): IterableIterator<{ readonly section: 'fields' | 'columns'; readonly payload: string }> {
  return sql<{ section: 'fields' | 'columns'; payload: string }>(
    db,
    `select f.section, f.payload from fact f join asset_key k on k.id = f.keyId
     where k.sourceId = :sourceId and k.kind = 'dataset' and f.section in ('fields', 'columns') and ${STANDS}`,
  ).iterate({ sourceId, visible })
}

/** sha256 over facts, in the order they are written. */
export class FactDigest {
  readonly #hash = createHash('sha256')
  #told = ''

  add(part: string, section: string, payload: string): void {
    this.#told += `${part}\u0000${section}\u0000${payload}\u0000`
    // Many short pieces take far longer than one long one.
    if (this.#told.length > DIGEST_AT_ONCE) this.#take()
  }

  #take(): void {
    this.#hash.update(this.#told)
    this.#told = ''
  }

  hex(): string {
    this.#take()
    return this.#hash.digest('hex')
  }
}

const DIGEST_AT_ONCE = 64 * 1024

/**
 * Rows written by one statement. One that writes several keeps a copy of every page it changes, to take itself back; many at once
 * change a page once.
 */
const ROWS_AT_ONCE = 64

/** Statements by how many rows they write. */
const INSERT_FACTS = new Map<number, string>()

function insertFactsText(rows: number): string {
  let text = INSERT_FACTS.get(rows)
  if (text === undefined) {
    text = `insert into fact (keyId, part, section, payload, fromImport, seenFromMs)
      select column1, ?, column2, column3, ?, ? from (values ${Array.from({ length: rows }, () => '(?, ?, ?)').join(', ')})`
    INSERT_FACTS.set(rows, text)
  }
  return text
}

/** Writes the facts of one import. What is opened waits until there is much of it: `write` writes what still waits. */
export class FactWriter {
  readonly #db: WriteDb
  readonly #close
  readonly #importId: number
  readonly #seenMs: number
  /** Null where whoever reads the files keeps it, for as long as all is written as it is told. */
  readonly #digest: FactDigest | null
  #isAsTold = true
  /** Key, section and payload of each row that waits, all of one part. */
  #waiting: (string | number)[] = []
  #part = ''

  constructor(
    db: WriteDb,
    { importId, seenAtMs, digests }: { readonly importId: number; readonly seenAtMs: number; readonly digests: Digests },
  ) {
    this.#db = db
    this.#importId = importId
    this.#seenMs = seenAtMs
    this.#digest = digests === 'here' ? new FactDigest() : null
    this.#close = sql(db, 'update fact set toImport = ?, seenToMs = ? where id = ?')
  }

  open(keyId: number, part: string, section: Section, payload: string): void {
    this.openAll(keyId, part, new Map([[section, payload]]))
  }

  /** Opens every section of a part that says something for the first time. */
  openAll(keyId: number, part: string, sections: ReadonlyMap<Section, string>): void {
    if (part !== this.#part) this.write()
    this.#part = part
    for (const [section, payload] of sections) {
      this.#waiting.push(keyId, section, payload)
      this.#digest?.add(part, section, payload)
    }
    if (this.#waiting.length >= 3 * ROWS_AT_ONCE) this.write()
  }

  /** Writes what waits. */
  write(): void {
    if (this.#waiting.length === 0) return
    sql(this.#db, insertFactsText(this.#waiting.length / 3)).run(this.#part, this.#importId, this.#seenMs, this.#waiting)
    this.#waiting = []
  }

  /** Open facts of one key, those that were waiting too. */
  listOpen(keyId: number): FactRow[] {
    this.write()
    return listOpenFacts(this.#db, keyId)
  }

  close(factId: number): void {
    this.#close.run(this.#importId, this.#seenMs, factId)
  }

  /** Something is written that was not told, or not as it was, or told and not written. */
  notAsTold(): void {
    this.#isAsTold = false
  }

  /** Of what was written. @param told by who reads the files */
  digest(told: string | null): string {
    if (this.#digest !== null) return this.#digest.hex()
    return this.#isAsTold && told !== null ? told : digestOfImport(this.#db, this.#importId)
  }
}

/** Who keeps the digest of an import's facts: who writes them, or who reads the files. */
export type Digests = 'here' | 'by the reader'

/** Read as they lie in the table, where the facts of an import stand together: sorting them would hold all of them. */
const FACTS_IN_ORDER = `select part, section, payload from fact where +fromImport = :importId
  and id between (select min(id) from fact where fromImport = :importId) and (select max(id) from fact where fromImport = :importId) order by id`

/** The digest of an import's facts as they stand in the book: compared with the journal's by `verify`. */
export function digestOfImport(db: ReadDb, importId: number): string {
  const digest = new FactDigest()
  const rows = sql<{ part: string; section: string; payload: string }>(db, FACTS_IN_ORDER).iterate({ importId })
  for (const { part, section, payload } of rows) digest.add(part, section, payload)
  return digest.hex()
}

/** Of an import nobody sees: removes some of what it opened, then puts some back of what it closed. Returns how many. */
export function undoSomeFacts(db: WriteDb, importId: number, limit: number): number {
  const some = (column: string): string => `id in (select id from fact where ${column} = :importId limit :limit)`
  const { changes } = sql(db, `delete from fact where ${some('fromImport')}`).run({ importId, limit })
  if (changes > 0) return changes
  return sql(db, `update fact set toImport = null, seenToMs = null where ${some('toImport')}`).run({ importId, limit }).changes
}

/** Puts back what an import closed and removes what it opened. Returns the assets this touches. */
export function undoFacts(db: WriteDb, importId: number): Set<number> {
  const touched = sql<{ assetId: number }>(
    db,
    `select distinct k.assetId from fact f join asset_key k on k.id = f.keyId where f.fromImport = :importId or f.toImport = :importId`,
  ).all({ importId })
  sql(db, 'delete from fact where fromImport = ?').run(importId)
  sql(db, 'update fact set toImport = null, seenToMs = null where toImport = ?').run(importId)
  return new Set(touched.map((row) => row.assetId))
}
