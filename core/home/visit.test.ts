import { expect, it } from 'vitest'
import { type Mark, nextVisit } from './visit.ts'

const HOUR = 3_600_000
const at = (hours: number, seq: number): Mark => ({ seq, hash: `h${seq}`, importId: 0, atMs: hours * HOUR })

it('goes on while signs come at least every four hours, and begins anew where the last one ended', () => {
  const first = nextVisit(undefined, at(8, 1))
  expect(first).toEqual({ since: null, seen: at(8, 1) })
  const noon = nextVisit(first, at(12, 5))
  expect(noon).toEqual({ since: null, seen: at(12, 5) })
  const evening = nextVisit(noon, at(17, 9))
  expect(evening).toEqual({ since: at(12, 5), seen: at(17, 9) })
  expect(nextVisit(evening, at(18, 12))).toEqual({ since: at(12, 5), seen: at(18, 12) })
  // A clock that was put back is no absence.
  expect(nextVisit(evening, at(3, 12)).since).toEqual(at(12, 5))
})
