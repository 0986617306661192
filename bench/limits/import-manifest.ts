import Database from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Numbers, peakRssMb } from '../probe.ts'

/** Only what is inserted. */
type Column = { readonly name: string; readonly data_type: string | null; readonly description: string }
type Node = {
  readonly unique_id: string
  readonly resource_type: string
  readonly name: string
  readonly schema?: string
  readonly description?: string
  readonly relation_name?: string
  readonly tags?: readonly string[]
  readonly columns?: Readonly<Record<string, Column>>
  readonly depends_on?: { readonly nodes: readonly string[] }
  readonly attached_node?: string
  readonly column_name?: string
  readonly test_metadata?: { readonly name: string }
  readonly raw_code?: string
  readonly compiled_code?: string
}
type Manifest = { readonly nodes: Readonly<Record<string, Node>>; readonly sources: Readonly<Record<string, Node>> }

const TABLES = `
  create table dataset (id integer primary key, uid text unique, kind text, name text, "schema" text, relation text, description text);
  create table col (datasetId integer, ordinal integer, name text, type text, description text, primary key (datasetId, ordinal)) without rowid;
  create table edge (upId integer, downId integer, primary key (upId, downId)) without rowid;
  create table "check" (id integer primary key, uid text unique, datasetId integer, col text, type text, name text);
  create table code (id integer primary key, uid text, raw text, compiled text);
  create virtual table words using fts5(name, columns, description, tags, owner, relation,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')`

/**
 * Reading, JSON.parse and raw prepared inserts of the same datasets, columns, links, checks, SQL and words into the fewest tables that
 * hold them once: no history, no sources, no lists. In one transaction.
 */
export function run({ path, folder }: { readonly path: string; readonly folder: string }): Numbers {
  const startedAt = performance.now()
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const parsedAt = performance.now()
  const db = new Database(join(folder, `bare-${process.pid}.db`))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('cache_size = -65536')
  db.exec(TABLES)
  const rows = db.transaction(() => insertAll(db, manifest))()
  const endedAt = performance.now()
  db.close()
  return { importMs: endedAt - startedAt, insertMs: endedAt - parsedAt, rows, peakRssMb: peakRssMb() }
}

function insertAll(db: Database.Database, manifest: Manifest): number {
  const all = [...Object.values(manifest.nodes), ...Object.values(manifest.sources)]
  const tables = all.filter((node) => node.resource_type !== 'test')
  const ids = insertTables(db, tables)
  return insertParts(db, tables, ids) + insertChecks(db, all, ids)
}

function insertTables(db: Database.Database, tables: readonly Node[]): Map<string, number> {
  const insert = db.prepare('insert into dataset (uid, kind, name, "schema", relation, description) values (?, ?, ?, ?, ?, ?)')
  const ids = new Map<string, number>()
  for (const node of tables) {
    const { lastInsertRowid } = insert.run(node.unique_id, node.resource_type, node.name, node.schema, node.relation_name, node.description)
    ids.set(node.unique_id, Number(lastInsertRowid))
  }
  return ids
}

function insertParts(db: Database.Database, tables: readonly Node[], ids: ReadonlyMap<string, number>): number {
  const column = db.prepare('insert into col values (?, ?, ?, ?, ?)')
  const edge = db.prepare('insert or ignore into edge values (?, ?)')
  const code = db.prepare('insert into code (uid, raw, compiled) values (?, ?, ?)')
  const words = db.prepare('insert into words (rowid, name, columns, description, tags, owner, relation) values (?, ?, ?, ?, ?, ?, ?)')
  let rows = 0
  for (const node of tables) {
    const id = ids.get(node.unique_id)
    const columns = Object.values(node.columns ?? {})
    columns.forEach((each, index) => column.run(id, index, each.name, each.data_type, each.description))
    for (const up of node.depends_on?.nodes ?? []) edge.run(ids.get(up), id)
    if (node.raw_code !== undefined) code.run(node.unique_id, node.raw_code, node.compiled_code)
    const text = [node.description, ...columns.map((each) => each.description)].join(' ')
    words.run(id, node.name, columns.map((each) => each.name).join(' '), text, (node.tags ?? []).join(' '), '', node.relation_name)
    rows += columns.length + (node.depends_on?.nodes.length ?? 0) + 3
  }
  return rows
}

function insertChecks(db: Database.Database, all: readonly Node[], ids: ReadonlyMap<string, number>): number {
  const insert = db.prepare('insert into "check" (uid, datasetId, col, type, name) values (?, ?, ?, ?, ?)')
  const code = db.prepare('insert into code (uid, raw) values (?, ?)')
  let rows = 0
  for (const node of all) {
    if (node.resource_type !== 'test') continue
    insert.run(node.unique_id, ids.get(node.attached_node ?? ''), node.column_name, node.test_metadata?.name, node.name)
    code.run(node.unique_id, node.raw_code)
    rows += 2
  }
  return rows
}
