import { join } from 'node:path'
import type { Numbers } from '../probe.ts'
import { insertRows, readRows } from './book-rows.ts'
import { parseManifest } from './parse-json.ts'

/** Reading, JSON.parse, and raw prepared inserts of every row a book holds that was made of nothing else. */
export function run({ path, book, folder }: { readonly path: string; readonly book: string; readonly folder: string }): Numbers {
  const { parseMs } = parseManifest(path)
  const { insertMs, rows } = insertRows(join(folder, `rows-${process.pid}.db`), readRows(book))
  return { importMs: parseMs + insertMs, parseMs, insertMs, rows }
}
