import { expect, test } from 'vitest'
import type { IntakeColumnLink } from '#core/importers/intake'
import { ask } from './testing/ask.ts'
import { dataset, entry, smallBook, type SmallBook, tell } from './testing/small-book.ts'

const columns = (...names: string[]) => names.map((name) => ({ name, fields: { dataType: 'text' } }))
const from = (upstream: string, upstreamColumn: string, downstreamColumn: string): IntakeColumnLink => ({
  upstream,
  upstreamColumn,
  downstreamColumn,
})
const key = (name: string): string => `dbt:shop/model.shop.${name}`

/** raw → orders → revenue, with a list that says which of their columns are linked. */
async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('raw', { columns: columns('ID', 'amount') }),
    dataset('orders', { columns: columns('id', 'total', 'note') }),
    dataset('revenue', { columns: columns('total', 'share') }),
  ])
  await tellLinks(book, 'lineage', [
    ['shop.main.raw', []],
    [
      'shop.main.orders',
      [from('shop.main.raw', 'id', 'ID'), from('shop.main.raw', 'amount', 'total'), from('shop.main.raw', 'Fee', 'total')],
    ],
    ['shop.main.revenue', [from('shop.main.orders', 'total', 'total'), from('shop.main.orders', 'total', 'share')]],
  ])
  return book
}

const tellLinks = (book: SmallBook, name: string, told: readonly (readonly [string, readonly IntakeColumnLink[]])[]) =>
  tell(
    book,
    told.map(([downstream, columnLinks]) =>
      entry({
        name: downstream,
        part: 'links',
        fields: { name: downstream },
        upstream: [...new Set(columnLinks.map(({ upstream }) => upstream))],
        columnLinks,
      }),
    ),
    { source: { format: 'links', name }, covers: [{ part: 'links', names: { kind: 'none' } }] },
  )

const links = (book: SmallBook, of: string, column: string, direction: 'up' | 'down', more: { limit?: number; cursor?: string } = {}) =>
  ask(book, 'lineage', 'columnLinks', { key: of, column, direction, ...more })
const shown = ({ items }: Awaited<ReturnType<typeof links>>): string[] =>
  items.map(({ dataset: { name }, column, isKnown, sourceNames }) => `${name}.${column}${isKnown ? '' : '?'} ${sourceNames.join()}`)

test('says of each column how many it comes from and feeds, and nothing where nobody tells', async () => {
  const book = await shop()
  const counts = async (name: string) =>
    (await ask(book, 'datasets', 'columns', { key: key(name) })).items.map((column) => [
      column.name,
      column.upstreamCount,
      column.downstreamCount,
    ])
  expect(await counts('raw')).toEqual([
    ['ID', null, 1],
    ['amount', null, 1],
  ])
  expect(await counts('orders')).toEqual([
    ['id', 1, null],
    ['total', 2, 2],
    ['note', null, null],
  ])
})

test('lists them as their datasets spell them; one that no source tells of is spelled as told, and marked', async () => {
  const book = await shop()
  const up = await links(book, 'orders', 'TOTAL', 'up')
  expect(up).toMatchObject({ total: 2, nextCursor: null, dataset: { key: key('orders') }, column: 'total', isKnown: true })
  expect(shown(up)).toEqual(['raw.amount lineage', 'raw.Fee? lineage'])
  expect(shown(await links(book, 'orders', 'id', 'up'))).toEqual(['raw.ID lineage'])
  expect(shown(await links(book, 'orders', 'total', 'down'))).toEqual(['revenue.share lineage', 'revenue.total lineage'])
  // What a link alone names can be asked for too.
  const fee = await links(book, 'raw', 'fee', 'down')
  expect(fee).toMatchObject({ column: 'fee', isKnown: false })
  expect(shown(fee)).toEqual(['orders.total lineage'])
  expect(await links(book, 'orders', 'note', 'up')).toMatchObject({ items: [], total: 0, isKnown: true })
  await expect(links(book, 'orders', 'nothing', 'up')).rejects.toMatchObject({ code: 'not-found' })
})

test('names every source that tells a link, and goes on where a page ends', async () => {
  const book = await shop()
  await tellLinks(book, 'by hand', [
    ['raw', []],
    ['orders', [from('raw', 'AMOUNT', 'total'), from('raw', 'id', 'total')]],
  ])
  const first = await links(book, 'orders', 'total', 'up', { limit: 2 })
  expect(shown(first)).toEqual(['raw.amount lineage,by hand', 'raw.Fee? lineage'])
  expect(first.total).toBe(3)
  expect(shown(await links(book, 'orders', 'total', 'up', { limit: 2, cursor: first.nextCursor ?? '' }))).toEqual(['raw.ID by hand'])
})
