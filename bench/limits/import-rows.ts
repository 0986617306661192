import { join } from 'node:path'
import type { Numbers } from '../probe.ts'
import { insertRows, readRows } from './book-rows.ts'

/** Raw prepared inserts of every row of a finished book. */
export function run({ book, folder }: { readonly book: string; readonly folder: string }): Numbers {
  return insertRows(join(folder, `rows-${process.pid}.db`), readRows(book))
}
