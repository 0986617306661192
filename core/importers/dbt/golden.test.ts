import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImportFile } from '../intake.ts'
import { faultsOfItems } from '../testing/check-items.ts'
import { countArtifact } from '../testing/independent-count.ts'
import { memoryFile } from '../testing/memory-file.ts'
import { faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { dbtImporter } from './index.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')
const open = (version: string, name: string): ImportFile =>
  memoryFile(`target/${name}.json`, readFileSync(join(FIXTURES, version, `${name}.json`)), [997])

const CASES: readonly (readonly [golden: string, version: string, names: readonly string[]])[] = [
  ['v4-whole', 'v4', ['run_results', 'catalog', 'manifest']],
  ['v4-catalog-alone', 'v4', ['catalog']],
  ['v4-run-results-alone', 'v4', ['run_results']],
  ['v12-whole', 'v12', ['sources', 'catalog', 'run_results', 'manifest']],
  ['v12-freshness-alone', 'v12', ['sources']],
]

describe('what two whole projects become', () => {
  it.each(CASES)('%s', async (golden, version, names) => {
    const files = names.map((name) => open(version, name))
    const inspection = await dbtImporter.inspect(files, {})
    const { items, summary } = await readAll(dbtImporter, files)
    expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
    const text = `${JSON.stringify({ inspection, items, summary }, null, 2)}\n`
    const path = join(import.meta.dirname, 'golden', `${golden}.json`)
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text)
    expect(existsSync(path), `${path} is missing; write it with UPDATE_GOLDEN=1 and look at it`).toBe(true)
    expect(text).toBe(readFileSync(path, 'utf8'))
  })

  it('holds as many of each kind as an independent count finds', async () => {
    for (const [, version, names] of CASES) {
      const { summary } = await readAll(
        dbtImporter,
        names.map((name) => open(version, name)),
      )
      for (const name of names) {
        const counted = countArtifact(readFileSync(join(FIXTURES, version, `${name}.json`), 'utf8'))
        const receipt = summary.files.find((file) => file.name === `target/${name}.json`)
        expect(Object.fromEntries(receipt?.kinds.map(({ kind, inFile }) => [kind, inFile]) ?? [])).toEqual(counted)
      }
    }
  })
})
