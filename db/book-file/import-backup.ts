import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ReadDb, sql } from '../connection.ts'
import { listCopiesBeside, nextCopyBeside } from './copies-beside.ts'
import { saveCopy } from './copy.ts'
import { readSizeBytes } from './info.ts'

/** Larger books take too long to copy before each import; the person is told instead. */
const LARGEST_BYTES = 200 * 1024 * 1024
/** Copies made before imports that are kept; undo reaches further back. */
const KEPT = 2

export type ImportBackup = 'made' | 'nothing-to-lose' | 'too-large'

/** A copy of its own beside the book (`name.2026-11-23T0130.before-import.stewardbook`) before an import writes to it. */
export function backUpBeforeImport(book: { readonly path: string; readonly read: ReadDb }, nowMs: number): ImportBackup {
  const hasContent =
    sql(book.read, `select 1 from "import" where status = 'visible' union all select 1 from decision limit 1`).get() !== undefined
  if (!hasContent) return 'nothing-to-lose'
  if (readSizeBytes(book.read) > LARGEST_BYTES) return 'too-large'
  saveCopy(book, nextCopyBeside(book.path, 'before-import', nowMs))
  const copies = listCopiesBeside(book.path).filter(({ kind }) => kind === 'before-import')
  for (const { name } of copies.slice(0, -KEPT)) rmSync(join(dirname(book.path), name), { force: true })
  return 'made'
}
