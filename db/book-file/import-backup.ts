import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type ReadDb, sql } from '../connection.ts'
import { saveCopy } from './copy.ts'
import { readSizeBytes } from './info.ts'

/** Larger books take too long to copy before each import; the person is told instead. */
const LARGEST_BYTES = 200 * 1024 * 1024
/** Copies made before imports that are kept; undo reaches further back. */
const KEPT = 2

export type ImportBackup = 'made' | 'nothing-to-lose' | 'too-large'

/** A copy beside the book (`name.2026-11-23T0130.before-import.stewardbook`) before an import writes to it. */
export function backUpBeforeImport(book: { readonly path: string; readonly read: ReadDb }, nowMs: number): ImportBackup {
  const hasContent =
    sql(book.read, `select 1 from "import" where status = 'visible' union all select 1 from decision limit 1`).get() !== undefined
  if (!hasContent) return 'nothing-to-lose'
  if (readSizeBytes(book.read) > LARGEST_BYTES) return 'too-large'
  const minute = new Date(nowMs).toISOString().slice(0, 16).replace(':', '')
  const folder = dirname(book.path)
  const stem = basename(book.path, '.stewardbook')
  const target = join(folder, `${stem}.${minute}.before-import.stewardbook`)
  if (!existsSync(target)) saveCopy(book, target)
  const ours = readdirSync(folder).filter(
    (name) => name.startsWith(`${stem}.`) && /^\d{4}-\d\d-\d\dT\d{4}\.before-import\.stewardbook$/.test(name.slice(stem.length + 1)),
  )
  for (const name of ours.sort().slice(0, -KEPT)) rmSync(join(folder, name), { force: true })
  return 'made'
}
