import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { createTidying, type Tidying } from './tidying.ts'

const TASK = { kind: 'tidy' } as const

/** Housekeeping that takes three turns, and what became of it. */
function slowHousekeeping(fail?: () => Error): { tidying: Tidying; told: string[]; work: { isBusy: boolean } } {
  const told: string[] = []
  const work = { isBusy: false }
  const tidying = createTidying({
    isBusy: () => work.isBusy,
    run: async (_, cancelFlag) => {
      told.push('begins')
      for (let turn = 0; turn < 3; turn += 1) {
        await wait(1)
        if (fail !== undefined) throw fail()
        if (Atomics.load(new Int32Array(cancelFlag), 0) === 0) continue
        told.push('is ended')
        throw new AppError('cancelled', 'Stopped.')
      }
      told.push('is done')
    },
    reportBug: (error) => told.push(String(error)),
  })
  return { tidying, told, work }
}

const soon = (): Promise<unknown> => wait(60)

it('runs once however often it is wanted meanwhile, and again when it is wanted after that', async () => {
  const { tidying, told } = slowHousekeeping()
  tidying.want(TASK)
  tidying.want(TASK)
  await soon()
  expect(told).toEqual(['begins', 'is done'])
  tidying.want({ ...TASK })
  await soon()
  expect(told).toHaveLength(4)
})

it('waits while something is at work, is ended by it, and goes on after it', async () => {
  const { tidying, told, work } = slowHousekeeping()
  work.isBusy = true
  tidying.want(TASK)
  await soon()
  expect(told).toEqual([])
  work.isBusy = false
  tidying.goOn()
  work.isBusy = true
  await tidying.end()
  expect(told).toEqual(['begins', 'is ended'])
  work.isBusy = false
  tidying.goOn()
  await soon()
  expect(told).toEqual(['begins', 'is ended', 'begins', 'is done'])
})

it('is not tried again at once where it failed; only a bug is reported', async () => {
  const busy = slowHousekeeping(() => new AppError('book-locked', 'Another program writes.'))
  busy.tidying.want(TASK)
  const broken = slowHousekeeping(() => new Error('broken'))
  broken.tidying.want(TASK)
  await soon()
  expect([busy.told, broken.told]).toEqual([['begins'], ['begins', 'Error: broken']])
})

it('is over with the book', async () => {
  const { tidying, told } = slowHousekeeping()
  tidying.want(TASK)
  tidying.forget()
  await tidying.end()
  await soon()
  expect(told).toEqual(['begins', 'is ended'])
})
