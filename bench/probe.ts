/** What a program found out: milliseconds, megabytes, counts. */
export type Numbers = Readonly<Record<string, number>>

/** How many times as long everything of ours takes that is timed: shows that a benchmark would notice. */
const SLOWDOWN = Number(process.env['STEWARDBOOK_BENCH_SLOWDOWN'] ?? '1')

/** Runs `work` and answers how many milliseconds it took. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  const tookMs = performance.now() - startedAt
  if (SLOWDOWN <= 1) return tookMs
  const end = performance.now() + tookMs * (SLOWDOWN - 1)
  while (performance.now() < end);
  return performance.now() - startedAt
}

/** A time that another process took, as `timed` would have it. */
export const prolonged = (tookMs: number): number => tookMs * Math.max(1, SLOWDOWN)

/** The most memory this process ever held at once, its threads included. */
export function peakRssMb(): number {
  return process.resourceUsage().maxRSS / 1024
}

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** The middle duration of many calls, the first of them (not yet compiled) left out. */
export async function medianOf(calls: number, call: (index: number) => unknown): Promise<number> {
  const taken: number[] = []
  for (let index = 0; index < calls; index++) taken.push(await timed(() => call(index)))
  return percentile(taken.slice(Math.floor(calls / 4)), 0.5)
}
