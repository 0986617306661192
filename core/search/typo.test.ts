import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countTypos, isOneTypo, typoPieces } from './typo.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_'), minLength: 3, maxLength: 9 })

/** Every text one mistake away, made by hand. */
function oneMistake(text: string, letters: readonly string[]): string[] {
  const made: string[] = []
  for (let i = 0; i <= text.length; i += 1) {
    const [before, after] = [text.slice(0, i), text.slice(i)]
    if (after !== '') made.push(before + after.slice(1))
    if (after.length > 1) made.push(before + after.charAt(1) + after.charAt(0) + after.slice(2))
    for (const letter of letters) {
      made.push(before + letter + after)
      if (after !== '') made.push(before + letter + after.slice(1))
    }
  }
  return made
}

describe('countTypos', () => {
  it.each([
    ['orders', 'orders', 0],
    ['ordres', 'orders', 1],
    ['oders', 'orders', 1],
    ['orderss', 'orders', 1],
    ['prders', 'orders', 1],
    ['roedrs', 'orders', 2],
    ['customers', 'orders', 3],
    ['', 'ab', 2],
  ])('%s and %s are %i mistakes apart', (a, b, typos) => {
    expect(countTypos(a, b, 2)).toBe(typos)
  })

  it('is at most 1 exactly for texts made by one mistake', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const isOne = a === b || oneMistake(a, ['a', 'b', 'c', '_']).includes(b)
        expect(countTypos(a, b, 1) <= 1).toBe(isOne)
        expect(isOneTypo(a, b)).toBe(isOne)
      }),
    )
  })
})

describe('typoPieces', () => {
  it('leaves at least one piece whole in every text one mistake away', () => {
    fc.assert(
      fc.property(word, (text) => {
        for (const wrong of oneMistake(text, ['a', 'x'])) expect(typoPieces(text).some((piece) => wrong.includes(piece))).toBe(true)
      }),
    )
  })
})
