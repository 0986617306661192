import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { IntakeRunResult } from '#core/importers/intake'
import { importers } from '#core/importers/index'
import { tempFolder } from '#db/testing/temp-folder'
import { openSourceFile, type SourceFile } from '#io/source-file'
import { loadCurrentRules } from '../rules.ts'
import { makeBigProject } from '../testing/big-project.ts'
import { changed, makeManifest, SHOP, type TestProject } from '../testing/dbt-project.ts'
import { createTestBook } from '../testing/test-book.ts'
import { ItemPacker, unpackItems } from './crossing.ts'
import { streamFacts, type ToldItem } from './fact-stream.ts'
import { createReadyMaker } from './ready-asset.ts'

const source = { id: 1, identity: 'dbt:big', name: 'Big', format: 'dbt' as const }

const RESULT: Omit<IntakeRunResult, 'kind'> = {
  runExternalId: 'run 1',
  name: 'model.shop.orders',
  sourceStatus: 'success',
  outcome: 'success',
  startedAtMs: 1,
  endedAtMs: null,
  durationSeconds: 0.5,
  failures: null,
  message: null,
  rowsAffected: null,
  bytesProcessed: null,
  adapterResponse: { code: 'SELECT' },
  fileIndex: 0,
  position: 'results[0]',
  extras: {},
}

/** What a manifest tells, batch by batch, with what is derived of it. */
async function readBatches(project: TestProject): Promise<readonly (readonly ToldItem[])[]> {
  const path = join(tempFolder(), 'manifest.json')
  writeFileSync(path, JSON.stringify(makeManifest(project)))
  const files: SourceFile[] = [await openSourceFile(path, 'manifest.json')]
  const book = createTestBook()
  const makeReady = createReadyMaker(loadCurrentRules(book.deps.read), { source, importId: 1, seenAtMs: 1 })
  book.close()
  const batches: (readonly ToldItem[])[] = []
  for await (const batch of streamFacts(importers.dbt.read(files, {}), makeReady)) batches.push(batch)
  return batches
}

function cross(batches: readonly (readonly ToldItem[])[]): { readonly items: ToldItem[]; readonly messages: number } {
  const packer = new ItemPacker()
  const messages = structuredClone([...batches.flatMap((batch) => packer.add(batch)), ...packer.take()])
  return { items: messages.flatMap(unpackItems), messages: messages.length }
}

test('entries, and what is derived of them, come out of the other end as they were told: many batches in few messages', async () => {
  const batches = await readBatches(makeBigProject({ name: 'big', models: 600, seed: 2 }))
  const { items, messages } = cross(batches)
  expect(items).toEqual(batches.flat())
  expect(items.filter((item) => item.kind === 'entry' && item.ready !== null).length).toBeGreaterThan(1000)
  expect(messages).toBeLessThan(batches.length / 4)
})

test('texts of more than ASCII cross as soon as others do', async () => {
  const big = makeBigProject({ name: 'big', models: 600, seed: 2 })
  const models = big.models.map((model) => ({ ...model, description: `Größe: ${model.description}`, sql: `${model.sql} -- ü` }))
  const batches = await readBatches({ ...big, models })
  const { items, messages } = cross(batches)
  expect(items).toEqual(batches.flat())
  expect(messages).toBeGreaterThan(5)
})

test('texts in any writing', async () => {
  const batches = await readBatches(changed(SHOP, SHOP.models[0]?.name ?? '', { description: 'Bestellungen – 注文 🛒', tags: ['größe'] }))
  expect(cross(batches).items).toEqual(batches.flat())
})

test('runs and their results cross as they are, in their place between entries', async () => {
  const batches = await readBatches(SHOP)
  const run: ToldItem = { kind: 'run-result', ...RESULT }
  const mixed = [...batches, [run], ...batches]
  expect(cross(mixed).items).toEqual(mixed.flat())
  expect(cross([[run], [run]]).items).toEqual([run, run])
})
