import { expect, it } from 'vitest'
import { verifyJournal } from '#db/journal'
import { smallBook } from './testing/small-book.ts'
import { createViewHandlers } from './views.ts'

const PLAIN = { sort: { by: 'name', direction: 'asc' }, columns: null, replaces: null } as const

it('keeps a filter and an order under a name, and takes it away again', async () => {
  const book = smallBook()
  const views = createViewHandlers(book.get)
  const { viewId } = await views.save({ name: 'Gold of finance', filter: { domain: ['finance'], tier: ['gold'] }, ...PLAIN })
  await views.save({ name: 'any', filter: {}, sort: { by: 'rowCount', direction: 'desc' }, columns: null, replaces: null })
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

it('puts what is on screen in the place of a view, under its name or another that is free', async () => {
  const book = smallBook()
  const views = createViewHandlers(book.get)
  const { viewId } = await views.save({ name: 'mine', filter: { tier: ['gold'] }, ...PLAIN })
  const other = await views.save({ name: 'other', filter: {}, ...PLAIN })
  expect(await views.save({ name: 'mine', filter: { tier: ['silver'] }, ...PLAIN, replaces: viewId })).toEqual({ viewId })
  await expect(async () => views.save({ name: 'other', filter: {}, ...PLAIN, replaces: viewId })).rejects.toMatchObject({
    code: 'conflict',
  })
  await views.save({ name: 'yours', filter: { tier: ['bronze'] }, ...PLAIN, replaces: other.viewId })
  expect((await views.list({})).items.map(({ viewId: id, name, filter }) => [id, name, filter])).toEqual([
    [viewId, 'mine', { tier: ['silver'] }],
    [other.viewId, 'yours', { tier: ['bronze'] }],
  ])
  await views.remove({ viewId })
  await expect(async () => views.save({ name: 'mine', filter: {}, ...PLAIN, replaces: viewId })).rejects.toMatchObject({
    code: 'not-found',
  })
  expect(verifyJournal(book.deps.read)).toMatchObject({ ok: true, firstBroken: null })
})

it('refuses a name that is taken, and leaves out what a newer version keeps otherwise', async () => {
  const book = smallBook()
  const views = createViewHandlers(book.get)
  await views.save({ name: 'mine', filter: {}, ...PLAIN })
  await expect(async () => views.save({ name: 'mine', filter: {}, ...PLAIN })).rejects.toMatchObject({ code: 'conflict' })
  book.write.prepare('update saved_view set content = ?').run('{"schemaVersion":3}')
  expect(await views.list({})).toEqual({ items: [], total: 0 })
})

it('keeps the columns with their widths, and reads a view from before it did', async () => {
  const book = smallBook()
  const views = createViewHandlers(book.get)
  const columns = [
    { id: 'owner', widthPx: 180 },
    { id: 'rows', widthPx: null },
  ]
  await views.save({ name: 'wide', filter: { tier: ['gold'] }, ...PLAIN, columns })
  await views.save({ name: 'nothing but names', filter: {}, ...PLAIN, columns: [] })
  book.write
    .prepare("insert into saved_view (name, content, author, savedAtMs) values ('old', ?, 'Ada', 1)")
    .run('{"filter":{"tier":["silver"]},"schemaVersion":1,"sort":{"by":"tier","direction":"desc"}}')
  expect((await views.list({})).items).toMatchObject([
    { name: 'nothing but names', columns: [] },
    { name: 'old', filter: { tier: ['silver'] }, sort: { by: 'tier', direction: 'desc' }, columns: null },
    { name: 'wide', filter: { tier: ['gold'] }, columns },
  ])
  expect(book.write.prepare("select content from saved_view where name = 'wide'").pluck().get()).toBe(
    '{"columns":[{"id":"owner","widthPx":180},{"id":"rows","widthPx":null}],"filter":{"tier":["gold"]},"schemaVersion":2,"sort":{"by":"name","direction":"asc"}}',
  )
})
