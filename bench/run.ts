import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BENCHMARKS, type Benchmark, type Size, SIZES, USUAL_SIZES } from './benchmarks.ts'
import { bundlePrograms, ROOT } from './bundle.ts'
import { runChild } from './child.ts'
import { preparePlace } from './place.ts'
import { isMissed, type Result, runBenchmark } from './rounds.ts'
import { formatTable } from './table.ts'

// `npm run bench -- [--size 1k|10k|100k] [--only NAME] [--slow-down N]`: one line of JSON per result, then a table.
// Exit code 1 when a goal is missed, 2 when something was asked for that is not there.

const PROGRAMS = join(ROOT, `.cache/bench/programs-${process.pid}`)

type Wanted = { readonly sizes: readonly Size[]; readonly benchmarks: readonly Benchmark[]; readonly slowDown: string }

const isAt = (benchmark: Benchmark, size: Size): boolean => (benchmark.sizes ?? USUAL_SIZES).includes(size)
const isSize = (name: string): name is Size => Object.hasOwn(SIZES, name)

function readArguments(): Wanted {
  const { values } = parseArgs({
    options: { size: { type: 'string' }, only: { type: 'string' }, 'slow-down': { type: 'string', default: '1' } },
  })
  const { size, only } = values
  if (size !== undefined && !isSize(size)) throw new Error(`There is no size “${size}”: ${Object.keys(SIZES).join(', ')}.`)
  const named = BENCHMARKS.filter(({ name }) => only === undefined || name === only)
  if (named.length === 0) throw new Error(`There is no benchmark “${only}”: ${BENCHMARKS.map(({ name }) => name).join(', ')}.`)
  const sizes = size === undefined ? USUAL_SIZES : [size]
  const benchmarks = named.filter((benchmark) => sizes.some((wanted) => isAt(benchmark, wanted)))
  if (benchmarks.length === 0) {
    throw new Error(`“${only}” is not measured at ${sizes.join(' or ')}, but at ${named.flatMap((one) => one.sizes ?? []).join(', ')}.`)
  }
  return { sizes, benchmarks, slowDown: values['slow-down'] }
}

async function measure({ sizes, benchmarks, slowDown }: Wanted, folder: string): Promise<readonly Result[]> {
  buildApp()
  const file = await bundlePrograms(PROGRAMS)
  const results: Result[] = []
  for (const size of sizes.filter((one) => benchmarks.some((benchmark) => isAt(benchmark, one)))) {
    const place = await preparePlace(file, size, folder)
    for (const benchmark of benchmarks.filter((one) => isAt(one, size))) {
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

/** Some benchmarks start what `npm run build` makes, so it must be of these sources. */
function buildApp(): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], { stdio: ['ignore', 'inherit', 'ignore'] })
  if (status !== 0) throw new Error('The app could not be built. Run: npm run build')
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
