import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importers } from '#core/importers/index'
import { tempFolder } from '#db/testing/temp-folder'
import { openSourceFile, type SourceFile } from '#io/source-file'
import { makeBigProject } from '../testing/big-project.ts'
import { writeProject } from '../testing/dbt-project.ts'
import { type FactStream, streamFacts, type ToldItem } from './fact-stream.ts'
import { readBeside } from './read-beside.ts'

/** More than is read ahead, which is twenty messages. */
const MODELS = 2500

async function manifest(): Promise<SourceFile> {
  const folder = writeProject(join(tempFolder(), 'big'), makeBigProject({ name: 'big', models: MODELS, seed: 1 }))
  return openSourceFile(join(folder, 'manifest.json'), 'manifest.json')
}
const beside = (file: SourceFile): FactStream => readBeside({ format: 'dbt', files: [file.seen], options: {}, ready: null })

async function drain(stream: FactStream) {
  const items: ToldItem[] = []
  for (let batches = 0; ; batches += 1) {
    const next = await stream.next()
    if (next.done === true) return { items, summary: next.value, batches }
    items.push(...next.value)
  }
}

test('a thread of its own reads the same as is read here', async () => {
  const file = await manifest()
  const told = await drain(beside(file))
  expect(told.batches).toBeGreaterThan(20)
  const here = await drain(streamFacts(importers.dbt.read([file], {})))
  expect([told.items, told.summary]).toEqual([here.items, here.summary])
})

test('what is wrong with a file is said as it is said here', async () => {
  const path = join(tempFolder(), 'manifest.json')
  writeFileSync(path, '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json"},"nodes":{"a":{]}}')
  const file = await openSourceFile(path, 'manifest.json')
  const here = await drain(streamFacts(importers.dbt.read([file], {}))).catch((error: unknown) => error)
  await expect(drain(beside(file))).rejects.toEqual(here)
  expect(here).toMatchObject({ code: 'bad-file', details: { file: 'manifest.json' } })
})

test('a file that changed since it was looked at is refused', async () => {
  const file = await manifest()
  appendFileSync(file.path, ' ')
  await expect(drain(beside(file))).rejects.toThrow('“manifest.json” changed while it was being read')
})

test('whoever has enough ends the thread', async () => {
  const stream = beside(await manifest())
  await stream.next()
  await stream.return({ files: [], covers: [], factDigest: null })
  expect(process.getActiveResourcesInfo()).not.toContain('MessagePort')
  expect((await stream.next()).done).toBe(true)
})
