import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract/index'
import type { JsonValue } from '#core/json'
import type { ReadDb } from '#db/connection'
import { createPicks } from '#io/picks'
import { openSourceFile } from '#io/source-file'
import { createTickets } from '#io/tickets'
import { listAssets } from '#db/assets'
import { sql } from '#db/connection'
import { findAssetRow } from '#db/current'
import { listJournal } from '#db/journal'
import { findKeyByUrn } from '#db/keys'
import { createHistoryHandler } from './datasets/read-history.ts'
import { createDecisionHandlers } from './decisions.ts'
import { besideHere } from './testing/beside-here.ts'
import { decide } from './decide.ts'
import { iterateFileDecisions, listFileSources, writeDecisions } from './decisions-file.ts'
import { commit } from './deps.ts'
import { createHandMade } from './hand-made.ts'
import { createJournalHandlers, verifyBook } from './journal.ts'
import { readDecisionsFile } from './read-decisions-file.ts'
import { SHOP, writeProject } from './testing/dbt-project.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

const ORDERS = 'dbt:shop/model.shop.fct_orders'
const STAGED = 'dbt:shop/model.shop.stg_orders'

let book: TestBook
let decisions: ReturnType<typeof createDecisionHandlers>
let picks: ReturnType<typeof createPicks>
let tickets: ReturnType<typeof createTickets>

beforeEach(async () => {
  book = createTestBook()
  await book.importFolder(writeProject(join(book.folder, 'shop'), SHOP))
  picks = createPicks({ root: null, tempRoot: book.folder, now: book.now, randomId: randomUUID })
  tickets = createTickets({ now: book.now, randomId: randomUUID })
  decisions = createDecisionHandlers(() => book.deps, picks, tickets, besideHere(book.deps))
})
afterEach(async () => {
  await picks.close()
  book.close()
})

/** As the dispatcher calls it: input parsed by the contract. */
const set = (input: unknown): ReturnType<typeof decisions.set> => decisions.set(contract.decisions.set.input.parse(input))
const undo = (groupId: number): ReturnType<typeof decisions.undo> => decisions.undo({ groupId, reason: '' })
const row = (urn: string): ReturnType<typeof findAssetRow> => findAssetRow(book.deps.read, findKeyByUrn(book.deps.read, urn)?.assetId ?? 0)
const groupIdOf = async (done: ReturnType<typeof decisions.set>): Promise<number> => (await done).groupId

const fileOf = (key: string, field: string, value: unknown): string =>
  JSON.stringify({
    schemaVersion: 1,
    kind: 'stewardbook-decisions',
    decisions: [{ key, column: null, field, value, isCleared: false, author: 'Bo', atMs: 0, reason: '' }],
  })

const exportDecisions = (read: ReadDb): unknown =>
  JSON.parse([...writeDecisions(listFileSources(read), iterateFileDecisions(read))].join(''))

describe('setting fields by hand', () => {
  test('changes the catalog and can be taken back', async () => {
    const groupId = await groupIdOf(
      set({
        changes: [
          { key: ORDERS, field: 'tier', value: 'gold' },
          { key: STAGED, field: 'ownerTeam', value: ' Commerce ' },
        ],
        reason: 'asked',
      }),
    )
    expect([row(ORDERS)?.tier, row(STAGED)?.ownerTeam]).toEqual(['gold', 'Commerce'])
    await undo(groupId)
    expect([row(ORDERS)?.tier, row(STAGED)?.ownerTeam]).toEqual([null, null])
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('undo puts back the decision before, not just the import', async () => {
    await set({ changes: [{ key: ORDERS, field: 'description', value: 'First' }] })
    const second = await groupIdOf(set({ changes: [{ key: ORDERS, field: 'description', value: 'Second' }] }))
    await undo(second)
    expect(row(ORDERS)?.description).toBe('First')
  })

  test('undo leaves what was decided again since', async () => {
    const first = await groupIdOf(
      set({
        changes: [
          { key: ORDERS, field: 'tier', value: 'gold' },
          { key: ORDERS, field: 'ownerTeam', value: 'A' },
        ],
      }),
    )
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'silver' }] })
    expect(await undo(first)).toMatchObject({ count: 1 })
    expect(row(ORDERS)).toMatchObject({ tier: 'silver', ownerTeam: null })
    expect(() => undo(first)).toThrow(/undone already/)
  })

  test('what is set twice at once is set to the last, and undone to what stood before', async () => {
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'bronze' }] })
    const twice = { key: ORDERS, field: 'tier' }
    const done = await set({
      changes: [
        { ...twice, value: 'silver' },
        { ...twice, value: 'gold' },
      ],
    })
    expect([done.count, row(ORDERS)?.tier]).toEqual([1, 'gold'])
    await undo(done.groupId)
    expect(row(ORDERS)?.tier).toBe('bronze')
  })

  test('is all or nothing', () => {
    expect(() =>
      set({
        changes: [
          { key: ORDERS, field: 'tier', value: 'gold' },
          { key: STAGED, field: 'tier', value: 'platinum' },
        ],
      }),
    ).toThrow(/one of/)
    expect(row(ORDERS)?.tier).toBeNull()
  })

  test('finds a column under the spelling the book shows, and refuses one that is not there', async () => {
    await set({ changes: [{ key: STAGED, column: 'email', field: 'piiType', value: 'email' }] })
    expect(row(STAGED)?.piiColumnCount).toBe(1)
    expect(() => set({ changes: [{ key: STAGED, column: 'nope', field: 'piiType', value: 'email' }] })).toThrow(/no column/)
  })

  test('refuses computed fields, unknown fields and unknown keys', () => {
    expect(() => set({ changes: [{ key: ORDERS, field: 'rowCount', value: 5 }] })).toThrow(/comes from sources/)
    expect(() => set({ changes: [{ key: ORDERS, field: 'nonsense', value: 'x' }] })).toThrow(/no field/)
    expect(() => set({ changes: [{ key: 'model.shop.nothing', field: 'tier', value: 'gold' }] })).toThrow(/nothing/)
    expect(() => set({ changes: [{ key: ORDERS, field: 'sameAs', value: STAGED }] })).toThrow(/no field/)
  })

  test('says so when nothing would change', async () => {
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'gold' }] })
    expect(() => set({ changes: [{ key: ORDERS, field: 'tier', value: 'gold' }] })).toThrow(/already/)
    expect(() => set({ changes: [{ key: STAGED, field: 'tier', value: null }] })).toThrow(/already/)
  })

  test('announces what may answer differently', async () => {
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'gold' }] })
    expect(book.events.at(-1)).toMatchObject({ kind: 'changed', nouns: expect.arrayContaining(['datasets', 'decisions']) as unknown })
  })
})

describe('a dataset of two keys', () => {
  /** What sources say goes by the older key; Bob was said of the newer one before the two were one. */
  const say = (subject: string, field: string, value: JsonValue, column = ''): Promise<number> => {
    const change = { subject, column, field, value }
    return Promise.resolve(commit(book.deps, ['decisions'], (write) => decide(book.deps, write, [change], ''))?.groupId ?? 0)
  }
  const [OLDER, NEWER] = [STAGED, ORDERS]
  const joinThem = (): Promise<number> => say(NEWER, 'sameAs', OLDER)
  const shown = (): string | null | undefined => row(OLDER)?.ownerTeam
  const change = (value: string | null) => ({ changes: [{ key: OLDER, field: 'ownerTeam', value }] })

  test('what was decided on its second key is taken back, and put back by an undo', async () => {
    await say(NEWER, 'ownerTeam', 'Bob')
    await joinThem()
    expect(shown()).toBe('Bob')
    const groupId = await groupIdOf(set(change(null)))
    expect(shown()).toBeNull()
    expect(() => set(change(null))).toThrow(/already/)
    await undo(groupId)
    expect(shown()).toBe('Bob')
  })

  test('an undo gives back what was decided on the second key', async () => {
    await say(NEWER, 'ownerTeam', 'Bob')
    await joinThem()
    const groupId = await groupIdOf(set(change('Carol')))
    expect(shown()).toBe('Carol')
    await undo(groupId)
    expect(shown()).toBe('Bob')
  })

  test('of what both keys hold the later word counts; both are taken back together', async () => {
    await say(OLDER, 'ownerTeam', 'Ann')
    await say(NEWER, 'ownerTeam', 'Bob')
    await joinThem()
    const toAnn = await groupIdOf(set(change('Ann')))
    expect(shown()).toBe('Ann')
    await undo(toAnn)
    expect(shown()).toBe('Bob')
    const cleared = await groupIdOf(set(change(null)))
    expect(shown()).toBeNull()
    await undo(cleared)
    expect(shown()).toBe('Bob')
  })

  test('values of both keys that were set together are undone together: by a redo, and where a file set them', async () => {
    await say(OLDER, 'ownerTeam', 'Ann')
    await say(NEWER, 'ownerTeam', 'Bob')
    await joinThem()
    const cleared = await groupIdOf(set(change(null)))
    const { groupId: undone } = await undo(cleared)
    expect(shown()).toBe('Bob')
    expect(await decisions.undoPlan({ groupId: undone, limit: 9 })).toMatchObject({ values: 2, kept: 0 })
    await undo(undone)
    expect(shown()).toBeNull()
  })

  test('what the other key holds is said to count again, where the one that counts is undone', async () => {
    await say(OLDER, 'ownerTeam', 'Amy')
    const bob = await say(NEWER, 'ownerTeam', 'Bob')
    await joinThem()
    expect(await decisions.undoPlan({ groupId: bob, limit: 9 })).toMatchObject({ items: [{ before: 'Bob', after: 'Amy' }] })
    await undo(bob)
    expect(shown()).toBe('Amy')
  })

  test('what the other key overrules is no longer offered to be undone', async () => {
    await say(OLDER, 'ownerTeam', 'Ann')
    const amy = await say(OLDER, 'ownerTeam', 'Amy')
    const bob = await say(NEWER, 'ownerTeam', 'Bob')
    await joinThem()
    expect(await decisions.undoPlan({ groupId: amy, limit: 9 })).toMatchObject({
      values: 0,
      kept: 1,
      items: [{ before: 'Bob', after: 'Bob' }],
    })
    expect(() => undo(amy)).toThrow(/decided anew since/)
    const { items } = await decisions.list({ key: OLDER, limit: 9 })
    expect(items.filter(({ field, isCurrent }) => field === 'ownerTeam' && isCurrent).map(({ value }) => value)).toEqual(['Bob'])
    await undo(bob)
    expect(shown()).toBe('Amy')
  })

  test('that keys are one is decided for each of them, and undone for each', async () => {
    const third = await say('dbt:shop/model.shop.stg_customers', 'sameAs', OLDER)
    await joinThem()
    expect(await decisions.undoPlan({ groupId: third, limit: 9 })).toMatchObject({ values: 1, kept: 0 })
  })

  test('what was decided of a column under another spelling is taken back', async () => {
    const models = SHOP.models.map((model) => ({ ...model, schema: 'cold' }))
    await book.importFolder(writeProject(join(book.folder, 'snow'), { ...SHOP, models, name: 'snow', adapter: 'snowflake' }))
    const key = 'dbt:snow/model.snow.stg_orders'
    await say(key, 'piiType', 'email', 'EMAIL')
    expect(row(key)?.piiColumnCount).toBe(1)
    const groupId = await groupIdOf(set({ changes: [{ key, column: 'email', field: 'piiType', value: null }] }))
    expect(row(key)?.piiColumnCount).toBe(0)
    await undo(groupId)
    expect(row(key)?.piiColumnCount).toBe(1)
  })

  test('the history tells what counted before and after, whichever key it was said of', async () => {
    await say(OLDER, 'ownerTeam', 'Ann')
    await say(NEWER, 'ownerTeam', 'Bob')
    await joinThem()
    await set(change(null))
    const { items } = await createHistoryHandler(() => book.deps)({ key: OLDER, limit: 9 })
    const told = items.flatMap(({ changes }) => changes.filter(({ field }) => field === 'ownerTeam'))
    expect(told.map(({ before, after }) => [before, after])).toEqual([
      ['Bob', null],
      ['Ann', 'Bob'],
      [null, 'Ann'],
    ])
  })
})

describe('before a group is undone', () => {
  const plan = (input: { groupId: number; cursor?: string; limit?: number }) =>
    decisions.undoPlan(contract.decisions.undoPlan.input.parse(input))
  const planOf = async (groupId: number) => contract.decisions.undoPlan.output.parse(await plan({ groupId }))
  /** Four values of two datasets. */
  const setFour = (): Promise<number> =>
    groupIdOf(
      set({
        changes: [
          { key: ORDERS, field: 'tier', value: 'gold' },
          { key: ORDERS, field: 'ownerTeam', value: 'A' },
          { key: STAGED, field: 'ownerTeam', value: 'A' },
          { key: STAGED, column: 'email', field: 'piiType', value: 'email' },
        ],
      }),
    )

  test('it is said value by value what stands again, and what stays as it was decided anew since', async () => {
    await set({ changes: [{ key: ORDERS, field: 'ownerTeam', value: 'Z' }] })
    const groupId = await setFour()
    expect(await planOf(groupId)).toMatchObject({
      total: 4,
      values: 4,
      things: 2,
      datasets: 2,
      kept: 0,
      author: 'Ines Duarte',
      undoneBy: null,
    })
    await set({ changes: [{ key: STAGED, field: 'ownerTeam', value: null }] })
    const said = await planOf(groupId)
    expect(said).toMatchObject({ total: 4, values: 3, things: 2, datasets: 2, kept: 1, undoneBy: null })
    expect(
      said.items.map(({ assetName, column, field, before, after, decidedSince }) => [
        assetName,
        column,
        field,
        before,
        after,
        decidedSince !== null,
      ]),
    ).toEqual([
      ['stg_orders', 'email', 'piiType', 'email', null, false],
      ['fct_orders', null, 'ownerTeam', 'A', 'Z', false],
      ['fct_orders', null, 'tier', 'gold', null, false],
      ['stg_orders', null, 'ownerTeam', null, null, true],
    ])
    expect(await decisions.undo({ groupId, reason: '', values: 3 })).toMatchObject({ count: 3 })
    expect([row(ORDERS)?.ownerTeam, row(STAGED)?.ownerTeam, row(STAGED)?.piiColumnCount]).toEqual(['Z', null, 0])
  })

  test('it is listed page by page, each value once', async () => {
    const groupId = await setFour()
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'silver' }] })
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await plan({ groupId, limit: 1, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.items.map((item) => item.decisionId))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual((await planOf(groupId)).items.map((item) => item.decisionId))
    expect(new Set(seen).size).toBe(4)
  })

  test('nothing is undone where fewer values stand than were shown', async () => {
    const groupId = await setFour()
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'silver' }] })
    expect(() => decisions.undo({ groupId, reason: '', values: 4 })).toThrow(/look again/)
    expect(row(ORDERS)?.ownerTeam).toBe('A')
    expect(await decisions.undo({ groupId, reason: '', values: 3 })).toMatchObject({ count: 3 })
  })

  test('an undo is undone in turn, and each says that it was', async () => {
    const groupId = await setFour()
    const { groupId: undoId } = await undo(groupId)
    expect(await planOf(groupId)).toMatchObject({ values: 0, kept: 4, undoneBy: { groupId: undoId, author: 'Ines Duarte' } })
    expect(await planOf(undoId)).toMatchObject({ values: 4, kept: 0, undoneBy: null })
    expect(() => undo(groupId)).toThrow(/undone already/)
    const { groupId: redoId } = await undo(undoId)
    expect([row(ORDERS)?.tier, row(STAGED)?.piiColumnCount]).toEqual(['gold', 1])
    expect(await planOf(undoId)).toMatchObject({ values: 0, undoneBy: { groupId: redoId } })
    const { items } = await decisions.list({ groupIds: [groupId, undoId, redoId], limit: 200 })
    const groups = new Map(items.map((item) => [item.groupId, item.isGroupUndone]))
    expect([...groups]).toEqual([
      [redoId, false],
      [undoId, true],
      [groupId, true],
    ])
    const journal = await createJournalHandlers(() => book.deps).list({ limit: 4 })
    expect(journal.items.map((entry) => [entry.kind, entry.undo])).toEqual([
      ['undo-decision', 'offered'],
      ['undo-decision', 'done'],
      ['decide', 'done'],
      ['import', 'offered'],
    ])
    expect(verifyBook(book.deps.read)).toMatchObject({ ok: true })
  })

  test('of a group that was undone, what was decided anew before is not called undone', async () => {
    const groupId = await setFour()
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'silver' }] })
    await undo(groupId)
    const { items } = await decisions.list({ groupIds: [groupId], limit: 200 })
    expect(items.map((item) => item.isGroupUndone)).toEqual([true, true, true, true])
    expect(items.filter((item) => !item.isUndone).map(({ key, field }) => [key, field])).toEqual([[ORDERS, 'tier']])
    expect(row(ORDERS)?.tier).toBe('silver')
  })

  test('what was all decided anew is said to be so, and stays', async () => {
    const groupId = await groupIdOf(set({ changes: [{ key: ORDERS, field: 'tier', value: 'gold' }] }))
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'silver' }] })
    expect(await planOf(groupId)).toMatchObject({ values: 0, things: 0, kept: 1, undoneBy: null })
    expect(() => undo(groupId)).toThrow(/decided anew since/)
  })

  test('a name that stands for another is told by that name, and waits for nothing', async () => {
    const change = { subject: 'hand/owner.Fin', column: '', field: 'mergedInto', value: 'Finance' }
    const decided = commit(book.deps, ['decisions'], (write) => decide(book.deps, write, [change], ''))
    const groupId = decided?.groupId ?? 0
    expect((await planOf(groupId)).items).toMatchObject([{ assetName: 'Fin', kind: null, before: 'Finance', after: null }])
    expect((await decisions.list({ groupIds: [groupId], limit: 9 })).items).toMatchObject([{ assetName: 'Fin', isSleeping: false }])
  })

  test('a number that no decisions have is refused', async () => {
    const groupId = await setFour()
    for (const unknown of [0, groupId + 1, groupId + 99]) {
      await expect(plan({ groupId: unknown })).rejects.toThrow(/No decisions have/)
      expect(() => undo(unknown)).toThrow(/No decisions have/)
    }
  })
})

describe('a decisions file', () => {
  test('carries decisions to another book, where they sleep until their subject comes', async () => {
    await set({
      changes: [
        { key: ORDERS, field: 'tier', value: 'gold' },
        { key: STAGED, column: 'email', field: 'piiType', value: 'email' },
      ],
    })
    const { ticket, count } = await decisions.export({})
    expect(count).toBe(2)
    const pieces: Uint8Array[] = []
    for await (const piece of tickets.redeem(ticket).open()) pieces.push(piece)
    const other = createTestBook()
    try {
      const path = join(other.folder, 'decisions.json')
      writeFileSync(path, Buffer.concat(pieces))
      const theirs = createDecisionHandlers(() => other.deps, picks, tickets, besideHere(other.deps))
      expect(await theirs.import({ pickId: await picks.pickPaths('decisions-import', [path]) })).toMatchObject({
        taken: 2,
        skipped: 0,
        sleeping: 2,
      })
      await other.importFolder(writeProject(join(other.folder, 'shop'), SHOP))
      expect(findAssetRow(other.deps.read, findKeyByUrn(other.deps.read, ORDERS)?.assetId ?? 0)?.tier).toBe('gold')
      expect(await theirs.import({ pickId: await picks.pickPaths('decisions-import', [path]) })).toMatchObject({ taken: 0, skipped: 2 })
    } finally {
      other.close()
    }
  })

  test('taken over by another book gives the same file again, with who, when and why; what was set up by hand comes along', async () => {
    await set({ changes: [{ key: ORDERS, field: 'tier', value: 'gold' }], reason: 'was wrong' })
    book.now()
    commit(book.deps, ['decisions'], (write) =>
      createHandMade(book.deps, write, { kind: 'issue', name: 'Late', fields: {}, reason: 'seen' }),
    )
    const first = exportDecisions(book.deps.read)
    const other = createTestBook()
    try {
      await other.importFolder(writeProject(join(other.folder, 'shop'), SHOP))
      const path = join(other.folder, 'decisions.json')
      writeFileSync(path, JSON.stringify(first))
      const deps = { ...other.deps, author: () => 'Somebody Else' }
      const theirs = createDecisionHandlers(() => deps, picks, tickets, besideHere(deps))
      await theirs.import({ pickId: await picks.pickPaths('decisions-import', [path]) })
      expect(exportDecisions(deps.read)).toEqual(first)
      expect(listAssets(deps.read, { kind: 'issue', pieces: [], after: null, limit: 9 }).map((asset) => asset.name)).toEqual(['Late'])
      expect(listJournal(deps.read, { limit: 1 }).items[0]).toMatchObject({ kind: 'decide', author: 'Somebody Else' })
      expect(verifyBook(deps.read)).toMatchObject({ ok: true })
    } finally {
      other.close()
    }
  })

  test('goes to the source of the same target, whichever target a book met first', async () => {
    const project = (folder: string, target: string): string => {
      const path = writeProject(join(book.folder, folder), { ...SHOP, name: 'two' })
      const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as { metadata: Record<string, unknown> }
      manifest.metadata['adapter_type'] = target
      writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest))
      return path
    }
    const [duck, snow] = [project('duck', 'duckdb'), project('snow', 'snowflake')]
    await book.importFolder(snow)
    await book.importFolder(duck)
    const change = { subject: 'dbt:two/model.two.fct_orders', column: '', field: 'ownerTeam', value: 'Snow team' }
    commit(book.deps, ['decisions'], (write) => decide(book.deps, write, [change], ''))
    const path = join(book.folder, 'decisions.json')
    writeFileSync(path, JSON.stringify(exportDecisions(book.deps.read)))
    for (const [order, isSleeping] of [
      [[duck, snow], false],
      [[duck], true],
    ] as const) {
      const other = createTestBook()
      try {
        for (const folder of order) await other.importFolder(folder)
        const theirs = createDecisionHandlers(() => other.deps, picks, tickets, besideHere(other.deps))
        const { sleeping } = await theirs.import({ pickId: await picks.pickPaths('decisions-import', [path]) })
        expect(sql(other.deps.read, 'select subject from decision').all()).toEqual([{ subject: 'dbt:two@snowflake/model.two.fct_orders' }])
        expect(sleeping).toBe(isSleeping ? 1 : 0)
      } finally {
        other.close()
      }
    }
  })

  test('is laid out as JSON is for people, whatever it says', () => {
    const common = { column: null, isCleared: false, author: 'Bo', atMs: 0, reason: 'line\u2028end\nand more' }
    const sources = [{ identity: 'dbt:shop', format: 'dbt', name: 'shop', target: null }]
    for (const values of [[], ['gold'], [['a', 'b'], { deep: { er: [] } }, 7]])
      for (const named of [[], sources]) {
        const decisions = values.map((value, index) => ({ key: `k${index}`, field: 'f', value: value as JsonValue, ...common }))
        const whole = { schemaVersion: 1, kind: 'stewardbook-decisions', sources: named, decisions }
        expect([...writeDecisions(named, decisions)].join('')).toBe(`${JSON.stringify(whole, null, 2)}\n`)
      }
  })

  test('that is large or packed is read and taken over in a job of its own; one that is too large is refused', async () => {
    const here = besideHere(book.deps)
    const own = createDecisionHandlers(() => book.deps, picks, tickets, here)
    const bring = async (name: string, content: string | Uint8Array) => {
      const path = join(book.folder, name)
      writeFileSync(path, content)
      return own.import({ pickId: await picks.pickPaths('decisions-import', [path]) })
    }
    const padding = ' '.repeat(1_000_000)
    expect(await bring('large.json', fileOf(ORDERS, 'tier', 'gold') + padding)).toMatchObject({ taken: 1, skipped: 0, sleeping: 0 })
    expect(await bring('packed.json', gzipSync(fileOf(ORDERS, 'tier', 'silver')))).toMatchObject({ taken: 1 })
    expect(await bring('small.json', fileOf(ORDERS, 'tier', 'bronze'))).toMatchObject({ taken: 1 })
    expect(row(ORDERS)?.tier).toBe('bronze')
    expect(here.titles).toEqual(['large.json', 'packed.json'].map((name) => `Taking over the decisions of “${name}”`))
    const wrong = `{"kind":"stewardbook-decisions","schemaVersion":1,"decisions":[{}]}${padding}`
    await expect(bring('wrong.json', wrong)).rejects.toMatchObject({
      code: 'bad-file',
      message: '“wrong.json” is a decisions file with a fault. “decisions.0.key” is missing.',
      details: { file: 'wrong.json', path: 'decisions.0.key' },
    })
    const large = await openSourceFile(join(book.folder, 'large.json'), 'large.json')
    await expect(readDecisionsFile(large, 1_000_000)).rejects.toMatchObject({
      code: 'bad-file',
      message: '“large.json” is too large for a decisions file: at most 1 MB are read.',
      details: { file: 'large.json' },
    })
  })

  test('that was uploaded is gone once it was read', async () => {
    const bytes = Buffer.from(fileOf(ORDERS, 'tier', 'gold'))
    const uploadId = await picks.beginUpload('decisions-import', [{ name: 'd.json', sizeBytes: bytes.length }])
    await picks.writeUpload(uploadId, 0, 0, bytes)
    const { pickId } = await picks.endUpload(uploadId)
    const { entries, ...pick } = await picks.take(pickId, 'decisions-import')
    const here = createDecisionHandlers(
      () => book.deps,
      { ...picks, take: async () => ({ entries, ...pick }) },
      tickets,
      besideHere(book.deps),
    )
    await here.import({ pickId })
    expect(entries.map(({ path }) => existsSync(path))).toEqual([false])
  })

  test('with a value that its field does not take is a bad file, which is told with the place', async () => {
    const whole = JSON.parse(fileOf(ORDERS, 'tier', 'gold')) as { decisions: Record<string, unknown>[] }
    const [one] = whole.decisions
    const path = join(book.folder, 'wrong.json')
    for (const [wrong, reason] of [
      [{ field: 'tier', value: 'platinum' }, '“tier” of “dbt:shop/model.shop.fct_orders”: “Tier” takes one of gold, silver, bronze.'],
      [{ field: 'colour', value: 'red' }, '“colour” of “dbt:shop/model.shop.fct_orders”: A dataset has no field “colour”.'],
      [
        { column: 'email', field: 'piiType', value: 7 },
        '“piiType” of column “email” of “dbt:shop/model.shop.fct_orders”: “PII type” takes text.',
      ],
    ] as const) {
      writeFileSync(path, JSON.stringify({ ...whole, decisions: [one, { ...one, ...wrong }] }))
      await expect(decisions.import({ pickId: await picks.pickPaths('decisions-import', [path]) })).rejects.toMatchObject({
        code: 'bad-file',
        message: `“wrong.json” is a decisions file with a fault. “decisions.1”, ${reason}`,
        details: { file: 'wrong.json', path: 'decisions.1', key: ORDERS, field: wrong.field },
      })
    }
    expect(row(ORDERS)?.tier).not.toBe('gold')
  })

  test('that is something else is refused with the reason', async () => {
    const path = join(book.folder, 'wrong.json')
    for (const [text, reason] of [
      ['{', /not JSON/],
      ['{"schemaVersion":1}', /“wrong\.json” is no decisions file\. Such a file is made by exporting/],
      ['[]', /no decisions file/],
      ['{"kind":"stewardbook-decisions","schemaVersion":2}', /of another version/],
      ['{"kind":"stewardbook-decisions","schemaVersion":1,"decisions":[{}]}', /with a fault\. “decisions\.0\.key” is missing\.$/],
      [fileOf('hand/owner.Fin', 'mergedInto', ['Finance']), /mergedInto.*can't be \["Finance"\]/],
      [fileOf('dbt:shop/model.shop.orders', 'sameAs', 7), /sameAs.*can't be 7/],
      [fileOf('dbt:shop/model.shop.orders', 'tier', 'platinum'), /takes one of/],
    ] as const) {
      writeFileSync(path, text)
      await expect(decisions.import({ pickId: await picks.pickPaths('decisions-import', [path]) })).rejects.toThrow(reason)
    }
  })
})
