import { type ReadDb, sql, type WriteDb } from './connection.ts'

export type ImportRow = {
  readonly id: number
  readonly sourceId: number
  readonly status: 'writing' | 'visible' | 'undone'
  readonly startedAtMs: number
  readonly finishedAtMs: number | null
  readonly generatedAtMs: number | null
  readonly seenAtMs: number
  readonly author: string
  readonly contentHash: string
  readonly receipt: string
  readonly changes: string
  readonly factDigest: string | null
  readonly sourceBefore: string | null
  readonly checkedAtMs: number | null
  readonly checkedPlace: string | null
  readonly undoneAtMs: number | null
}

const COLUMNS =
  'id, sourceId, status, startedAtMs, finishedAtMs, generatedAtMs, seenAtMs, author, contentHash, receipt, changes, factDigest, sourceBefore, ' +
  'checkedAtMs, checkedPlace, undoneAtMs'

/** Imports up to this id are what readers see. */
export function visibleImportId(db: ReadDb): number {
  return sql<{ visibleImportId: number }>(db, 'select visibleImportId from book').get()?.visibleImportId ?? 0
}

export function findImport(db: ReadDb, id: number): ImportRow | undefined {
  return sql<ImportRow>(db, `select ${COLUMNS} from "import" where id = ? and status <> 'writing'`).get(id)
}

/** The newest import of a source that still stands. */
export function findNewestImport(db: ReadDb, sourceId: number): ImportRow | undefined {
  return sql<ImportRow>(db, `select ${COLUMNS} from "import" where sourceId = ? and status = 'visible' order by id desc limit 1`).get(
    sourceId,
  )
}

/** Imports of a source that were undone and that nothing has come after: what a person took back last. Newest first. */
export function listUndoneLast(db: ReadDb, sourceId: number): ImportRow[] {
  return sql<ImportRow>(
    db,
    `select ${COLUMNS} from "import" where sourceId = :sourceId and status = 'undone'
       and id > coalesce((select max(id) from "import" where sourceId = :sourceId and status = 'visible'), 0) order by id desc`,
  ).all({ sourceId })
}

export function listImports(
  db: ReadDb,
  { sourceId, ...page }: { readonly sourceId: number | null; readonly beforeId: number; readonly limit: number },
): ImportRow[] {
  const pageOf = (wanted: string): string =>
    `select ${COLUMNS} from "import" where ${wanted} and status <> 'writing' and id < :beforeId order by id desc limit :limit`
  // Two texts: one for both would look through the imports of every source.
  if (sourceId === null) return sql<ImportRow>(db, pageOf('1')).all(page)
  return sql<ImportRow>(db, pageOf('sourceId = :sourceId')).all({ ...page, sourceId })
}

/** Which imports there are, newest first, and of which source each is. */
export function listImportIds(db: ReadDb, limit: number): { readonly id: number; readonly sourceId: number }[] {
  return sql<{ id: number; sourceId: number }>(
    db,
    `select id, sourceId from "import" where status <> 'writing' order by id desc limit ?`,
  ).all(limit)
}

export function countImports(db: ReadDb, sourceId: number | null): number {
  const count = `select count(*) n from "import" where status <> 'writing'`
  if (sourceId === null) return sql<{ n: number }>(db, count).get()?.n ?? 0
  return sql<{ n: number }>(db, `${count} and sourceId = ?`).get(sourceId)?.n ?? 0
}

/** Standing imports of the same source from this one on, newest first. */
export function listImportsFrom(db: ReadDb, sourceId: number, fromId: number): ImportRow[] {
  return sql<ImportRow>(db, `select ${COLUMNS} from "import" where sourceId = ? and id >= ? and status = 'visible' order by id desc`).all(
    sourceId,
    fromId,
  )
}

/** Imports a crash left half written. */
export function listUnfinishedImports(db: ReadDb): ImportRow[] {
  return sql<ImportRow>(db, `select ${COLUMNS} from "import" where status = 'writing' order by id`).all()
}

/**
 * Whether facts are written already that readers up to `visible` don't see. What is being written is younger than every import
 * that ever became visible: ids only grow, and whoever plans another one or takes one back first removes it.
 */
export function hasImportBeyond(db: ReadDb, visible: number): boolean {
  return sql(db, `select 1 from "import" where status = 'writing' and id > ? limit 1`).get(visible) !== undefined
}

export function insertImport(
  db: WriteDb,
  row: {
    sourceId: number
    startedAtMs: number
    generatedAtMs: number | null
    seenAtMs: number
    author: string
    sourceBefore: string | null
  },
): number {
  return Number(
    sql(
      db,
      `insert into "import" (sourceId, status, startedAtMs, generatedAtMs, seenAtMs, author, contentHash, receipt, changes, sourceBefore)
       values (?, 'writing', ?, ?, ?, ?, '', '{}', '{}', ?)`,
    ).run(row.sourceId, row.startedAtMs, row.generatedAtMs, row.seenAtMs, row.author, row.sourceBefore).lastInsertRowid,
  )
}

/** What the files of an import hold, known once they are read. */
export function setContentHash(db: WriteDb, importId: number, contentHash: string): void {
  sql(db, 'update "import" set contentHash = ? where id = ?').run(contentHash, importId)
}

/** The switch: from this statement's commit on, readers see the import. */
export function makeImportVisible(
  db: WriteDb,
  id: number,
  done: { finishedAtMs: number; receipt: string; changes: string; factDigest: string },
): void {
  sql(db, `update "import" set status = 'visible', finishedAtMs = ?, receipt = ?, changes = ?, factDigest = ? where id = ?`).run(
    done.finishedAtMs,
    done.receipt,
    done.changes,
    done.factDigest,
    id,
  )
  sql(db, 'update book set visibleImportId = ?').run(id)
}

export function markImportUndone(db: WriteDb, id: number, atMs: number): void {
  sql(db, `update "import" set status = 'undone', undoneAtMs = ? where id = ?`).run(atMs, id)
}

/** Remembers that files were looked at and found to be those of an import. `place`: as text where they were; null for uploads. */
export function markImportChecked(db: WriteDb, id: number, atMs: number, place: string | null): void {
  sql(db, 'update "import" set checkedAtMs = ?, checkedPlace = ? where id = ?').run(atMs, place, id)
}

/** Removes an import that never became visible, with its files and the originals no other import has. */
export function deleteUnfinishedImport(db: WriteDb, id: number): void {
  if (sql(db, `delete from "import" where id = ? and status = 'writing'`).run(id).changes === 0) return
  sql(db, 'delete from original where sha256 not in (select sha256 from import_file)').run()
}

/** Remembers, with an import, what its source was like before, as text; undo puts it back. */
export function setSourceBefore(db: WriteDb, id: number, text: string): void {
  sql(db, 'update "import" set sourceBefore = ? where id = ?').run(text, id)
}

export function isUnfinished(db: ReadDb, id: number): boolean {
  return sql(db, `select 1 from "import" where id = ? and status = 'writing'`).get(id) !== undefined
}

export type ImportFileRow = { readonly name: string; readonly artifact: string; readonly sizeBytes: number; readonly sha256: string }

export function listImportFiles(db: ReadDb, importId: number): ImportFileRow[] {
  return sql<ImportFileRow>(db, 'select name, artifact, sizeBytes, sha256 from import_file where importId = ? order by id').all(importId)
}

export function insertImportFile(db: WriteDb, importId: number, file: ImportFileRow): void {
  sql(db, 'insert into import_file (importId, name, artifact, sizeBytes, sha256) values (?, ?, ?, ?, ?)').run(
    importId,
    file.name,
    file.artifact,
    file.sizeBytes,
    file.sha256,
  )
}

export function hasOriginal(db: ReadDb, sha256: string): boolean {
  return sql(db, 'select 1 from original where sha256 = ?').get(sha256) !== undefined
}

export type OriginalRow = { readonly sha256: string; readonly sizeBytes: number; readonly bytes: Uint8Array }

/** A kept original as it is packed; undefined where none was kept. */
export function findOriginal(db: ReadDb, sha256: string): OriginalRow | undefined {
  return sql<OriginalRow>(db, 'select sha256, sizeBytes, bytes from original where sha256 = ?').get(sha256)
}

/** Kept originals as they are packed, one at a time. */
export function iterateOriginals(db: ReadDb): IterableIterator<{ readonly sha256: string; readonly bytes: Uint8Array }> {
  return sql<{ sha256: string; bytes: Uint8Array }>(db, 'select sha256, bytes from original order by sha256').iterate()
}

/** Imports readers see. */
export function countVisibleImports(db: ReadDb): number {
  return sql<{ n: number }>(db, `select count(*) n from "import" where status = 'visible'`).get()?.n ?? 0
}

export function insertOriginal(db: WriteDb, original: { sha256: string; sizeBytes: number; encoding: string; bytes: Uint8Array }): void {
  sql(db, 'insert or ignore into original (sha256, sizeBytes, encoding, bytes) values (?, ?, ?, ?)').run(
    original.sha256,
    original.sizeBytes,
    original.encoding,
    original.bytes,
  )
}
