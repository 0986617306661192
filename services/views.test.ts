import { expect, it } from 'vitest'
import { verifyJournal } from '#db/journal'
import { smallBook } from './testing/small-book.ts'
import { createViewHandlers } from './views.ts'

const BY_NAME = { by: 'name', direction: 'asc' } as const

it('keeps a filter and an order under a name, and takes it away again', async () => {
  const book = smallBook()
  const views = createViewHandlers(book.get)
  const { viewId } = await views.save({ name: 'Gold of finance', filter: { domain: ['finance'], tier: ['gold'] }, sort: BY_NAME })
  await views.save({ name: 'any', filter: {}, sort: { by: 'rowCount', direction: 'desc' } })
  const { items } = await views.list({})
  expect(items.map(({ name, filter, author }) => [name, filter, author])).toEqual([
    ['any', {}, 'Tester'],
    ['Gold of finance', { domain: ['finance'], tier: ['gold'] }, 'Tester'],
  ])
  await views.remove({ viewId })
  expect((await views.list({})).items.map(({ name }) => name)).toEqual(['any'])
  await expect(async () => views.remove({ viewId })).rejects.toMatchObject({ code: 'not-found' })
  expect(verifyJournal(book.deps.read)).toMatchObject({ ok: true, firstBroken: null })
})

it('refuses a name that is taken, and leaves out what a newer version keeps otherwise', async () => {
  const book = smallBook()
  const views = createViewHandlers(book.get)
  await views.save({ name: 'mine', filter: {}, sort: BY_NAME })
  await expect(async () => views.save({ name: 'mine', filter: {}, sort: BY_NAME })).rejects.toMatchObject({ code: 'conflict' })
  book.write.prepare('update saved_view set content = ?').run('{"schemaVersion":2}')
  expect(await views.list({})).toEqual({ items: [], total: 0 })
})
