import { expect, test } from 'vitest'
import { histogram, killEngine } from '../testing/kill-engine.ts'

test('a book is as before or complete however often its program is killed while it imports, decides, undoes or upgrades', async () => {
  const kills = await killEngine({
    'first import': 30,
    'import of one file': 30,
    'import of changes': 35,
    'import after a kill': 25,
    'one large decision': 30,
    'many decisions': 15,
    undo: 20,
    upgrade: 15,
  })
  process.stdout.write(`${histogram(kills)}\n`)
  expect(kills).toHaveLength(200)
  expect(kills.filter((kill) => kill.landed).length / kills.length).toBeGreaterThanOrEqual(0.6)
}, 3_600_000)
