import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { createJobPool } from './pool.ts'

const NOTHING = { importId: null }

/** A pool, and work that goes on until it is released. */
function busyPool() {
  let count = 0
  const begun: string[] = []
  const pool = createJobPool({
    newTask: ({ kind }) => {
      begun.push(kind)
      throw new AppError('book-locked', 'No thread is started here.')
    },
    now: () => 0,
    randomId: () => `job ${(count += 1)}`,
    onProgress: () => undefined,
    explain: (error) =>
      error instanceof AppError && error.code === 'book-locked' ? new AppError('book-locked', 'By the app.', { holder: 'app' }) : error,
    reportBug: (error) => {
      throw error
    },
  })
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const endless = () => released.then(() => NOTHING)
  return { pool, begun, endless, release: () => release() }
}
const quick = () => Promise.resolve(NOTHING)

it('does what writes in turn, and what only reads meanwhile', async () => {
  const { pool, endless, release } = busyPool()
  const importing = pool.start('apply', 'Importing', endless)
  const editing = pool.start('rebuild', 'Changing', quick)
  const checking = pool.start('rebuild', 'Checking', quick, 'beside')
  expect((await pool.wait(checking)).state).toBe('done')
  expect([importing, editing].map((id) => pool.get(id).state)).toEqual(['running', 'running'])
  release()
  expect((await pool.wait(editing)).state).toBe('done')
})

it('is drained when all has ended, what only reads too', async () => {
  const { pool, endless, release } = busyPool()
  const checking = pool.start('rebuild', 'Checking', endless, 'beside')
  const drained = pool.drain().then(() => pool.get(checking).state)
  release()
  expect(await drained).toBe('done')
  expect(pool.hasRunning()).toBe(false)
})

it('goes on with housekeeping when what only read has ended', async () => {
  const { pool, begun, endless, release } = busyPool()
  const checking = pool.start('rebuild', 'Checking', endless, 'beside')
  pool.tidy({ kind: 'tidy' })
  await wait(60)
  expect(begun).toEqual([])
  release()
  await pool.wait(checking)
  await wait(60)
  expect(begun).toEqual(['tidy'])
})

it('says of what a thread could not do as the open book says it: who holds a lock', async () => {
  const { pool } = busyPool()
  const jobId = pool.start('apply', 'Importing', ({ run }) => run({ kind: 'quick-check' }).then(() => NOTHING))
  expect((await pool.wait(jobId)).error).toEqual({ code: 'book-locked', message: 'By the app.', details: { holder: 'app' } })
})
