import { expect, test } from 'vitest'
import { histogram, killEngine } from '../testing/kill-engine.ts'

test('a book is as before or complete when its program is killed while it imports, decides, undoes or upgrades', async () => {
  const kills = await killEngine({
    'first import': 4,
    'import of one file': 4,
    'import of changes': 4,
    'import after a kill': 2,
    'one large decision': 4,
    undo: 1,
    upgrade: 1,
  })
  process.stdout.write(`${histogram(kills)}\n`)
  expect(kills).toHaveLength(20)
  expect(kills.filter((kill) => kill.landed).length / kills.length).toBeGreaterThanOrEqual(0.6)
}, 400_000)
