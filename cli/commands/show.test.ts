import { describe, expect, test } from 'vitest'
import { createAssetHandlers } from '#services/assets'
import { createDatasetHandlers } from '#services/datasets'
import { createLineageHandlers } from '#services/lineage'
import { besideHere } from '#services/testing/beside-here'
import { dataset, smallBook, type SmallBook, tell, thing } from '#services/testing/small-book'
import { runFixture } from '../program-fixture.ts'

type Ref = { readonly key: string; readonly name: string; readonly kind: string }
type List = { readonly items: readonly Ref[]; readonly total: number }
type Shown = { readonly links: { readonly upstream: List; readonly downstream: List } } & Record<string, unknown>

async function run(book: SmallBook, ...args: string[]): Promise<string> {
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    datasets: createDatasetHandlers(book.get, besideHere(book.deps)),
    lineage: createLineageHandlers(book.get),
  }
  const { code, out, error } = await runFixture(['--book', 'shop.stewardbook', ...args], { handlers })
  expect([code, error]).toEqual([0, ''])
  return out
}
const show = async (book: SmallBook, key: string): Promise<Shown> => JSON.parse(await run(book, 'show', key, '--json')) as Shown

describe('show', () => {
  test('lists what hangs on a dataset whole, and leaves its fields as they are', async () => {
    const book = smallBook()
    const readers = Array.from({ length: 201 }, (_, index) => `reader_${String(index).padStart(3, '0')}`)
    const gone = Array.from({ length: 201 }, (_, index) => `source.shop.gone_${String(index).padStart(3, '0')}`)
    await tell(book, [
      dataset('raw'),
      dataset('orders', { upstream: ['model.shop.raw', ...gone] }),
      ...readers.map((name) => dataset(name, { upstream: ['model.shop.orders'] })),
    ])
    const shown = await show(book, 'orders')
    expect(shown.links.downstream).toEqual({
      items: readers.map((name) => ({ key: `dbt:shop/model.shop.${name}`, name, kind: 'dataset' })),
      total: 201,
    })
    expect(shown.links).toMatchObject({
      upstream: { items: [{ key: 'dbt:shop/model.shop.raw', name: 'raw', kind: 'dataset' }], total: 1 },
      missingUpstream: { items: gone, total: 201 },
    })
    // The field stands under its own name, and its provenance is of what stands there.
    expect(shown['downstream']).toEqual(readers)
    expect(shown).toMatchObject({ provenance: { downstream: { kind: 'computed' } } })
    const text = await run(book, 'show', 'orders')
    expect(text).toContain('reader_200  dataset')
    expect(text).toContain('source.shop.gone_200  in no import')
  })

  test('shows the SQL of anything that has some, and what a check looks at', async () => {
    const book = smallBook()
    const sql = { raw: 'select * from {{ ref("orders") }}\n', compiled: 'select * from orders\n', language: 'sql' }
    const about = { datasetName: 'model.shop.orders', columnName: 'id' }
    await tell(book, [dataset('orders'), thing('check', 'no_gaps', { check: about, sql })])
    expect(await show(book, 'check.shop.no_gaps')).toMatchObject({
      kind: 'check',
      about: { dataset: { key: 'dbt:shop/model.shop.orders', name: 'orders', kind: 'dataset' }, column: 'id' },
      sql: { ...sql, isCut: false },
    })
    expect(await run(book, 'show', 'check.shop.no_gaps', '--sql')).toBe('select * from orders\n')
    expect(await show(book, 'orders')).toMatchObject({ sql: null })
  })

  test('shows what a source says of a column that no field is for, by source and part', async () => {
    const book = smallBook()
    const columns = [{ name: 'code', fields: { dataType: 'varchar' }, extras: { character_maximum_length: '50' } }]
    await tell(book, [dataset('orders', { columns })])
    expect(await show(book, 'orders')).toMatchObject({
      columns: [{ name: 'code', extras: { shop: { manifest: { character_maximum_length: '50' } } } }],
    })
  })

  test('says where no SQL is known', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders')])
    const handlers = { assets: createAssetHandlers(book.get, besideHere(book.deps).beside) }
    const { code, error } = await runFixture(['--book', 'shop.stewardbook', 'show', 'orders', '--sql'], { handlers })
    expect([code, error]).toEqual([3, 'No SQL is known of “orders”.\n'])
  })
})

describe('runs', () => {
  test('lists what runs did, newest first, and says how many there are', async () => {
    const book = smallBook()
    const results = [1000, 2000, 3000].flatMap((endedAtMs, index) => [
      {
        kind: 'run' as const,
        ...{ externalId: `r${index}`, pipelineName: 'pipeline.shop.shop', command: 'build', startedAtMs: endedAtMs - 10, endedAtMs },
        ...{ status: 'success' as const, extras: {} },
      },
      {
        kind: 'run-result' as const,
        ...{ runExternalId: `r${index}`, name: 'model.shop.orders', sourceStatus: 'success', outcome: 'success' as const },
        ...{ startedAtMs: endedAtMs - 5, endedAtMs, durationSeconds: 0.005, failures: null, message: 'OK', rowsAffected: index },
        ...{ bytesProcessed: null, adapterResponse: {}, extras: {}, fileIndex: 0, position: '' },
      },
    ])
    await tell(book, [dataset('orders'), thing('pipeline', 'shop'), ...results])
    const list = JSON.parse(await run(book, 'runs', 'orders', '--newest', '2', '--json')) as { items: unknown[]; total: number }
    expect(list).toMatchObject({ items: [{ runId: 'r2', rowsAffected: 2 }, { runId: 'r1' }], total: 3 })
    expect(list.items).toHaveLength(2)
    expect(await run(book, 'runs', 'orders', '--newest', '2')).toMatch(
      /^ENDED +OUTCOME +TOOK .*\n1970-01-01T00:00:03Z +success +0\.01 s [^]*\n\nThe newest 2 of 3\.\n$/,
    )
    expect(await run(book, 'runs', 'pipeline.shop.shop')).toMatch(/^STARTED +ENDED +STATUS[^]*r2\n[^]*r1\n[^]*r0\n$/)
    expect(await run(book, 'runs', 'dbt:shop/model.shop.orders')).not.toContain('The newest')
  })
})
