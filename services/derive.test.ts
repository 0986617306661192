import { expect, it } from 'vitest'
import { sql } from '#db/connection'
import { decide, undoGroup } from './decide.ts'
import { commit } from './deps.ts'
import { dataset, smallBook, type SmallBook, tell } from './testing/small-book.ts'

const terms = (book: SmallBook): unknown[] =>
  sql(
    book.write,
    `select t.term, a.name || case t."column" when '' then '' else '.' || t."column" end place
     from asset_term t join asset a on a.id = t.assetId order by t.term, place`,
  ).all()

it('keeps which terms datasets and columns carry, as they are imported and as people set them', async () => {
  const book = smallBook()
  const told = dataset('orders', {
    fields: { glossaryTerms: ['Order', 'Revenue'] },
    columns: [
      { name: 'id', fields: {} },
      { name: 'amount', fields: { glossaryTerms: ['Revenue'] } },
    ],
  })
  await tell(book, [told, dataset('customers')])
  const imported = [
    { term: 'Order', place: 'orders' },
    { term: 'Revenue', place: 'orders' },
    { term: 'Revenue', place: 'orders.amount' },
  ]
  expect(terms(book)).toEqual(imported)

  const decided = commit(book.deps, ['decisions'], (write) =>
    decide(
      book.deps,
      write,
      ['', 'id'].map((column) => ({ subject: `dbt:shop/${told.name}`, column, field: 'glossaryTerms', value: ['Purchase'] })),
      '',
    ),
  )
  expect(terms(book)).toEqual([
    { term: 'Purchase', place: 'orders' },
    { term: 'Purchase', place: 'orders.id' },
    { term: 'Revenue', place: 'orders.amount' },
  ])

  commit(book.deps, ['decisions'], (write) => undoGroup(book.deps, write, { groupId: decided?.groupId ?? 0, reason: '' }))
  expect(terms(book)).toEqual(imported)
})
