import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract/index'
import { createPicks } from '#io/picks'
import { createTickets } from '#io/tickets'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { createDecisionHandlers } from './decisions.ts'
import { verifyBook } from './journal.ts'
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
  decisions = createDecisionHandlers(() => book.deps, picks, tickets)
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
    expect(() => undo(first)).toThrow(/changed again/)
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
      const theirs = createDecisionHandlers(() => other.deps, picks, tickets)
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
