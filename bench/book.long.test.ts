import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { productsOf, termsOf } from './generate/estate.ts'
import { generateArtifact, PARTS_OF_A_BOOK } from './generate/files.ts'
import { costEntries } from './generate/costs.ts'
import { TESTS_PER_MODEL } from './generate/project.ts'
import { RUNS } from './generate/runs.ts'
import { openBench } from './measured/host.ts'
import { type Parts, run } from './measured/make-book.ts'

const MODELS = 300

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-bench-book-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('the book that is measured is a whole one, with all that was generated', { timeout: 240_000 }, async () => {
  const data = join(folder, 'data')
  mkdirSync(data)
  const book = join(folder, 'made.stewardbook')
  const size = { models: MODELS, seed: 1 }
  const parts = Object.fromEntries(PARTS_OF_A_BOOK.map((part) => [part, generateArtifact(data, part, size)] as const)) as Parts
  await run({ ...parts, folder, book })
  const host = await openBench(folder, book)
  expect(await host.client.book.verify({})).toMatchObject({ ok: true, firstBroken: null })
  expect(await host.client.book.check({})).toEqual({ ok: true, problems: [] })
  const { book: found } = await host.client.book.current({})
  expect(found?.counts).toMatchObject({ datasets: MODELS * 1.05, checks: MODELS * TESTS_PER_MODEL })
  const { items } = await host.client.costs.months({})
  expect(items).toHaveLength(14)
  expect(items.reduce((sum, month) => sum + month.entryCount, 0)).toBe(costEntries(size))
  const { items: imports } = await host.client.imports.list({})
  // A run, and in it a result of each model and check.
  const results = RUNS * MODELS * (1 + TESTS_PER_MODEL)
  expect(imports.find(({ format, fileNames }) => format === 'dbt' && fileNames.length === RUNS)?.changes.added).toBeGreaterThanOrEqual(
    RUNS + results,
  )
  const linked = imports.find(({ format }) => format === 'links')
  expect(linked?.changes.added).toBeGreaterThanOrEqual(MODELS * 10)
  const { receipt } = await host.client.imports.show({ importId: linked?.importId ?? 0 })
  // Every name is one of the project's, and no link is told twice.
  expect(receipt).toMatchObject({ notUnderstoodTotal: 0, kinds: [{ kind: 'link', left: 0 }] })
  // People look after it: what the project says of its tables is read, and some of it is set by hand.
  const { facets } = await host.client.datasets.facets({})
  for (const facet of ['domain', 'tier', 'classification', 'ownerTeam'])
    expect(facets.find((known) => known.facet === facet)?.values.length, facet).toBeGreaterThan(2)
  expect((await host.client.terms.list({})).total).toBe(termsOf(size))
  const products = await host.client.products.list({})
  expect(products.total).toBe(productsOf(size))
  for (const product of products.items) expect(product.datasets).toBeGreaterThan(5)
  expect((await host.client.decisions.list({})).total).toBeGreaterThan(MODELS / 10)
  expect((await host.client.datasets.list({ filter: { heldBy: ['Ines Duarte'] } })).total).toBeGreaterThan(MODELS / 20)
  await host.close()
})
