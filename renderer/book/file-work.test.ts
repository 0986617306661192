import { expect, test, vi } from 'vitest'
import { checkNews, verifyNews } from './file-work.ts'

// A window has it; nothing here asks.
vi.mock('../app/bridge.ts', () => ({ bridge: {} }))

test('a message names the first thing that is wrong, and how many there are', () => {
  expect(checkNews({ ok: true, problems: [] })).toEqual({ tone: 'good', text: 'The catalog file is sound: no damage found.' })
  const texts = [['Page 7 is torn.'], ['Page 7 is torn.', 'Page 8 is torn.', 'a']].map((problems) => checkNews({ ok: false, problems }))
  expect(texts).toEqual([
    { tone: 'bad', text: 'The catalog file is damaged: Page 7 is torn.' },
    { tone: 'bad', text: 'The catalog file is damaged (3 problems): Page 7 is torn.' },
  ])
})

test('a journal that is whole is good news, an entry that does not fit is bad', () => {
  const whole = { ok: true, entries: 1, headHash: 'a', firstBroken: null }
  expect(verifyNews(whole)).toEqual({ tone: 'good', text: '1 entry, the chain of the journal is whole.' })
  expect(verifyNews({ ...whole, ok: false, firstBroken: { seq: 3, reason: 'its hash does not fit.' } })).toEqual({
    tone: 'bad',
    text: 'The journal was changed behind its back: entry 3, its hash does not fit.',
  })
})
