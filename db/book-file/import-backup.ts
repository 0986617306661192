import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type ReadDb, sql } from '../connection.ts'
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
  const folder = dirname(book.path)
  const stem = basename(book.path, '.stewardbook')
  const minute = new Date(nowMs).toISOString().slice(0, 16).replace(':', '')
  const before = listCopies(folder, stem)
  // On from the last of this minute, not into a gap: the name says which is newer.
  const number = 1 + Math.max(0, ...before.filter((copy) => copy.minute === minute).map((copy) => copy.number))
  saveCopy(book, join(folder, `${stem}.${minute}${number === 1 ? '' : `-${number}`}.before-import.stewardbook`))
  for (const { name } of listCopies(folder, stem).slice(0, -KEPT)) rmSync(join(folder, name), { force: true })
  return 'made'
}

type Copy = { readonly name: string; readonly minute: string; readonly number: number }

/** The copies made before imports of the book of this name, oldest first. */
function listCopies(folder: string, stem: string): readonly Copy[] {
  const copies = readdirSync(folder).flatMap((name): Copy[] => {
    if (!name.startsWith(`${stem}.`)) return []
    const found = /^(\d{4}-\d\d-\d\dT\d{4})(?:-(\d+))?\.before-import\.stewardbook$/.exec(name.slice(stem.length + 1))
    return found === null ? [] : [{ name, minute: found[1] ?? '', number: Number(found[2] ?? '1') }]
  })
  return copies.sort((a, b) => (a.minute === b.minute ? a.number - b.number : a.minute < b.minute ? -1 : 1))
}
