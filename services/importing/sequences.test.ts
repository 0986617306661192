import { expect, test } from 'vitest'
import { holdSequences } from '../testing/random-sequence.ts'

test('whatever two sources and a person do, everything derived is what a rebuild from nothing makes', async () => {
  await expect(holdSequences({ seed: 20_261_123, runs: 60 })).resolves.toBeUndefined()
}, 120_000)
