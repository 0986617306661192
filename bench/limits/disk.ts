import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Numbers } from '../probe.ts'

/** What search, counts and the program itself keep beside the rows. */
const BESIDE = /^(sqlite_|asset_search|asset_name_search|search_doc$|column_name$|facet_count$|cost_month$|lease$|migration$)/

/** The rows of a finished book in bare tables: no index, no search, nothing counted ahead. */
export function run({ book, folder }: { readonly book: string; readonly folder: string }): Numbers {
  const path = join(folder, `bare-${process.pid}.db`)
  const db = new Database(path)
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.prepare('attach ? as book').run(book)
  const names = db.prepare(`select name from book.sqlite_schema where type = 'table'`).pluck().all() as string[]
  for (const name of names.filter((one) => !BESIDE.test(one))) db.exec(`create table main."${name}" as select * from book."${name}"`)
  db.close()
  return { sizeMb: statSync(path).size / 1e6 }
}
