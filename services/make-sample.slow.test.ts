import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { AppError } from '#core/errors'
import { parseMoney } from '#core/money'
import { SampleDefinition } from '#core/sample/definition'
import { tellStory } from '#core/sample/story'
import { openReadConnection, sql } from '#db/connection'
import { tempFolder } from '#db/testing/temp-folder'
import { checkBook } from './check-book.ts'
import { createCostHandlers } from './costs.ts'
import type { BookDeps } from './deps.ts'
import { verifyBook } from './journal.ts'
import { makeSample } from './make-sample.ts'
import { listLeftHolders } from './owners/list-owners.ts'
import { besideHere } from './testing/beside-here.ts'

const CHOICE = { seed: 1, untilMs: Date.UTC(2026, 2, 31, 15) }
const make = (path: string) => makeSample(path, CHOICE, () => undefined)

describe('the sample catalog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stewardbook-sample-test-'))
  const path = join(folder, 'larkmoor.stewardbook')
  beforeAll(async () => {
    await make(path)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const read = <T>(work: (db: ReturnType<typeof openReadConnection>) => T): T => {
    const db = openReadConnection(path)
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  const count = (query: string): number => read((db) => sql<{ n: number }>(db, `select count(*) n from ${query}`).get()?.n ?? 0)

  test('is a whole book: its journal, its file and its lists fit', () => {
    expect(read((db) => verifyBook(db))).toMatchObject({ ok: true })
    expect(read((db) => checkBook(db))).toEqual({ ok: true, problems: [] })
  })

  test('has something to show everywhere', () => {
    const datasets = count(`asset where kind = 'dataset' and status = 'active'`)
    expect(datasets).toBeGreaterThanOrEqual(110)
    expect(count(`asset where kind = 'dataset' and status = 'retired'`)).toBeGreaterThan(0)
    for (const gap of ['ownerTeam', 'description', 'tier']) {
      const missing = count(`asset where kind = 'dataset' and status = 'active' and ${gap} is null`)
      expect(missing, gap).toBeGreaterThan(5)
      expect(missing, gap).toBeLessThan(datasets)
    }
    expect(count(`asset where kind = 'dataset' and failingCheckCount > 0`)).toBeGreaterThan(0)
    expect(count(`asset where kind = 'term'`)).toBeGreaterThanOrEqual(10)
    expect(count(`asset_term t join asset a on a.id = t.assetId where a.status = 'active'`)).toBeGreaterThan(20)
    expect(count(`asset where kind = 'domain' and ownerTeam is not null`)).toBe(5)
    expect(count(`asset p join asset_tag t on t.assetId = p.id join asset_key k on k.urn = t.tag where p.kind = 'data_product'`)).toBe(9)
    expect(count(`asset where kind = 'exposure'`)).toBeGreaterThanOrEqual(5)
    // One dataset its project says is hers, one that she looks after by a decision.
    expect(read(listLeftHolders)).toEqual(['Hanne Voss'])
    const held = `asset where kind = 'dataset' and status = 'active' and`
    expect([count(`${held} ownerTeam = 'Hanne Voss'`), count(`${held} steward = 'Hanne Voss'`)]).toEqual([1, 1])
    expect(count('column_edge')).toBeGreaterThan(500)
    // The list names nothing that the project does not.
    expect(count(`asset where sourceNames = '["Warehouse lineage"]'`)).toBe(0)
    const unknown = 'lower(c.name) = n.name and c.assetId'
    for (const [column, id] of [
      ['upColumn', 'upId'],
      ['downColumn', 'downId'],
    ] as const)
      expect(
        count(
          `column_edge e join column_name n on n.id = e.${column} where not exists (select 1 from asset_column c where ${unknown} = e.${id})`,
        ),
      ).toBe(0)
    expect(count('decision')).toBeGreaterThan(20)
    expect(count(`"import" where status = 'visible'`)).toBeGreaterThan(14)
    expect(count('fact where toImport is not null')).toBeGreaterThan(0)
  })

  test('charges to the last digit what the bills say that were brought, the last word on each month', async () => {
    const definition = SampleDefinition.parse(JSON.parse(readFileSync(new URL('../assets/sample/larkmoor.json', import.meta.url), 'utf8')))
    const bills = tellStory(definition, CHOICE).filter((step) => step.kind === 'costs')
    const last = new Map(bills.map(({ fileName, rows }) => [/\d{4}-\d{2}/.exec(fileName)?.[0], rows]))
    const told = [...last].map(([month, rows]) => {
      const units = rows.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n)
      return { month, currency: 'EUR', units, entryCount: rows.length, isFull: month !== '2026-03' }
    })
    expect(told).toHaveLength(14)
    const { items } = await read((db) => {
      const deps = { read: db } as unknown as BookDeps
      return createCostHandlers(() => deps, besideHere(deps)).months({})
    })
    const unitsOf = (amount: string): bigint => {
      const { micros, rest } = parseMoney(amount).money
      expect([micros % 100n, rest]).toEqual([0n, 0n])
      return micros / 100n
    }
    expect(items.map(({ amount, components: _components, ...month }) => ({ ...month, units: unitsOf(amount) }))).toEqual(told)
    expect(count(`"import" i join source s on s.id = i.sourceId where s.name = 'Cloud bill' and i.status = 'visible'`)).toBe(bills.length)
    expect(count('cost_entry where toImport is not null')).toBeGreaterThan(0)
  })

  test('is the same bytes for the same seed and day, however slow the machine', async () => {
    const again = join(tempFolder(), 'larkmoor.stewardbook')
    const start = performance.now()
    let reads = 0
    // Each look at the clock is later than an import's transaction may last.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => start + 60 * ++reads)
    await make(again)
    clock.mockRestore()
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
  })

  test('is never made over a file that is there', async () => {
    await expect(make(path)).rejects.toThrow(AppError)
  })
})
