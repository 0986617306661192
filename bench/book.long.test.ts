import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateArtifact } from './generate/files.ts'
import { costEntries } from './generate/costs.ts'
import { TESTS_PER_MODEL } from './generate/project.ts'
import { RUNS } from './generate/runs.ts'
import { openBench } from './measured/host.ts'
import { run } from './measured/make-book.ts'

const MODELS = 300

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-bench-book-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('the book that is measured is a whole one, with all that was generated', { timeout: 60_000 }, async () => {
  const data = join(folder, 'data')
  mkdirSync(data)
  const book = join(folder, 'made.stewardbook')
  const size = { models: MODELS, seed: 1 }
  const [artifacts = '', runs = '', costs = '', links = ''] = (['manifest', 'runs', 'costs', 'links'] as const).map((what) =>
    generateArtifact(data, what, size),
  )
  await run({ artifacts, runs, costs, links, folder, book })
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
  await host.close()
})
