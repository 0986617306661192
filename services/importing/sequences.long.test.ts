import { expect, test } from 'vitest'
import { holdSequences } from '../testing/random-sequence.ts'

test('whatever two sources and a person do, everything derived is what a rebuild from nothing makes: a thousand sequences', async () => {
  await expect(holdSequences({ seed: 4711, runs: 1000 })).resolves.toBeUndefined()
}, 1_800_000)
