import { expect, it } from 'vitest'
import { killUpgrades } from './testing/kill-upgrade.ts'

it('leaves a book as before or complete when it is killed during an upgrade', async () => {
  const outcomes = await killUpgrades(10)
  expect(outcomes).toHaveLength(10)
  expect(outcomes.filter(({ phase }) => phase === 'upgrade' || phase === 'backup').length).toBeGreaterThanOrEqual(3)
}, 60_000)
