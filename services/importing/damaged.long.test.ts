import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type ArtifactSet, importDamaged } from '../testing/damaged-imports.ts'
import { hasRealData, listRealSets, REAL_DATA } from '../testing/real-artifacts.ts'

if (!hasRealData) process.stderr.write(`No real dbt files under ${REAL_DATA}: tests on them are skipped.\n`)
const DAMAGED = 2000

const unpacked = (path: string): Uint8Array => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path))

test.skipIf(!hasRealData)(
  `${DAMAGED} damaged real artifacts are refused in words, or imported and undone exactly`,
  async () => {
    const sets = listRealSets().map(({ name, paths }): ArtifactSet => {
      const files = paths.map((path) => ({ name: basename(path).replace(/\.gz$/, ''), bytes: unpacked(path) }))
      // The manifest first: it is damaged most.
      return { name, files: files.sort((a, b) => Number(b.name.includes('manifest')) - Number(a.name.includes('manifest'))) }
    })
    const total = { applied: 0, unchanged: 0, refused: 0, slowestMs: 0, problems: new Map<string, number>() }
    // A few sets at a time: every one of a book's states is compared as a whole.
    const atOnce = 4
    let seed = 0
    for (let first = 0; first < sets.length; first += atOnce) {
      const share = Math.round((DAMAGED * Math.min(sets.length, first + atOnce)) / sets.length)
      const seeds: number[] = []
      while (seed < share) seeds.push((seed += 1))
      const outcomes = await importDamaged(sets.slice(first, first + atOnce), seeds)
      total.applied += outcomes.applied
      total.unchanged += outcomes.unchanged
      total.refused += outcomes.refused
      total.slowestMs = Math.max(total.slowestMs, outcomes.slowestMs)
      for (const [problem, count] of Object.entries(outcomes.problems))
        total.problems.set(problem, (total.problems.get(problem) ?? 0) + count)
    }
    process.stdout.write(`damaged real artifacts: ${JSON.stringify({ ...total, problems: Object.fromEntries(total.problems) })}\n`)
    expect(total.applied + total.unchanged + total.refused).toBe(DAMAGED)
    expect(Math.min(total.applied, total.refused)).toBeGreaterThan(DAMAGED / 5)
    expect(total.slowestMs).toBeLessThan(60_000)
  },
  7_200_000,
)
