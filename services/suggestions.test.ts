import { describe, expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createClient, createDispatcher } from '#contract/kit'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { createDecisionHandlers } from './decisions.ts'
import { besideHere } from './testing/beside-here.ts'
import { verifyBook } from './journal.ts'
import { rulePacks } from './rules.ts'
import { createSuggestionHandlers } from './suggestions.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { dataset, entry, smallBook, type SmallBook, tell } from './testing/small-book.ts'

function connect(book: SmallBook) {
  const parts = { decisions: contract.decisions, suggestions: contract.suggestions }
  const now = (): number => 0
  const picks = createPicks({ root: null, tempRoot: '/nowhere', now, randomId: () => 'id' })
  const handlers = {
    decisions: createDecisionHandlers(book.get, picks, createTickets({ now, randomId: () => 'id' }), besideHere(book.deps)),
    suggestions: createSuggestionHandlers(book.get, besideHere(book.deps).beside, () => expect.fail('a small book is looked at here')),
  }
  const dispatch = createDispatcher(parts, handlers, (error) => {
    throw error
  })
  return createClient(parts, dispatch)
}

const at = (name: string, path: string, fields: Record<string, string> = {}) => dataset(name, { fields: { path, ...fields } })
const key = (name: string): string => `dbt:shop/model.shop.${name}`
const STG = 'name-prefix.stg|tier|silver'
const FCT = 'name-prefix.fct|tier|gold'
/** More than are rebuilt one by one. */
const MANY = 320

/** Three stg_ models and a mart; tiers and domains by hand: see the pack. */
async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    at('stg_orders', 'models/staging/stg_orders.sql'),
    at('stg_customers', 'models/staging/stg_customers.sql', { group: 'Commerce' }),
    at('stg_old', 'models/staging/stg_old.sql', { tier: 'bronze' }),
    at('fct_sums', 'models/marts/finance/fct_sums.sql'),
    dataset('plain'),
  ])
  return book
}

describe('suggestions', () => {
  test('group what names, folders and groups say of empty fields, and nothing else', async () => {
    const client = connect(await shop())
    const { items, total } = await client.suggestions.groups({})
    expect(total).toBe(items.length)
    const short = items.map((item) => `${item.field}=${JSON.stringify(item.value)} x${item.count}`)
    expect(short).toContain('tier="silver" x2')
    expect(short).toContain('tier="gold" x1')
    expect(short).toContain('domain="finance" x1')
    expect(short).toContain('ownerTeam="Commerce" x1')
    expect(items[0]).toEqual({
      groupId: STG,
      field: 'tier',
      value: 'silver',
      because: 'the name starts with stg_',
      ruleId: 'name-prefix.stg',
      isGuess: false,
      count: 2,
    })
    const tiers = await client.suggestions.groups({ field: 'tier' })
    expect(new Set(tiers.items.map((item) => item.field))).toEqual(new Set(['tier']))
    expect(tiers.total).toBe(tiers.items.length)
    for (const text of ['SILVER', 'with stg_', 'stg_ tier']) {
      const found = await client.suggestions.groups({ text })
      expect([found.total, found.items.map(({ groupId }) => groupId)]).toEqual([1, [STG]])
    }
    expect((await client.suggestions.groups({ text: 'no such words' })).total).toBe(0)
  })

  test('name their datasets page by page', async () => {
    const client = connect(await shop())
    const first = await client.suggestions.members({ groupId: STG, limit: 1 })
    expect(first).toMatchObject({ total: 2, items: [{ key: key('stg_customers'), name: 'stg_customers' }] })
    const second = await client.suggestions.members({ groupId: STG, limit: 1, cursor: first.nextCursor! })
    expect(second).toEqual({ total: 2, items: [{ key: key('stg_orders'), name: 'stg_orders' }], nextCursor: null })
    expect(await client.suggestions.members({ groupId: 'no|such|group' })).toEqual({ items: [], total: 0, nextCursor: null })
  })

  test('are accepted as one group of decisions that says why for each, and one undo takes all back', async () => {
    const book = await shop()
    const client = connect(book)
    const before = derivedDump(book.deps.read)
    const { items } = await client.suggestions.groups({})
    const wanted = items.filter((item) => item.groupId === STG || item.field === 'domain')
    const done = await client.suggestions.accept({ groups: wanted.map(({ groupId }) => ({ groupId, except: [key('stg_orders')] })) })
    expect(done.count).toBe(2)
    const decisions = (await client.decisions.list({})).items
    expect(new Set(decisions.map((decision) => decision.groupId))).toEqual(new Set([done.groupId]))
    expect(decisions.map(({ key, field, value, reason }) => [key, field, value, reason]).sort(([a], [b]) => (a! < b! ? -1 : 1))).toEqual([
      [key('fct_sums'), 'domain', 'finance', `accepted: ${wanted.find((item) => item.field === 'domain')!.because}`],
      [key('stg_customers'), 'tier', 'silver', 'accepted: the name starts with stg_'],
    ])
    // What was accepted is not suggested again; what was left out still is.
    const left = await client.suggestions.members({ groupId: STG })
    expect(left.items.map((item) => item.name)).toEqual(['stg_orders'])
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
    await client.decisions.undo({ groupId: done.groupId! })
    expect(derivedDump(book.deps.read)).toBe(before)
    expect((await client.suggestions.members({ groupId: STG })).total).toBe(2)
  })

  test('leave a dataset out of the group it was left out of, and of no other', async () => {
    const client = connect(await shop())
    const { items } = await client.suggestions.groups({})
    const owner = items.find(({ field }) => field === 'ownerTeam')!
    const groups = [{ groupId: STG, except: [key('stg_customers')] }, { groupId: owner.groupId }]
    expect((await client.suggestions.accept({ groups })).count).toBe(2)
    const decisions = (await client.decisions.list({})).items.map((decision) => `${decision.key} ${decision.field}`)
    expect(decisions.sort()).toEqual([`${key('stg_customers')} ownerTeam`, `${key('stg_orders')} tier`])
  })

  test('cannot be accepted twice in one go', async () => {
    const client = connect(await shop())
    await expect(client.suggestions.accept({ groups: [{ groupId: STG }, { groupId: STG }] })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  test('come page by page, biggest first, none twice and none left out', async () => {
    const book = smallBook()
    const teams = Array.from({ length: 230 }, (_, index) => `Team ${index}`)
    await tell(
      book,
      teams.flatMap((team, index) =>
        [index, -index].slice(0, index % 3 === 0 ? 2 : 1).map((place) => dataset(`d${place}`, { fields: { group: team } })),
      ),
    )
    const client = connect(book)
    const pages = [await client.suggestions.groups({ field: 'ownerTeam', limit: 200 })]
    for (let next = pages[0]!.nextCursor; next !== null; next = pages.at(-1)!.nextCursor)
      pages.push(await client.suggestions.groups({ field: 'ownerTeam', limit: 200, cursor: next }))
    expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
      [200, 230],
      [30, 230],
    ])
    const all = pages.flatMap(({ items }) => items)
    expect(new Set(all.map(({ value }) => value))).toEqual(new Set(teams))
    expect(all.map(({ count }) => count)).toEqual(all.map(({ count }) => count).sort((a, b) => b - a))
  })

  test('carry the reason a person gives', async () => {
    const client = connect(await shop())
    await client.suggestions.accept({ groups: [{ groupId: STG }], reason: 'agreed on 3 May' })
    expect((await client.decisions.list({})).items.map((item) => item.reason)).toEqual(['agreed on 3 May', 'agreed on 3 May'])
  })

  test('that are not made any more are refused whole', async () => {
    const book = await shop()
    const client = connect(book)
    await client.suggestions.accept({ groups: [{ groupId: STG }] })
    await expect(client.suggestions.accept({ groups: [{ groupId: FCT }, { groupId: STG }] })).rejects.toMatchObject({ code: 'conflict' })
    expect((await client.decisions.list({})).total).toBe(2)
    expect(await client.suggestions.accept({ groups: [{ groupId: FCT, except: [key('fct_sums')] }] })).toEqual({ groupId: null, count: 0 })
  })

  test('follow the source whose word on a place counts first', async () => {
    const book = smallBook()
    await tell(book, [entry({ name: 'x', part: 'datasets', fields: { name: 'x', relation: 'db.s.x', path: 'models/staging/x.sql' } })], {
      source: { format: 'datasets', name: 'list' },
    })
    await tell(book, [entry({ name: 'model.x', fields: { name: 'x', relation: 'db.s.x', path: 'models/marts/x.sql' } })])
    const { items } = await connect(book).suggestions.groups({ field: 'tier' })
    expect(items.map((item) => item.value)).toEqual(['gold'])
  })

  test('come from rules that only fill fields whose gaps are known', () => {
    const fields = new Set(rulePacks().suggestions.rules.map((rule) => rule.field))
    expect([...fields].sort()).toEqual(['domain', 'ownerTeam', 'steward', 'tier'])
  })

  test('one owner set by hand is offered to the rest of its folder and schema, as a guess, until neighbours differ', async () => {
    const book = smallBook()
    const inFolder = ['a', 'b', 'c'].map((name) => at(name, `models/x/${name}.sql`, { schema: 'one' }))
    await tell(book, [...inFolder, at('d', 'models/y/d.sql', { schema: 'one' }), at('e', 'models/y/e.sql', { schema: 'two' })])
    const client = connect(book)
    const owners = async () =>
      (await client.suggestions.groups({ field: 'ownerTeam' })).items.map(({ ruleId, value, count, isGuess }) => [
        ruleId,
        value,
        count,
        isGuess,
      ])
    expect(await owners()).toEqual([])
    await client.decisions.set({ changes: [{ key: key('a'), field: 'ownerTeam', value: 'Finance' }] })
    expect(await owners()).toEqual([
      ['neighbours.folder.ownerteam', 'Finance', 2, true],
      ['neighbours.schema.ownerteam', 'Finance', 1, true],
    ])
    await client.suggestions.accept({ groups: [{ groupId: 'neighbours.folder.ownerteam|ownerTeam|Finance' }] })
    await client.decisions.set({ changes: [{ key: key('e'), field: 'ownerTeam', value: 'Sales' }] })
    expect(await owners()).toEqual([['neighbours.folder.ownerteam', 'Sales', 1, true]])
  })

  test('many at once leave the same behind as one by one, and so does taking them back', async () => {
    const book = smallBook()
    const many = Array.from({ length: MANY }, (_, index) => at(`stg_${index}`, `models/staging/stg_${index}.sql`))
    await tell(book, [...many, dataset('fct_all', { upstream: many.map((_, index) => `model.shop.stg_${index}`) })])
    const before = derivedDump(book.deps.read)
    const client = connect(book)
    const { groupId, count } = await client.suggestions.accept({ groups: [{ groupId: STG }] })
    expect(count).toBe(MANY)
    expect(rebuiltDump(book.write)).toBe(derivedDump(book.deps.read))
    await client.decisions.undo({ groupId: groupId ?? 0 })
    expect(derivedDump(book.deps.read)).toBe(before)
  })
})
