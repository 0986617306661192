import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import type { AssetKind } from '#core/assets/kinds'
import { resolveKey } from './asset-names.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('orders'),
    dataset('customers'),
    dataset('Payments', { fields: { relation: '"shop"."main"."payments_v2"' } }),
    dataset('raw_orders', { name: 'source.shop.raw.orders', fields: { name: 'orders', schema: 'raw', relation: '"shop"."raw"."orders"' } }),
    dataset('events', { fields: { relation: '`acme-prod.web.events`', database: 'acme-prod', schema: 'web' } }),
    dataset('a.b'),
    dataset('sizes', { fields: { relation: '"Shop"."Größen"."Maße [cm]_v2"' } }),
    dataset('dashes', { fields: { relation: '"shop"."main"."--"' } }),
    thing('exposure', 'board'),
    thing('semantic_model', 'customers'),
    thing('metric', 'revenue'),
    thing('metric', 'board'),
  ])
  return book
}

function failing(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('no error')
}

describe('resolveKey', () => {
  it.each([
    ['dbt:shop/model.shop.orders', 'model.shop.orders'],
    ['model.shop.orders', 'model.shop.orders'],
    ['shop.main.orders', 'model.shop.orders'],
    ['SHOP.Main."ORDERS"', 'model.shop.orders'],
    ['"shop"."main"."orders"', 'model.shop.orders'],
    ['[shop].[raw].[orders]', 'source.shop.raw.orders'],
    ['raw.orders', 'source.shop.raw.orders'],
    [' main.customers ', 'model.shop.customers'],
    ['customers', 'model.shop.customers'],
    ['CUSTOMERS', 'model.shop.customers'],
    ['payments', 'model.shop.Payments'],
    ['shop.main.payments_v2', 'model.shop.Payments'],
    ['main.payments_v2', 'model.shop.Payments'],
    ['payments_v2', 'model.shop.Payments'],
    ['`acme-prod.web.events`', 'model.shop.events'],
    ['acme-prod.web.events', 'model.shop.events'],
    ['web.events', 'model.shop.events'],
    ['a.b', 'model.shop.a.b'],
    ['größen."maße cm_v2"', 'model.shop.sizes'],
    ['--', 'model.shop.dashes'],
    ['revenue', 'metric.shop.revenue'],
    ['exposure.shop.board', 'exposure.shop.board'],
  ])('%s is %s', async (text, name) => {
    const { deps } = await shop()
    expect(resolveKey(deps.read, text).key).toBe(`dbt:shop/${name}`)
  })

  it('lists the candidates of a name that fits several', async () => {
    const { deps } = await shop()
    const error = failing(() => resolveKey(deps.read, 'orders'))
    expect(error.code).toBe('ambiguous')
    expect(error.details['candidates']).toEqual(['dbt:shop/model.shop.orders', 'dbt:shop/source.shop.raw.orders'])
    expect(failing(() => resolveKey(deps.read, 'board')).code).toBe('ambiguous')
    expect(resolveKey(deps.read, 'board', ['exposure']).kind).toBe('exposure')
  })

  it('prefers what is still there, and the exact spelling', async () => {
    const book = await shop()
    await tell(book, [
      dataset('orders'),
      dataset('Orders', { name: 'model.shop.Orders2', fields: { schema: 'x', relation: null as unknown as string } }),
    ])
    expect(resolveKey(book.deps.read, 'orders').key).toBe('dbt:shop/model.shop.orders')
    expect(resolveKey(book.deps.read, 'Orders').key).toBe('dbt:shop/model.shop.Orders2')
    // Retired, but the only one of its name.
    expect(resolveKey(book.deps.read, 'revenue').key).toBe('dbt:shop/metric.shop.revenue')
  })

  it('names what is near a name that does not exist', async () => {
    const { deps } = await shop()
    const error = failing(() => resolveKey(deps.read, 'main.custommers'))
    expect(error.code).toBe('not-found')
    expect(error.details['near']).toEqual(['customers'])
    expect(failing(() => resolveKey(deps.read, 'order')).details['near']).toEqual(['orders'])
    expect(failing(() => resolveKey(deps.read, 'zzz')).details['near']).toEqual([])
  })

  it('says when the thing is of another kind', async () => {
    const { deps } = await shop()
    expect(failing(() => resolveKey(deps.read, 'exposure.shop.board', ['dataset'])).message).toBe(
      '“exposure.shop.board” is listed as exposure, not as dataset.',
    )
  })

  it.each(['', '.', '..', '"', '``', '[', "'; drop table asset; --", '\u0000', '%', '_'.repeat(2000)])(
    'takes %j for an unknown name',
    async (text) => {
      const { deps } = await shop()
      for (const kinds of [undefined, ['dataset'] as const]) {
        expect(failing(() => resolveKey(deps.read, text, kinds as readonly AssetKind[] | undefined)).code).toBe('not-found')
      }
    },
  )
})
