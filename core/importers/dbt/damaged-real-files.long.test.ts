import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { faultsOfItems } from '../testing/check-items.ts'
import { memoryFile, seededNumbers } from '../testing/memory-file.ts'
import { mutate } from '../testing/mutate.ts'
import { faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { dbtImporter } from './index.ts'
import { isDbtArtifactName } from './names.ts'

const FOLDER = resolve(process.env['STEWARDBOOK_REAL_DATA'] ?? '../shared/data', 'dbt')
const isThere = existsSync(FOLDER)
if (!isThere) process.stderr.write(`No real dbt files under ${FOLDER}: tests on them are skipped.\n`)
const MUTANTS = 2000

it.skipIf(!isThere)(`takes or refuses ${MUTANTS} damaged real artifacts, nothing in between`, { timeout: 3_600_000 }, async () => {
  const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
    (path) => isDbtArtifactName(path) && !path.includes('malformed'),
  )
  paths.sort()
  const contents = new Map<string, Uint8Array>()
  const outcomes: Record<string, number> = {}
  let slowestMs = 0
  for (let seed = 1; seed <= MUTANTS; seed++) {
    const random = seededNumbers(seed)
    const path = paths[seed % paths.length] ?? ''
    const original = contents.get(path) ?? unpack(join(FOLDER, path))
    contents.set(path, original)
    const file = memoryFile(path, mutate(original, random), [1000 + Math.floor(random() * 200_000)])
    const startedMs = performance.now()
    const outcome = await tryImport(seed, file)
    slowestMs = Math.max(slowestMs, performance.now() - startedMs)
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
  process.stderr.write(`damaged real artifacts: ${JSON.stringify(outcomes)}; slowest ${slowestMs.toFixed(0)} ms\n`)
  expect(outcomes['taken']).toBeGreaterThan(MUTANTS / 5)
  expect(outcomes['taken']).toBeLessThan(MUTANTS)
  expect(slowestMs).toBeLessThan(20_000)
})

const unpack = (path: string): Uint8Array => new Uint8Array(path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path))

/** `taken`, or what the error says is wrong. Anything else fails the test. */
async function tryImport(seed: number, file: ReturnType<typeof memoryFile>): Promise<string> {
  try {
    await dbtImporter.inspect([file], {})
    const { items, summary } = await readAll(dbtImporter, [file])
    expect({ seed, faults: [...faultsOfReceipt(summary), ...faultsOfItems(items)] }).toEqual({ seed, faults: [] })
    return 'taken'
  } catch (error) {
    if (!(error instanceof AppError)) throw new Error(`damage ${seed} to ${file.name} broke the importer`, { cause: error })
    expect(error.code).toBe('bad-file')
    return String(error.details['problem'])
  }
}
