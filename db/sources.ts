import { type ReadDb, sql, type WriteDb } from './connection.ts'

export type SourceRow = {
  readonly id: number
  readonly identity: string
  readonly format: string
  readonly name: string
  readonly target: string | null
  readonly place: string | null
  readonly options: string
  readonly metaMapping: string
  readonly staleAfterDays: number | null
  readonly createdAtMs: number
}

const COLUMNS = 'id, identity, format, name, target, place, options, metaMapping, staleAfterDays, createdAtMs'

export function listSources(db: ReadDb): SourceRow[] {
  return sql<SourceRow>(db, `select ${COLUMNS} from source order by id`).all()
}

export function findSource(db: ReadDb, id: number): SourceRow | undefined {
  return sql<SourceRow>(db, `select ${COLUMNS} from source where id = ?`).get(id)
}

export function findSourceByIdentity(db: ReadDb, identity: string): SourceRow | undefined {
  return sql<SourceRow>(db, `select ${COLUMNS} from source where identity = ?`).get(identity)
}

/** Active assets that a source tells of. */
export function countAssetsOfSource(db: ReadDb, sourceId: number): number {
  return (
    sql<{ n: number }>(
      db,
      `select count(*) n from asset where status = 'active' and id in (select assetId from asset_key where sourceId = ?)`,
    ).get(sourceId)?.n ?? 0
  )
}

export function insertSource(
  db: WriteDb,
  source: {
    identity: string
    format: string
    name: string
    target: string | null
    place: string | null
    options: string
    createdAtMs: number
  },
): number {
  return Number(
    sql(
      db,
      `insert into source (identity, format, name, target, place, options, metaMapping, createdAtMs) values (?, ?, ?, ?, ?, ?, '[]', ?)`,
    ).run(source.identity, source.format, source.name, source.target, source.place, source.options, source.createdAtMs).lastInsertRowid,
  )
}

export type SourceSettings = Pick<SourceRow, 'name' | 'place' | 'options' | 'metaMapping' | 'staleAfterDays'>

export function updateSource(db: WriteDb, id: number, settings: SourceSettings): void {
  sql(db, 'update source set name = ?, place = ?, options = ?, metaMapping = ?, staleAfterDays = ? where id = ?').run(
    settings.name,
    settings.place,
    settings.options,
    settings.metaMapping,
    settings.staleAfterDays,
    id,
  )
}

/** The source of what people set up by hand. Made when first needed. */
export function ensureHandSource(db: WriteDb, nowMs: number): SourceRow {
  const found = findSourceByIdentity(db, 'hand')
  if (found !== undefined) return found
  insertSource(db, {
    identity: 'hand',
    format: 'hand',
    name: 'Set up by hand',
    target: null,
    place: null,
    options: '{}',
    createdAtMs: nowMs,
  })
  const made = findSourceByIdentity(db, 'hand')
  if (made === undefined) throw new Error('the hand source is missing right after it was made')
  return made
}
