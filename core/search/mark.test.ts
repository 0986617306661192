import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPieces, findWords, hasWords, MARK_END, MARK_START, markSpans, readMarks, wantedWords } from './mark.ts'
import { searchWords } from './words.ts'

const show = (text: string, typed: string): string =>
  markSpans(text, findWords(text, wantedWords(searchWords(typed))).flat())
    .replaceAll(MARK_START, '<')
    .replaceAll(MARK_END, '>')

describe('findWords and markSpans', () => {
  it.each([
    ['stg_orders', 'ord', 'stg_<ord>ers'],
    ['stg_orders', 'stg ord', '<stg>_<ord>ers'],
    ['stg_orders', 'st ord', 'stg_<ord>ers'],
    ['orders_orders', 'orders', '<orders>_<orders>'],
    ['Umsätze 2024', 'umsatze', '<Umsätze> 2024'],
    ['ÜBERSICHT', 'über', '<ÜBER>SICHT'],
    ['a\u0002b\nc', 'c', 'a b <c>'],
    ['nothing', 'zzz', 'nothing'],
  ])('%j searched for %j', (text, typed, marked) => {
    expect(show(text, typed)).toBe(marked)
  })

  it('tells whether all words stand in a text as finding them does', () => {
    const letter = fc.constantFrom('a', 'B', 'ä', 'a\u0301', '7', '_', ' ', '.', '𝒳', '中', '\ud800')
    const text = fc.array(letter, { maxLength: 12 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(text, fc.array(letter, { maxLength: 4 }), (held, typed) => {
        const wanted = wantedWords(searchWords(typed.join('')))
        expect(hasWords(held, wanted)).toBe(findWords(held, wanted).every((spans) => spans.length > 0))
      }),
      { numRuns: 3000 },
    )
  })

  it('cuts a long text around what matched', () => {
    const text = `${'before '.repeat(50)}needle${' after'.repeat(50)}`
    const marked = show(text, 'needle')
    expect(marked).toMatch(/^….{30,50}<needle> after/)
    expect(marked).toMatch(/…$/)
    expect(marked.length).toBeLessThan(180)
  })

  it('keeps what matched in sight where it stands late', () => {
    expect(show(`${'before '.repeat(10)}needle`, 'needle')).toMatch(/^….{30,50}<needle>$/)
    expect(show(`${'before '.repeat(8)}needle`, 'needle')).toMatch(/^before .*<needle>$/)
  })

  it('marks pieces anywhere', () => {
    expect(markSpans('reorders', findPieces('ReOrders', ['order']))).toBe(`re${MARK_START}order${MARK_END}s`)
  })

  it('keeps the text for any input, with marks in pairs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 10 }), (text, typed) => {
        const marked = show(text, typed)
        expect(marked.replaceAll(/[<>]/g, '')).toBe(text.replaceAll(/[<>]/g, '').replaceAll(/[\s\p{Cc}]+/gu, ' '))
      }),
    )
  })

  it('is read again as the text and the places of its marks', () => {
    expect(readMarks(markSpans('stg_orders_daily', findPieces('stg_orders_daily', ['stg', 'daily'])))).toEqual({
      text: 'stg_orders_daily',
      spans: [
        [0, 3],
        [11, 16],
      ],
    })
    expect(readMarks('plain')).toEqual({ text: 'plain', spans: [] })
    expect(readMarks('')).toEqual({ text: '', spans: [] })
  })
})
