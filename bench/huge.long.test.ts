import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from './bundle.ts'
import { generateArtifact } from './generate/files.ts'
import { TESTS_PER_MODEL } from './generate/project.ts'
import { apply, createBook, openBench, preview } from './measured/host.ts'

/** More than one text can hold in Node: such a file can only be read piece by piece. */
const LONGEST_TEXT_BYTES = 0x1fffffe8
const MODELS = 58_000

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-huge-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('a manifest larger than any text is imported whole', { timeout: 1_800_000 }, async () => {
  const data = join(ROOT, '.cache/bench/data')
  mkdirSync(data, { recursive: true })
  const artifacts = generateArtifact(data, 'manifest', { models: MODELS, seed: 1 })
  expect(statSync(join(artifacts, 'manifest.json')).size).toBeGreaterThan(LONGEST_TEXT_BYTES)
  const host = await openBench(folder, null)
  await createBook(host, join(folder, 'huge.stewardbook'))
  const planId = await preview(host, artifacts)
  const { receipt } = await host.client.imports.plan({ planId })
  const kinds = new Map(receipt.kinds.map((kind) => [kind.kind, kind]))
  expect(kinds.get('model')).toMatchObject({ inFile: MODELS, taken: MODELS, left: 0 })
  expect(kinds.get('test')).toMatchObject({ inFile: MODELS * TESTS_PER_MODEL, taken: MODELS * TESTS_PER_MODEL, left: 0 })
  await apply(host, planId)
  const { book } = await host.client.book.current({})
  expect(book?.counts.checks).toBe(MODELS * TESTS_PER_MODEL)
  await host.close()
})
