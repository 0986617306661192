import { expect, test } from 'vitest'
import { bytesContent, createTickets } from './tickets.ts'

function setUp() {
  const clock = { nowMs: 0 }
  let count = 0
  const tickets = createTickets({ now: () => clock.nowMs, randomId: () => `t${++count}`, lifetimeMs: 1000 })
  return { clock, tickets }
}

test('a ticket gives its content once', async () => {
  const { tickets } = setUp()
  const ticket = tickets.issue(bytesContent('report.md', 'text/markdown', 'Über'))
  const content = tickets.redeem(ticket)
  expect(content).toMatchObject({ fileName: 'report.md', mediaType: 'text/markdown', sizeBytes: 5 })
  const pieces: Uint8Array[] = []
  for await (const piece of content.open()) pieces.push(piece)
  expect(Buffer.concat(pieces).toString()).toBe('Über')
  expect(() => tickets.redeem(ticket)).toThrow(expect.objectContaining({ code: 'not-found' }))
})

test('a ticket ends with time, and the oldest when too many wait', () => {
  const { clock, tickets } = setUp()
  const old = tickets.issue(bytesContent('a', 'text/plain', ''))
  clock.nowMs = 1000
  expect(() => tickets.redeem(old)).toThrow(/too old/)
  const issued = Array.from({ length: 51 }, () => tickets.issue(bytesContent('a', 'text/plain', '')))
  expect(() => tickets.redeem(issued[0]!)).toThrow(/too old/)
  expect(tickets.redeem(issued[50]!).fileName).toBe('a')
  let dropped = 0
  const waiting = (): string => tickets.issue({ ...bytesContent('b', 'text/plain', ''), drop: () => (dropped += 1) })
  waiting()
  tickets.redeem(waiting())
  clock.nowMs = 3000
  expect(() => tickets.redeem('none')).toThrow(/too old/)
  expect(dropped).toBe(1)
})
