import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listAssetsOfSource } from '#db/keys'
import { readAhead } from '../derive-together.ts'
import { loadCurrentRules } from '../rules.ts'
import { makeBigProject } from '../testing/big-project.ts'
import { writeProject } from '../testing/dbt-project.ts'
import { createTestBook } from '../testing/test-book.ts'
import { deriveHere, deriveInGroups, type NewAsset } from './derive-beside.ts'

test('a thread of its own derives the same as is derived here', async () => {
  const book = createTestBook()
  const pending = await book.plan(writeProject(join(book.folder, 'big'), makeBigProject({ name: 'big', models: 400, seed: 1 })))
  const { write } = book
  const visible = pending.importId
  const assetIds = listAssetsOfSource(write, pending.sourceId)
  const drain = async (groups: AsyncGenerator<readonly NewAsset[], void>): Promise<readonly NewAsset[]> => {
    const assets: NewAsset[] = []
    for await (const group of groups) assets.push(...group)
    return assets
  }
  const context = { db: write, rules: loadCurrentRules(write), visible, look: readAhead(write, visible) }
  const made = await drain(deriveInGroups(context, assetIds, 1))
  expect(made.map(({ id }) => id)).toEqual(assetIds)
  expect(made).toEqual(await drain(deriveHere(context, assetIds)))
  book.close()
})
