import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateArtifact } from './generate/files.ts'
import { TESTS_PER_MODEL } from './generate/project.ts'
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
  await run({ artifacts: generateArtifact(data, 'manifest', { models: MODELS, seed: 1 }), folder, book })
  const host = await openBench(folder, book)
  expect(await host.client.book.verify({})).toMatchObject({ ok: true, firstBroken: null })
  expect(await host.client.book.check({})).toEqual({ ok: true, problems: [] })
  const { book: found } = await host.client.book.current({})
  expect(found?.counts).toMatchObject({ datasets: MODELS * 1.05, checks: MODELS * TESTS_PER_MODEL })
  await host.close()
})
