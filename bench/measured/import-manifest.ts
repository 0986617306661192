import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createBook } from '#db/book-file/create'
import { openBook } from '#db/book-file/open'
import type { PendingImport } from '#services/importing/run-import'
import { createJobPool, type JobPool } from '#services/jobs/pool'
import { type Numbers, peakRssMb, timed } from '../probe.ts'

const KEEP_ORIGINAL_BYTES = 200 * 1024 * 1024

export async function run({ artifacts, folder }: { readonly artifacts: string; readonly folder: string }): Promise<Numbers> {
  const bookPath = join(folder, `${process.pid}.stewardbook`)
  const now = (): number => Date.now()
  createBook(bookPath, { name: 'Bench', currency: 'USD', nowMs: now(), author: 'Bench' })
  const book = openBook(bookPath, { holder: 'bench', nowMs: now(), author: 'Bench' })
  const pool = createJobPool({
    newTask: (task, cancelFlag) => ({
      bookPath,
      holder: 'bench',
      author: 'Bench',
      keepOriginalUpToBytes: KEEP_ORIGINAL_BYTES,
      task,
      cancelFlag,
    }),
    now,
    randomId: randomUUID,
    onProgress: () => {},
    reportBug: (error) => {
      throw error
    },
  })
  const at: number[] = []
  const importMs = await timed(async () => {
    const s = performance.now()
    const pending = await plan(pool, artifacts)
    at.push(performance.now() - s)
    await apply(pool, pending)
  })
  const peak = peakRssMb()
  const againMs = await timed(() => plan(pool, artifacts))
  book.close()
  return { importMs, planMs: at[0] ?? 0, againMs, peakRssMb: peak }
}

async function plan(pool: JobPool, artifacts: string): Promise<PendingImport> {
  let pending: PendingImport | undefined
  const entries = [{ path: artifacts, name: 'artifacts' }]
  const jobId = pool.start('import', 'plan', async (work) => {
    pending = (await work.run({
      kind: 'plan',
      entries,
      within: null,
      format: 'dbt',
      sourceId: null,
      sourceName: null,
      options: {},
      place: null,
    })) as PendingImport
    return { importId: null }
  })
  const job = await pool.wait(jobId)
  if (pending === undefined) throw new Error(job.error?.message)
  return pending
}

async function apply(pool: JobPool, pending: PendingImport): Promise<void> {
  const job = await pool.wait(
    pool.start('import', 'apply', async (work) => {
      await work.run({ kind: 'apply', pending, sameAs: [] })
      return { importId: pending.importId }
    }),
  )
  if (job.error !== null) throw new Error(job.error.message)
}
