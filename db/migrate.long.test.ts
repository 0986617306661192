import { expect, it } from 'vitest'
import { killUpgrades } from './testing/kill-upgrade.ts'

it('leaves a book as before or complete however often it is killed during an upgrade', async () => {
  const outcomes = await killUpgrades(70)
  const phases = ['idle', 'backup', 'upgrade', 'done'] as const
  const counts = phases.map((phase) => [phase, outcomes.filter((outcome) => outcome.phase === phase).length] as const)
  process.stdout.write(`kills by phase: ${counts.map(([phase, count]) => `${phase} ${count}`).join(', ')}\n`)
  const landed = outcomes.filter(({ phase }) => phase === 'backup' || phase === 'upgrade').length
  expect(landed / outcomes.length).toBeGreaterThanOrEqual(0.6)
}, 300_000)
