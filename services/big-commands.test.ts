import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createPicks } from '#io/picks'
import { tempFolder } from '#db/testing/temp-folder'
import { createDecisionHandlers } from './decisions.ts'
import { createOwnerHandlers } from './owners.ts'
import { suggestAll } from './suggest.ts'
import { createSuggestionHandlers } from './suggestions.ts'
import { besideHere } from './testing/beside-here.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { dataset, smallBook, type SmallBook, tell } from './testing/small-book.ts'

// One more than are set where questions are answered.
const MANY = 1001

async function bookOfMany(names = Array.from({ length: MANY }, (_, index) => `stg_${index}`)) {
  const book = smallBook()
  await tell(
    book,
    names.map((name) => dataset(name, { fields: { ownerTeam: 'Commerce' } })),
  )
  const { beside, titles } = besideHere(book.deps)
  const picks = createPicks({ root: null, tempRoot: tempFolder(), now: () => 0, randomId: () => 'id' })
  return {
    book,
    names,
    titles,
    picks,
    owners: createOwnerHandlers(book.get, beside),
    decisions: createDecisionHandlers(book.get, picks, {} as never, beside),
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
  const { groupId, count } = await owners.reassign({ from: 'Commerce', to: 'Finance', role: 'ownerTeam', reason: 'left' })
  expect([count, owning(book, 'Finance')]).toEqual([MANY, MANY])
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  await decisions.undo({ groupId: groupId ?? 0, reason: '' })
  expect(derivedDump(book.write)).toBe(asImported)
  expect(titles).toEqual([...Array<string>(3).fill('Setting 1,001 values'), 'Taking back 1,001 values'])
})

it('taking back what merged a name is a job, however few decisions it was', async () => {
  const { titles, owners, decisions } = await bookOfMany()
  const { groupId } = await owners.merge({ from: 'Commerce', into: 'Sales', reason: '' })
  await decisions.undo({ groupId: groupId ?? 0, reason: '' })
  expect(titles).toEqual(['Setting 1,001 values', 'Taking back 1 value'])
})

it('suggestions for very many datasets are accepted in a job', async () => {
  const { book, titles, suggestions } = await bookOfMany()
  const { items } = await suggestions.groups({ field: 'tier' })
  const group = items.find(({ count }) => count === MANY)
  expect(group?.value).toBe('silver')
  expect(await suggestions.accept({ groupIds: [group?.groupId ?? ''], except: [], reason: '' })).toMatchObject({ count: MANY })
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  expect(titles).toEqual(['Setting 1,001 values'])
})

it('a few suggestions are accepted in a job where suggesting anew looks at very many datasets', async () => {
  const { titles, suggestions } = await bookOfMany(['stg_one', 'stg_two', ...Array.from({ length: 5000 }, (_, index) => `t${index}`)])
  const { items } = await suggestions.groups({ field: 'tier' })
  expect(items.map(({ count }) => count)).toEqual([2])
  expect(await suggestions.accept({ groupIds: items.map(({ groupId }) => groupId), except: [], reason: '' })).toMatchObject({ count: 2 })
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
