import { setTimeout as wait } from 'node:timers/promises'

/** What a program found out: milliseconds, megabytes, counts. */
export type Numbers = Readonly<Record<string, number>>
/** A program measures one thing in a process of its own. `loadMs`: how long its own code took to load. */
export type Program<Input> = (input: Input, loadMs: number) => Numbers | Promise<Numbers>

/** Makes everything timed take this many times as long: shows that a benchmark would notice. */
const SLOWDOWN = Number(process.env['STEWARDBOOK_BENCH_SLOWDOWN'] ?? '1')

/** Runs `work` and answers how long it took. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  if (SLOWDOWN > 1) await wait((performance.now() - startedAt) * (SLOWDOWN - 1))
  return performance.now() - startedAt
}

/** The most memory this process ever held at once, its threads included. */
export function peakRssMb(): number {
  return process.resourceUsage().maxRSS / 1024
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
