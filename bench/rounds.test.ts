import { expect, test } from 'vitest'
import type { Benchmark, Place } from './benchmarks.ts'
import { isMissed, runBenchmark } from './rounds.ts'
import { formatTable } from './table.ts'

const PLACE: Place = {
  artifacts: () => '',
  otherArtifacts: () => '',
  imported: () => Promise.resolve(''),
  book: '',
  smallBook: '',
  app: { root: '', main: '', host: '', program: '' },
  folder: '',
}
const BENCHMARK: Benchmark = {
  name: 'walk',
  programs: { limit: () => ({}), ours: () => ({}) },
  lines: [
    { name: 'walk-ms', value: (best) => best['ours']?.['ms'] ?? Number.NaN, limit: (best) => best['limit']?.['ms'] ?? Number.NaN, goal: 2 },
  ],
}

test('takes the best of three rounds of each program, run in turn', async () => {
  const asked: string[] = []
  const times: Record<string, number[]> = { limit: [12, 10, 30], ours: [25, 18, 19] }
  const [result] = await runBenchmark(BENCHMARK, '1k', PLACE, ({ program }) => {
    asked.push(program)
    return Promise.resolve({ ms: times[program]?.shift() ?? 0 })
  })
  expect(asked).toEqual(['limit', 'ours', 'limit', 'ours', 'limit', 'ours'])
  expect(result).toEqual({ name: 'walk-ms', size: '1k', value: 18, limit: 10, ratio: 1.8, goal: 2 })
})

test('a size below those a goal was set for has none', async () => {
  const large = { ...BENCHMARK, lines: BENCHMARK.lines.map((line) => ({ ...line, goalFrom: '10k' as const })) }
  const times = ({ program }: { readonly program: string }): Promise<{ ms: number }> =>
    Promise.resolve({ ms: program === 'ours' ? 50 : 10 })
  const results = [...(await runBenchmark(large, '1k', PLACE, times)), ...(await runBenchmark(large, '10k', PLACE, times))]
  expect(results.map((result) => [result.goal, isMissed(result)])).toEqual([
    [null, false],
    [2, true],
  ])
  expect(formatTable(results)).toContain('no goal at this size')
})

test('a ratio over the goal, or none at all, is a miss', async () => {
  const [nothing] = await runBenchmark(BENCHMARK, '1k', PLACE, () => Promise.resolve({}))
  const [slow] = await runBenchmark(BENCHMARK, '1k', PLACE, ({ program }) => Promise.resolve({ ms: program === 'ours' ? 21 : 10 }))
  const [even] = await runBenchmark(BENCHMARK, '1k', PLACE, ({ program }) => Promise.resolve({ ms: program === 'ours' ? 20 : 10 }))
  expect([nothing, slow, even].map((result) => result !== undefined && isMissed(result))).toEqual([true, true, false])
  expect(slow === undefined ? '' : formatTable([slow])).toContain('MISSED')
})
