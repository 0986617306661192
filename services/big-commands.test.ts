import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { sql } from '#db/connection'
import { tempFolder } from '#db/testing/temp-folder'
import { createAssetHandlers } from './assets.ts'
import { createDecisionHandlers } from './decisions.ts'
import { createDomainHandlers } from './domains.ts'
import { createOwnerHandlers } from './owners.ts'
import { createSourceHandlers } from './sources.ts'
import { suggestAll } from './suggest.ts'
import { createSuggestionHandlers } from './suggestions.ts'
import { createTermHandlers } from './terms.ts'
import { besideHere } from './testing/beside-here.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { dataset, smallBook, type SmallBook, tell } from './testing/small-book.ts'

// One more than are set where questions are answered.
const MANY = 1001

const unused = (): never => {
  throw new Error('not used here')
}

async function bookOfMany(names = Array.from({ length: MANY }, (_, index) => `stg_${index}`)) {
  const book = smallBook()
  await tell(
    book,
    names.map((name) =>
      dataset(name, { fields: { ownerTeam: 'Commerce', domain: 'Shop', glossaryTerms: ['Basket'] }, extras: { meta: { owner: 'Bo' } } }),
    ),
  )
  const here = besideHere(book.deps)
  const { beside, titles } = here
  const tickets = createTickets({ now: () => 0, randomId: () => 'id' })
  const picks = createPicks({ root: null, tempRoot: tempFolder(), now: () => 0, randomId: () => 'id' })
  return {
    book,
    names,
    titles,
    picks,
    decisions: createDecisionHandlers(book.get, picks, tickets, here),
    owners: createOwnerHandlers(book.get, here),
    assets: createAssetHandlers(book.get, beside),
    domains: createDomainHandlers(book.get, here, beside),
    terms: createTermHandlers(book.get, here, beside),
    sources: createSourceHandlers({ book: book.get, jobs: unused, afterChange: unused, beside }),
    suggestions: createSuggestionHandlers(book.get, beside, async () =>
      suggestAll(book.deps.read, book.deps.rules.current(book.deps.read)),
    ),
  }
}

const owning = (book: SmallBook, name: string): unknown =>
  book.write.prepare(`select count(*) from asset where kind = 'dataset' and ownerTeam = ?`).pluck().get(name)

it('an owner of very many datasets is replaced, merged, parted and taken back in jobs of their own', async () => {
  const { book, titles, owners, decisions } = await bookOfMany()
  const asImported = derivedDump(book.write)
  const merged = await owners.merge({ from: 'Commerce', into: 'Sales', reason: '' })
  expect([merged.count, owning(book, 'Sales')]).toEqual([MANY, MANY])
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  expect(await owners.split({ name: 'Commerce', reason: '' })).toMatchObject({ count: MANY })
  const { groupId, count } = await owners.reassign({ from: 'Commerce', to: 'Finance', role: 'ownerTeam', except: [], reason: 'left' })
  expect([count, owning(book, 'Finance')]).toEqual([MANY, MANY])
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  await decisions.undo({ groupId: groupId ?? 0, reason: '' })
  expect(derivedDump(book.write)).toBe(asImported)
  expect(titles).toEqual([
    'Merging “Commerce” into “Sales”',
    'Taking “Commerce” apart from “Sales”',
    'Setting 1,001 values',
    'Undoing 1,001 values',
  ])
})

const counted = (book: SmallBook, where: string): unknown =>
  book.write.prepare(`select count(*) from asset where kind = 'dataset' and ${where}`).pluck().get()

it('a domain of very many datasets is renamed, merged and parted in jobs of their own', async () => {
  const { book, titles, domains, decisions } = await bookOfMany()
  const asImported = derivedDump(book.write)
  const renamed = await domains.rename({ name: 'Shop', to: 'Store', reason: '' })
  await domains.merge({ from: 'Store', into: 'Retail', reason: '' })
  expect(counted(book, `domain = 'Retail'`)).toBe(MANY)
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  await domains.split({ name: 'Store', reason: '' })
  expect(counted(book, `domain = 'Store'`)).toBe(MANY)
  await decisions.undo({ groupId: renamed.groupId, reason: '' })
  expect(derivedDump(book.write)).toBe(asImported)
  expect(titles).toEqual([
    'Renaming “Shop” to “Store”',
    'Merging “Store” into “Retail”',
    'Taking “Store” apart from “Retail”',
    'Undoing 1 value',
  ])
})

it('a term of very many datasets is renamed, merged, parted, linked and deleted in jobs of their own', async () => {
  const { book, names, titles, assets, terms } = await bookOfMany()
  const { key } = await assets.create({ kind: 'term', name: 'Basket', fields: {}, reason: '' })
  const basket = await assets.create({ kind: 'term', name: 'Trolley', fields: {}, reason: '' })
  const uses = (term: string): unknown => book.write.prepare('select count(*) from asset_term where term = ?').pluck().get(term)
  await terms.rename({ key, name: 'Cart', reason: '' })
  expect(uses('Cart')).toBe(MANY)
  await terms.split({ name: 'Basket', reason: '' })
  await terms.merge({ from: 'Basket', key: basket.key, reason: '' })
  expect([uses('Cart'), uses('Trolley')]).toEqual([0, MANY])
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  const targets = names.map((name) => ({ key: `dbt:shop/model.shop.${name}`, column: null }))
  expect(await terms.setLinks({ name: 'Cart', targets, how: 'add', reason: '' })).toMatchObject({ count: MANY })
  expect(await terms.remove({ key, links: 'unlink', reason: '' })).toMatchObject({ unlinked: MANY })
  expect([uses('Cart'), uses('Trolley')]).toEqual([0, MANY])
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  expect(titles).toEqual([
    'Renaming “Basket” to “Cart”',
    'Taking “Basket” apart from “Cart”',
    'Merging “Basket” into “Trolley”',
    'Setting 1,001 values',
    'Setting 1,001 values',
  ])
})

describe('a name that few things read, and one that many do', () => {
  const few = async () => {
    const made = await bookOfMany()
    const { key } = await made.assets.create({ kind: 'term', name: 'Basket', fields: {}, reason: '' })
    const said = { ownerTeam: 'Fin', domain: 'Kiosk', glossaryTerms: ['Bin'] }
    const changes = Object.entries(said).map(([field, value]) => ({ key: 'stg_0', column: null, field, value }))
    await made.decisions.set({ changes, reason: '' })
    return { ...made, key }
  }

  it('are merged and taken apart in jobs, which say what they do: all that reads either is worked out anew', async () => {
    const { book, titles, owners, domains, terms, key } = await few()
    expect(await owners.merge({ from: 'Fin', into: 'Commerce', reason: '' })).toMatchObject({ count: 1 })
    await domains.merge({ from: 'Kiosk', into: 'Shop', reason: '' })
    await terms.merge({ from: 'Bin', key, reason: '' })
    expect([owning(book, 'Commerce'), counted(book, `domain = 'Shop'`)]).toEqual([MANY, MANY])
    expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
    expect(await owners.split({ name: 'Fin', reason: '' })).toMatchObject({ count: 1 })
    await domains.split({ name: 'Kiosk', reason: '' })
    await terms.split({ name: 'Bin', reason: '' })
    expect([owning(book, 'Fin'), counted(book, `domain = 'Kiosk'`)]).toEqual([1, 1])
    expect(titles).toEqual([
      'Merging “Fin” into “Commerce”',
      'Merging “Kiosk” into “Shop”',
      'Merging “Bin” into “Basket”',
      'Taking “Fin” apart from “Commerce”',
      'Taking “Kiosk” apart from “Shop”',
      'Taking “Bin” apart from “Basket”',
    ])
  })

  it('are parted in a job where the one reads the other by way of a third', async () => {
    const { book, titles, owners } = await few()
    await owners.merge({ from: 'Fin', into: 'Finance', reason: '' })
    await owners.merge({ from: 'Finance', into: 'Commerce', reason: '' })
    expect(owning(book, 'Commerce')).toBe(MANY)
    await owners.split({ name: 'Fin', reason: '' })
    expect([owning(book, 'Commerce'), owning(book, 'Fin')]).toEqual([MANY - 1, 1])
    expect(titles).toEqual(['Merging “Finance” into “Commerce”', 'Taking “Fin” apart from “Commerce”'])
  })

  it('gives the few to another name at once, and says how many values it really sets', async () => {
    const { titles, names, owners } = await few()
    const given = { to: 'Ops', role: 'ownerTeam' as const, reason: '' }
    expect(await owners.reassign({ ...given, from: 'Fin', except: [] })).toMatchObject({ count: 1 })
    expect(titles).toEqual([])
    const more = await bookOfMany()
    const except = names.slice(0, 3).map((name) => `dbt:shop/model.shop.${name}`)
    expect(await more.owners.reassign({ ...given, from: 'Commerce', except })).toMatchObject({ count: MANY - 3 })
    expect(more.titles).toEqual(['Setting 998 values'])
  })
})

it('a source that tells of very many datasets is renamed, and its meta keys are read anew, in jobs of their own', async () => {
  const { book, titles, sources } = await bookOfMany()
  const sourceId = book.write.prepare(`select id from source where format = 'dbt'`).pluck().get() as number
  await sources.setOptions({ sourceId, name: 'the shop' })
  expect(counted(book, `sourceNames like '%the shop%'`)).toBe(MANY)
  const mapping = [{ metaKey: 'owner', scope: 'dataset' as const, field: 'steward' }]
  expect(await sources.setMetaMapping({ sourceId, mapping })).toEqual({ touched: MANY })
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  await sources.setOptions({ sourceId, staleAfterDays: 3 })
  expect(titles).toEqual(['Renaming a source', 'Reading meta keys anew'])
})

it('taking back what merged a name is a job, however few decisions it was', async () => {
  const { titles, owners, decisions } = await bookOfMany()
  const { groupId } = await owners.merge({ from: 'Commerce', into: 'Sales', reason: '' })
  await decisions.undo({ groupId: groupId ?? 0, reason: '' })
  expect(titles).toEqual(['Merging “Commerce” into “Sales”', 'Undoing 1 value'])
})

const keyOf = (name: string): string => `dbt:shop/model.shop.${name}`

it('that two keys are the same is taken back in a job where the book is large: which one it is a part of, the fields of all datasets tell', async () => {
  const { book, titles, assets, decisions } = await bookOfMany(['one', 'two'])
  const apart = derivedDump(book.write)
  const same = { from: keyOf('one'), to: keyOf('two'), isSame: true, reason: '' }
  const { groupId } = await assets.setSame(same)
  await decisions.undo({ groupId: groupId ?? 0, reason: '' })
  expect(derivedDump(book.write)).toBe(apart)
  const again = await assets.setSame(same)
  expect(derivedDump(book.write)).not.toBe(apart)
  expect(titles).toEqual([])
  sql(book.write, `update facet_count set count = 5001 where facet = 'status' and value = 'active'`).run()
  await decisions.set({ changes: [{ key: keyOf('two'), column: null, field: 'tier', value: 'gold' }], reason: '' })
  expect(titles).toEqual([])
  await decisions.undo({ groupId: again.groupId ?? 0, reason: '' })
  expect(titles).toEqual(['Undoing 1 value'])
})

it('two keys of which very many things are linked to one are said to be the same, and not, in jobs of their own', async () => {
  const { book, names, titles, assets } = await bookOfMany()
  await tell(book, [dataset('one'), dataset('two'), ...names.map((name) => dataset(name, { upstream: ['model.shop.one'] }))])
  const same = { from: keyOf('two'), to: keyOf('one'), reason: '' }
  await assets.setSame({ ...same, isSame: true })
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  await assets.setSame({ ...same, isSame: false })
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  expect(titles).toEqual(['Merging “two” into “one”', 'Taking “one” apart'])
})

it('very many values are set by hand in a job, and fewer where they go by names that are to be found', async () => {
  const { book, names, titles, decisions, terms } = await bookOfMany()
  const goldOf = (keys: readonly string[]) => ({
    changes: keys.map((key) => ({ key, column: null, field: 'tier', value: 'gold' })),
    reason: '',
  })
  await decisions.set(goldOf(names.slice(0, 100).map(keyOf)))
  expect(titles).toEqual([])
  await decisions.set(goldOf(names.map(keyOf)))
  expect(counted(book, `tier = 'gold'`)).toBe(MANY)
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  const targets = names.slice(0, 100).map((key) => ({ key, column: null }))
  expect(await terms.setLinks({ name: 'Cart', targets, how: 'add', reason: '' })).toMatchObject({ count: 100 })
  await expect(decisions.set(goldOf([...names.map(keyOf), 'nothing_of_this']))).rejects.toThrow(/not in the catalog/)
  expect(titles).toEqual(['Setting 1,001 values', 'Setting 100 values', 'Setting 1,002 values'])
})

it('suggestions for very many datasets are accepted in a job', async () => {
  const { book, titles, suggestions } = await bookOfMany()
  const { items } = await suggestions.groups({ field: 'tier', limit: 100 })
  const group = items.find(({ count }) => count === MANY)
  expect(group?.value).toBe('silver')
  expect(await suggestions.accept({ groups: [{ groupId: group?.groupId ?? '', except: [] }], reason: '' })).toMatchObject({ count: MANY })
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  expect(titles).toEqual(['Setting 1,001 values'])
})

it('a few suggestions are accepted in a job where suggesting anew looks at very many datasets', async () => {
  const { titles, suggestions } = await bookOfMany(['stg_one', 'stg_two', ...Array.from({ length: 5000 }, (_, index) => `t${index}`)])
  const { items } = await suggestions.groups({ field: 'tier', limit: 100 })
  expect(items.map(({ count }) => count)).toEqual([2])
  expect(await suggestions.accept({ groups: items.map(({ groupId }) => ({ groupId, except: [] })), reason: '' })).toMatchObject({
    count: 2,
  })
  expect(titles).toEqual(['Setting 2 values'])
})

it('a decisions file of very many values is taken over in a job', async () => {
  const { book, names, titles, picks, decisions } = await bookOfMany()
  const path = join(tempFolder(), 'decisions.json')
  const said = names.map((name) => ({
    key: `dbt:shop/model.shop.${name}`,
    column: null,
    field: 'tier',
    value: 'gold',
    isCleared: false,
    author: 'Bo',
    atMs: 0,
    reason: '',
  }))
  writeFileSync(path, JSON.stringify({ schemaVersion: 1, kind: 'stewardbook-decisions', decisions: said }))
  const taken = await decisions.import({ pickId: await picks.pickPaths('decisions-import', [path]) })
  expect(taken).toMatchObject({ taken: MANY, skipped: 0, sleeping: 0 })
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  expect(titles).toEqual(['Setting 1,001 values'])
})
