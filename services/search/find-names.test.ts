import { describe, expect, it } from 'vitest'
import { insertView } from '#db/views'
import { ask } from '../testing/ask.ts'
import { dataset, type SmallBook, smallBook, tell, thing } from '../testing/small-book.ts'

async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('orders', { fields: { ownerTeam: 'Commerce', steward: 'Ada Day', domain: 'Commerce' } }),
    dataset('events', { fields: { ownerTeam: 'Web', domain: 'Web' } }),
    thing('owner', 'Web'),
  ])
  for (let again = 0; again < 4; again += 1) await tell(book, [dataset('orders'), dataset(`events_${again}`)])
  const content = JSON.stringify({ schemaVersion: 1, filter: { ownerTeam: ['Web'] }, sort: { by: 'name', direction: 'asc' } })
  insertView(book.write, { name: 'My web tables', content, author: 'Ada', savedAtMs: 1 })
  return book
}
const names = async (book: SmallBook, text: string): Promise<string[]> =>
  (await ask(book, 'search', 'names', { text })).items.map(
    ({ kind, marked }) => `${kind} ${marked.replaceAll('\u0002', '<').replaceAll('\u0003', '>')}`,
  )

describe('search.names', () => {
  it('finds what has a name and is no asset, what begins so first', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders', { fields: { ownerTeam: 'Commerce', steward: 'Ada Day', domain: 'Commerce' } })])
    expect(await names(book, 'comm')).toEqual(['owner <Comm>erce', 'domain <Comm>erce'])
    expect(await names(book, 'day')).toEqual(['owner Ada <Day>'])
    expect(await names(book, 'merc')).toEqual(['owner Com<merc>e', 'domain Com<merc>e'])
    expect(await names(book, 'catalog rep')).toEqual(['report <Catalog> <rep>ort'])
    expect(await names(book, 'nothing like it')).toEqual([])
    expect(await names(book, '…')).toEqual([])
  })

  it('leaves what is an asset to the search, and follows what changes', async () => {
    const book = await shop()
    expect(await names(book, 'web')).toEqual(['view My <web> tables'])
    insertView(book.write, { name: 'x', content: '{}', author: 'Ada', savedAtMs: 1 })
    await tell(book, [dataset('orders', { fields: { ownerTeam: 'Webshop' } })])
    expect(await names(book, 'webs')).toEqual(['owner <Webs>hop'])
  })

  it('names imports by number or source, the newest few', async () => {
    const book = await shop()
    const imports = async (text: string) => (await names(book, text)).filter((line) => line.startsWith('import'))
    expect(await imports('import 2')).toEqual(['import Import <2> of shop'])
    expect(await imports('shop')).toEqual(['import Import 5 of <shop>', 'import Import 4 of <shop>', 'import Import 3 of <shop>'])
    expect(await imports('import')).toEqual([])
    expect((await names(book, 'shop'))[0]).toBe('source <shop>')
  })
})
