import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from './rounds.ts'

const RUN = join(import.meta.dirname, 'run.ts')

function runBench(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly results: readonly Result[]; readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let errors = ''
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString('utf8')))
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString('utf8')))
    child.on('error', reject)
    child.on('close', (code) => {
      const lines = out.split('\n').filter((line) => line.startsWith('{'))
      resolve({ code, errors, results: lines.map((line) => JSON.parse(line) as Result) })
    })
  })
}

test('a benchmark fails when everything of ours takes three times as long', { timeout: 120_000 }, async () => {
  const { code, results, errors } = await runBench(['--size', '1k', '--only', 'lineage', '--slow-down', '3'])
  expect(errors).toBe('')
  expect(code).toBe(1)
  const [result] = results
  expect(result).toMatchObject({ name: 'lineage-1-1-ms', size: '1k', goal: 3 })
  expect(result?.ratio).toBeGreaterThan(3)
  // All three are printed with three digits.
  expect((result?.ratio ?? 0) / ((result?.value ?? 0) / (result?.limit ?? 1))).toBeCloseTo(1, 1)
})

test('what is not there is a wrong use', async () => {
  const { code, errors } = await runBench(['--only', 'nothing'])
  expect(code).toBe(2)
  expect(errors).toContain('There is no benchmark “nothing”: import, import-rows')
})
