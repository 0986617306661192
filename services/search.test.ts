import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insertImport } from '#db/imports'
import { ask } from './testing/ask.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

const column = (name: string, description?: string) => ({ name, fields: description === undefined ? {} : { description } })

async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('orders', {
      columns: [column('id'), column('customer_email', 'where receipts go')],
      fields: { description: 'One row per purchase.', ownerTeam: 'Commerce' },
    }),
    dataset('orders_daily', { upstream: ['model.shop.orders'] }),
    dataset('stg_orders', { columns: [column('order_id')] }),
    dataset('reorders'),
    dataset('customers', { columns: [column('orders_count')], fields: { tags: ['pii', 'orders'], domain: 'Sales' } }),
    dataset('payments', { fields: { ownerTeam: 'Orders Team' } }),
    dataset('events', {
      fields: { description: 'Clicks that lead to orders or to nothing, über alles.', schema: 'web', relation: '"shop"."web"."events"' },
    }),
    thing('metric', 'orders'),
    thing('exposure', 'board', { fields: { ownerTeam: 'Commerce' } }),
    thing('check', 'not_null_orders_id', { check: { datasetName: 'model.shop.orders', columnName: 'id' } }),
  ])
  return book
}

const find = (book: SmallBook, text: string, limit?: number) =>
  ask(book, 'search', 'find', limit === undefined ? { text } : { text, limit })
async function names(book: SmallBook, text: string): Promise<string[]> {
  return (await find(book, text)).items.map((hit) => `${hit.asset.kind === 'dataset' ? '' : `${hit.asset.kind} `}${hit.asset.name}`)
}
async function matched(book: SmallBook, text: string): Promise<string[]> {
  const marks = (marked: string): string => marked.replaceAll('\u0002', '<').replaceAll('\u0003', '>')
  return (await find(book, text)).items.map((hit) => `${hit.asset.name} ${hit.matched.field}: ${marks(hit.matched.text)}`)
}

describe('search.find', () => {
  it('finds docs blocks by name and by text, after what they describe', async () => {
    const book = smallBook()
    await tell(book, [
      thing('doc', 'orders', { fields: { description: 'A purchase is a basket that was paid.' } }),
      dataset('orders_daily'),
      dataset('baskets', { columns: [column('orders')] }),
    ])
    expect(await names(book, 'orders')).toEqual(['orders_daily', 'doc orders', 'baskets'])
    expect(await names(book, 'paid')).toEqual(['doc orders'])
    expect(await matched(book, 'paid')).toEqual(['orders description: A purchase is a basket that was <paid>.'])
  })

  it('puts names before columns, tags, owners and descriptions', async () => {
    const book = await shop()
    expect(await names(book, 'orders')).toEqual([
      'orders',
      'metric orders',
      'orders_daily',
      'stg_orders',
      'customers',
      'payments',
      'events',
      'reorders',
    ])
    expect(await names(book, 'ord')).toEqual([
      'orders',
      'orders_daily',
      'metric orders',
      'stg_orders',
      'customers',
      'payments',
      'events',
      'reorders',
    ])
    expect(await find(book, 'orders')).toMatchObject({ total: 8, isMore: false })
    // Enough by their words: what holds it in the middle of a word is not looked for, so there may be more.
    expect(await find(book, 'orders', 2)).toMatchObject({ total: 7, isMore: true })
  })

  it('says what matched', async () => {
    const book = await shop()
    expect(await matched(book, 'customer em')).toEqual(['orders column: <customer>_<em>ail'])
    expect(await matched(book, 'daily')).toEqual(['orders_daily name: orders_<daily>'])
    expect(await matched(book, 'pii')).toEqual(['customers tag: <pii>'])
    expect(await matched(book, 'sales')).toEqual(['customers tag: <Sales>'])
    expect(await matched(book, 'purchase')).toEqual(['orders description: One row per <purchase>.'])
    expect(await matched(book, 'receipts')).toEqual(['orders description: where <receipts> go'])
    expect(await matched(book, 'web')).toEqual(['events relation: "shop"."<web>"."events"'])
    expect(await matched(book, 'uber')).toEqual(['events description: Clicks that lead to orders or to nothing, <über> alles.'])
    expect((await matched(book, 'commerce')).sort()).toEqual(['board owner: <Commerce>', 'orders owner: <Commerce>'])
  })

  it('wants every word, the last one as far as it is typed', async () => {
    const book = await shop()
    expect(await names(book, 'orders commerce')).toEqual(['orders'])
    expect(await names(book, 'orders purch')).toEqual(['orders'])
    expect(await names(book, 'ord commerce')).toEqual([])
    expect(await names(book, 'orders nowhere')).toEqual([])
  })

  it('finds the middle of a word, keys and relation names', async () => {
    const book = await shop()
    expect(await matched(book, 'ents')).toEqual(['events name: ev<ents>', 'payments name: paym<ents>'])
    expect(await names(book, 'model.shop.stg_orders')).toEqual(['stg_orders'])
    expect(await names(book, 'dbt:shop/model.shop.stg_orders')).toEqual(['stg_orders'])
    expect((await names(book, 'shop.main.orders'))[0]).toBe('orders')
  })

  it('looks for one letter where names begin, and elsewhere only where few do', async () => {
    const book = smallBook()
    const placed = (name: string, schema: string) => dataset(name, { fields: { schema }, columns: [column('o_id')] })
    await tell(book, [placed('orders', 'main'), placed('Offers', 'oil'), placed('events', 'oil'), placed('stg_orders', 'main')])
    const find = async (limit: number) => {
      const { items, total, isMore } = await ask(book, 'search', 'find', { text: 'O', limit })
      return {
        found: items.map(({ asset, matched: { text } }) => `${asset.name}: ${text.replaceAll('\u0002', '<').replaceAll('\u0003', '>')}`),
        total,
        isMore,
      }
    }
    expect(await find(2)).toEqual({ found: ['Offers: <O>ffers', 'orders: <o>rders'], total: 2, isMore: true })
    expect(await find(5)).toMatchObject({ total: 4, isMore: false })
  })

  it('finds two letters in the middle of a word', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders'), dataset('events')])
    expect(await matched(book, 'rd')).toEqual(['orders name: o<rd>ers'])
  })

  it('takes words joined by a sign for a piece of a name', async () => {
    const book = smallBook()
    const among = ['visit_daily_customers', 'visit_weekly_cost', 'visit_hourly_count', 'dim_visit_changes']
    await tell(
      book,
      among.map((name) => dataset(name, { columns: [column('visit_c')], fields: { schema: 'fct_visit_c', relation: name } })),
    )
    expect((await names(book, '_visit_c'))[0]).toBe('dim_visit_changes')
    expect(await names(book, 'visit_c')).toHaveLength(4)
  })

  it('forgives one mistake in a name when little else is found', async () => {
    const book = await shop()
    expect(await matched(book, 'custmers')).toEqual(['customers name: <customers>'])
    expect(await matched(book, 'paymnets')).toEqual(['payments name: <payments>'])
    expect(await matched(book, 'orders dialy')).toEqual(['orders_daily name: <orders>_<daily>'])
    expect(await names(book, 'cstmers')).toEqual([])
    await tell(book, [dataset('lead'), dataset('prénoms_clients')])
    expect(await matched(book, 'leda')).toEqual(['lead name: <lead>'])
    expect(await matched(book, 'prenoms cliens')).toEqual(['prénoms_clients name: <prénoms>_<clients>'])
  })

  it('marks pieces of a name as they were typed, and a mistake in the schema', async () => {
    const book = await shop()
    await tell(book, [dataset('dim_visit_changes', { fields: { schema: 'marketing' } })])
    expect(await matched(book, 'sit_ch')).toEqual(['dim_visit_changes name: dim_vi<sit_ch>anges'])
    expect(await matched(book, 'dim_visit')).toEqual(['dim_visit_changes name: <dim_visit>_changes'])
    expect(await matched(book, 'markting visit')).toEqual(['dim_visit_changes relation: <marketing>.dim_<visit>_changes'])
  })

  it('names the column whose name or description it is', async () => {
    const book = await shop()
    const columns = async (text: string) => (await find(book, text)).items.map((hit) => hit.matched.column)
    expect(await columns('customer em')).toEqual(['customer_email'])
    expect(await columns('tomer_em')).toEqual(['customer_email'])
    expect(await columns('receipts')).toEqual(['customer_email'])
    expect(await columns('purchase')).toEqual([null])
    expect(await columns('daily')).toEqual([null])
  })

  it('follows decisions, retirement and undone previews', async () => {
    const book = await shop()
    await tell(book, [dataset('orders', { fields: { name: 'purchases' } }), dataset('orders_daily')])
    expect(await names(book, 'purchases')).toEqual(['purchases'])
    const hit = (await find(book, 'stg_orders')).items[0]
    expect(hit?.asset.status).toBe('retired')
    // The metric is called exactly so, but is gone.
    expect((await names(book, 'orders'))[0]).toBe('orders_daily')
  })

  it('does not show or count what an import has not made visible', async () => {
    const book = await shop()
    insertImport(book.write, {
      sourceId: 1,
      startedAtMs: 1,
      generatedAtMs: null,
      seenAtMs: 1,
      author: 'x',
      sourceBefore: null,
    })
    book.write
      .prepare(
        `insert into asset_search (rowid, name, columns, description, tags, owner, relation) values (999, 'orders_new', '', '', '', '', '')`,
      )
      .run()
    expect(await names(book, 'orders_new')).toEqual([])
    expect((await find(book, 'orders_new')).total).toBe(0)
    expect((await find(book, 'orders', 2)).total).toBe(7)
  })

  it('takes anything a person may type', async () => {
    const book = await shop()
    const hostile = [
      '"',
      '""',
      '*',
      '^',
      'a AND',
      'NEAR(',
      'name:orders',
      '{name} : x',
      '-',
      '(',
      "'; drop table asset",
      '\u0000',
      'a\u0000b',
      '\ud800',
      '%',
      '_',
      '+'.repeat(200),
      '"*'.repeat(100),
      'orders*',
      'OR',
      'NOT',
      '\u0301',
      '😀',
    ]
    for (const text of hostile) await expect(find(book, text)).resolves.toHaveProperty('items')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
          fc.string({ unit: fc.constantFrom(...'"*^():{}+-_ aord\u0000NEARANDOT'), minLength: 1, maxLength: 30 }),
        ),
        async (text) => {
          const { items, total } = await find(book, text.slice(0, 200))
          expect(total).toBeGreaterThanOrEqual(items.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})
