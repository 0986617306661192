import { type Benchmark, type Best, type Place, type Size, SIZES } from './benchmarks.ts'
import type { Child } from './child.ts'
import type { Numbers } from './probe.ts'

/** Unless a benchmark says otherwise. */
const ROUNDS = 3

/** What is printed of one line. `ratio` is value / limit; smaller is better everywhere. */
export type Result = {
  readonly name: string
  readonly size: Size
  readonly value: number
  readonly limit: number
  readonly ratio: number
  /** null where the size is smaller than those it was set for. */
  readonly goal: number | null
}

/**
 * Runs the programs of a benchmark in turn, several times, and takes the best of each number: what else the machine does
 * can only make things slower, and hits ours and the limit alike.
 */
export async function runBenchmark(
  benchmark: Benchmark,
  size: Size,
  place: Place,
  run: (child: Pick<Child, 'program' | 'input'>) => Promise<Numbers>,
): Promise<readonly Result[]> {
  const best: Record<string, Numbers> = {}
  for (let round = 0; round < (benchmark.rounds ?? ROUNDS); round++) {
    for (const [program, inputOf] of Object.entries(benchmark.programs)) {
      best[program] = smallest(best[program], await run({ program, input: await inputOf(place) }))
    }
  }
  return benchmark.lines.map((line) => toResult(line, size, best))
}

function smallest(a: Numbers | undefined, b: Numbers): Numbers {
  return a === undefined ? b : Object.fromEntries(Object.entries(b).map(([name, value]) => [name, Math.min(value, a[name] ?? value)]))
}

function toResult(line: Benchmark['lines'][number], size: Size, best: Best): Result {
  const goal = SIZES[size] < SIZES[line.goalFrom ?? '1k'] ? null : line.goal
  const value = line.value(best)
  const limit = line.limit(best)
  return { name: line.name, size, value: round(value), limit: round(limit), ratio: round(value / limit), goal }
}

const round = (value: number): number => Number(value.toPrecision(3))

/** A ratio that is no number met nothing. */
export const isMissed = ({ ratio, goal }: Result): boolean => Number.isNaN(ratio) || (goal !== null && ratio > goal)
