import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AppError } from '#core/errors'
import type { ImportFile } from '../intake.ts'
import { faultsOfItems } from '../testing/check-items.ts'
import { memoryFile, seededNumbers } from '../testing/memory-file.ts'
import { mutate } from '../testing/mutate.ts'
import { faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { dbtImporter } from './index.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')
const SETS: Readonly<Record<string, readonly string[]>> = {
  v4: ['manifest', 'catalog', 'run_results'],
  v12: ['manifest', 'catalog', 'run_results', 'sources'],
}
const MUTANTS = 300

const original = (version: string, name: string): Uint8Array => readFileSync(join(FIXTURES, version, `${name}.json`))

it(`takes or refuses ${MUTANTS} damaged artifacts, nothing in between`, { timeout: 60_000 }, async () => {
  const outcomes = { taken: 0, refused: 0 }
  for (let seed = 1; seed <= MUTANTS; seed++) {
    const random = seededNumbers(seed)
    const version = random() < 0.5 ? 'v4' : 'v12'
    const names = SETS[version] ?? []
    const damaged = names[Math.floor(random() * random() * names.length)]
    const files: ImportFile[] = names
      .filter((name) => name === damaged || random() < 0.7)
      .map((name) =>
        memoryFile(`${name}.json`, name === damaged ? mutate(original(version, name), random) : original(version, name), [
          1 + Math.floor(random() * 5000),
        ]),
      )
    try {
      await dbtImporter.inspect(files, {})
      const { items, summary } = await readAll(dbtImporter, files)
      expect({ seed, faults: [...faultsOfReceipt(summary), ...faultsOfItems(items)] }).toEqual({ seed, faults: [] })
      outcomes.taken += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw new Error(`damage ${seed} broke the importer`, { cause: error })
      expect(['bad-file', 'ambiguous']).toContain(error.code)
      outcomes.refused += 1
    }
  }
  expect(outcomes.taken + outcomes.refused).toBe(MUTANTS)
  expect(Math.min(outcomes.taken, outcomes.refused)).toBeGreaterThan(MUTANTS / 5)
})
