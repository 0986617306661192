import { commit, type GetBook } from '../deps.ts'
import type { JobWork } from '../jobs/pool.ts'
import { type ApplyRequest, rememberLook } from './run-import.ts'

/**
 * Makes a pending import visible, beside the thread that answers; where its files are known already, only notes that they
 * were looked at, which waits for no other program's import.
 * @throws AppError as applyImport and rememberLook do
 */
export async function applyPending(book: GetBook, work: JobWork, { pending, sameAs }: Omit<ApplyRequest, 'author'>): Promise<void> {
  if (pending.isUnchanged) commit(book(), ['sources', 'imports'], (write) => rememberLook(write, pending))
  else await work.run({ kind: 'apply', pending, sameAs })
}
