import { describe, expect, it } from 'vitest'
import type { IntakeItem, IntakeRunResult } from '#core/importers/intake'
import { ask } from './testing/ask.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

const PIPELINE = 'pipeline.shop.shop'
const CHECK = 'check.shop.not_null_id'

type Told = Partial<Omit<IntakeRunResult, 'kind'>> & { readonly name: string }

function run(id: string, endedAtMs: number | null, results: readonly Told[]): IntakeItem[] {
  return [
    {
      kind: 'run',
      externalId: id,
      pipelineName: PIPELINE,
      command: 'build',
      startedAtMs: endedAtMs === null ? null : endedAtMs - 500,
      endedAtMs,
      status: 'success',
      extras: { target: 'prod' },
    },
    ...results.map(
      (result): IntakeItem => ({
        kind: 'run-result',
        runExternalId: id,
        sourceStatus: 'pass',
        outcome: 'pass',
        startedAtMs: endedAtMs === null ? null : endedAtMs - 100,
        endedAtMs,
        durationSeconds: 0.1,
        failures: 0,
        message: null,
        rowsAffected: null,
        bytesProcessed: null,
        adapterResponse: {},
        extras: {},
        fileIndex: 0,
        position: `results/${result.name}`,
        ...result,
      }),
    ),
  ]
}

async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    thing('pipeline', 'shop'),
    dataset('orders'),
    thing('check', 'not_null_id', {
      check: { datasetName: 'model.shop.orders', columnName: 'id' },
      sql: { raw: 'select 1', compiled: null, language: 'sql' },
    }),
  ])
  return book
}

describe('assets.results', () => {
  it('lists every result of a check, newest first, those without an end last, page by page', async () => {
    const book = await shop()
    const ends = [3000, 1000, null, 2000, 2000, null]
    for (const [index, end] of ends.entries()) {
      const failures = index === 0 ? { outcome: 'fail' as const, sourceStatus: 'fail', failures: 3, message: 'Got 3 results' } : {}
      await tell(book, run(`r${index}`, end, [{ name: CHECK, ...failures }]), { covers: [] })
    }
    const whole = await ask(book, 'assets', 'results', { key: CHECK })
    expect(whole.items.map((item) => [item.runId, item.endedAtMs])).toEqual([
      ['r0', 3000],
      ['r4', 2000],
      ['r3', 2000],
      ['r1', 1000],
      ['r5', null],
      ['r2', null],
    ])
    expect([whole.total, whole.nextCursor]).toEqual([6, null])
    expect(whole.items[0]).toEqual({
      runId: 'r0',
      command: 'build',
      sourceName: 'shop',
      importId: 2,
      outcome: 'fail',
      sourceStatus: 'fail',
      startedAtMs: 2900,
      endedAtMs: 3000,
      durationSeconds: 0.1,
      failures: 3,
      message: 'Got 3 results',
      rowsAffected: null,
      bytesProcessed: null,
      adapterResponse: {},
    })
    for (const limit of [1, 2, 4, 5]) {
      const seen: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await ask(book, 'assets', 'results', { key: CHECK, limit, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...page.items.map((item) => item.runId))
        cursor = page.nextCursor
      }
      expect(seen).toEqual(whole.items.map((item) => item.runId))
    }
  })

  it('tells when a dataset was built, with rows and bytes', async () => {
    const book = await shop()
    const built = {
      name: 'model.shop.orders',
      outcome: 'success' as const,
      sourceStatus: 'success',
      failures: null,
      rowsAffected: 42,
      bytesProcessed: 4096,
      adapterResponse: { code: 'SELECT' },
    }
    await tell(book, run('r1', 1000, [built]), { covers: [] })
    expect((await ask(book, 'assets', 'results', { key: 'orders' })).items).toMatchObject([
      { outcome: 'success', rowsAffected: 42, bytesProcessed: 4096, adapterResponse: { code: 'SELECT' } },
    ])
    expect(await ask(book, 'assets', 'results', { key: CHECK })).toEqual({ items: [], total: 0, nextCursor: null })
  })
})

describe('assets.runs', () => {
  it('lists the runs of a pipeline, newest first, page by page', async () => {
    const book = await shop()
    for (const [id, end] of [
      ['a', 2000],
      ['b', null],
      ['c', 3000],
    ] as const)
      await tell(book, run(id, end, []), { covers: [] })
    const first = await ask(book, 'assets', 'runs', { key: PIPELINE, limit: 2 })
    expect([first.items.map((item) => item.runId), first.total]).toEqual([['c', 'a'], 3])
    expect(first.items[0]).toMatchObject({
      status: 'success',
      command: 'build',
      startedAtMs: 2500,
      endedAtMs: 3000,
      extras: { target: 'prod' },
    })
    const next = await ask(book, 'assets', 'runs', { key: PIPELINE, limit: 2, cursor: first.nextCursor ?? '' })
    expect([next.items.map((item) => item.runId), next.nextCursor]).toEqual([['b'], null])
    await expect(ask(book, 'assets', 'runs', { key: 'orders' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('the SQL of a check is there as that of a dataset is', async () => {
  const book = await shop()
  expect(await ask(book, 'assets', 'get', { key: CHECK })).toMatchObject({ hasSql: true, about: { column: 'id' } })
  expect(await ask(book, 'assets', 'sql', { key: CHECK })).toEqual({ raw: 'select 1', compiled: null, language: 'sql', isCut: false })
})

it('names in no import are listed whole', async () => {
  const book = smallBook()
  const gone = Array.from({ length: 450 }, (_, index) => `source.shop.gone_${String(index).padStart(3, '0')}`)
  await tell(book, [dataset('orders', { upstream: gone })])
  const { missingUpstream, missingUpstreamTotal } = await ask(book, 'datasets', 'get', { key: 'orders' })
  expect([missingUpstream.length, missingUpstreamTotal]).toEqual([200, 450])
  const seen: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await ask(book, 'lineage', 'missing', { key: 'orders', limit: 200, ...(cursor === undefined ? {} : { cursor }) })
    expect(page.total).toBe(450)
    seen.push(...page.items)
    cursor = page.nextCursor
  }
  expect(seen).toEqual(gone)
})
