import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { makeBigProject } from '../testing/big-project.ts'
import { makeManifest } from '../testing/dbt-project.ts'
import { createTestBook } from '../testing/test-book.ts'

test('a packed file that ends early is refused once, whether the import or the packing of its original meets the end first', async () => {
  const book = createTestBook()
  onTestFinished(() => book.close())
  const path = join(book.folder, 'manifest.json.gz')
  const packed = gzipSync(JSON.stringify(makeManifest(makeBigProject({ name: 'big', models: 300, seed: 2 }))))
  writeFileSync(path, packed.subarray(0, -20))
  const refused = { code: 'bad-file', details: { file: 'manifest.json.gz', problem: 'truncated', position: expect.any(Number) } }
  await expect(book.plan(path)).rejects.toMatchObject(refused)
  expect(book.write.prepare('select count(*) from "import"').pluck().get()).toBe(0)
})
