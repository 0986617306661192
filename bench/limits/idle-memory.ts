import type { Numbers } from '../probe.ts'
import { settledRssMb } from '../settle.ts'
import { FIRST_PAGE, openBare } from './bare.ts'

/** Node with SQLite and an open book. */
export async function run({ book }: { readonly book: string }): Promise<Numbers> {
  const db = openBare(book)
  db.prepare(FIRST_PAGE).all()
  const rssMb = await settledRssMb()
  db.close()
  return { rssMb }
}
