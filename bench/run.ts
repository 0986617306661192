import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BENCHMARKS, type Benchmark, type Place } from './benchmarks.ts'
import { bundlePrograms, ROOT } from './bundle.ts'
import { runChild } from './child.ts'
import { generateArtifact } from './generate/files.ts'
import { isMissed, type Result, runBenchmark } from './rounds.ts'
import { formatTable } from './table.ts'

// `npm run bench -- [--size 1k|10k] [--only NAME] [--slow-down N]`: one line of JSON per result, then a table.
// Exit code 1 when a goal is missed, 2 when something was asked for that is not there.

const SIZES: Readonly<Record<string, number>> = { '1k': 1000, '10k': 10_000 }
/** What comes in while a person reads is large whatever the book's size, so that there is time to read. */
const OTHER_MODELS = 10_000
const SEED = 1
const OTHER_SEED = 2
const DATA = join(ROOT, '.cache/bench/data')
const PROGRAMS = join(ROOT, `.cache/bench/programs-${process.pid}`)

type Wanted = { readonly sizes: readonly string[]; readonly benchmarks: readonly Benchmark[]; readonly slowDown: string }

function readArguments(): Wanted {
  const { values } = parseArgs({
    options: { size: { type: 'string' }, only: { type: 'string' }, 'slow-down': { type: 'string', default: '1' } },
  })
  const sizes = values.size === undefined ? Object.keys(SIZES) : [values.size]
  const benchmarks = BENCHMARKS.filter(({ name }) => values.only === undefined || name === values.only)
  const unknown = sizes.find((size) => SIZES[size] === undefined)
  if (unknown !== undefined) throw new Error(`There is no size “${unknown}”: ${Object.keys(SIZES).join(', ')}.`)
  if (benchmarks.length === 0) throw new Error(`There is no benchmark “${values.only}”: ${BENCHMARKS.map(({ name }) => name).join(', ')}.`)
  return { sizes, benchmarks, slowDown: values['slow-down'] }
}

async function preparePlace(program: string, size: string, folder: string): Promise<Place> {
  const artifacts = generateArtifact(DATA, 'manifest', { models: SIZES[size] ?? 0, seed: SEED })
  const otherArtifacts = (): string => generateArtifact(DATA, 'manifest', { models: OTHER_MODELS, seed: OTHER_SEED })
  const book = join(folder, `${size}.stewardbook`)
  if (!existsSync(book)) await runChild(program, { program: 'measured/make-book', input: { artifacts, folder, book }, env: {} })
  return { artifacts, otherArtifacts, book, folder }
}

async function measure({ sizes, benchmarks, slowDown }: Wanted, folder: string): Promise<readonly Result[]> {
  const file = await bundlePrograms(PROGRAMS)
  const results: Result[] = []
  for (const size of sizes) {
    const place = await preparePlace(file, size, folder)
    for (const benchmark of benchmarks) {
      const scratch = join(folder, 'scratch')
      mkdirSync(scratch)
      const found = await runBenchmark(benchmark, size, { ...place, folder: scratch }, ({ program, input }) => {
        const isOurs = program.startsWith('measured/')
        return runChild(file, { program, input, env: isOurs ? { STEWARDBOOK_BENCH_SLOWDOWN: slowDown } : {} }).finally(() => empty(scratch))
      })
      rmSync(scratch, { recursive: true })
      for (const result of found) process.stdout.write(`${JSON.stringify(result)}\n`)
      results.push(...found)
    }
  }
  return results
}

function empty(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
}

async function main(): Promise<number> {
  let wanted: Wanted
  try {
    wanted = readArguments()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'stewardbook-bench-'))
  try {
    const results = await measure(wanted, folder)
    process.stdout.write(`\n${formatTable(results)}\n`)
    return results.some((result) => isMissed(result)) ? 1 : 0
  } finally {
    for (const made of [folder, PROGRAMS]) rmSync(made, { recursive: true, force: true })
  }
}

process.exitCode = await main()
