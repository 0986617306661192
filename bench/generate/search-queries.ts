import { createRandom, type Random } from '#core/random'

/** What a person types, and the dataset that is meant. */
export type SearchQuery = { readonly text: string; readonly expected: string }

/** As many datasets as a person looks at: a text that means more of them means none. */
export const LOOKED_AT = 5

/** What is typed of one or two words of a name or a column: the last word cut after two to six letters. */
export function typedWords(names: readonly string[], columnNames: readonly string[], count: number, seed: number): string[] {
  const random = createRandom(seed, 'typed')
  const typed: string[] = []
  while (typed.length < count) {
    const words = wordsOf(random.pick(random.chance(0.6) ? names : columnNames)).filter((word) => word.length > 2)
    if (words.length === 0) continue
    const last = random.pick(words).slice(0, 2 + random.below(5))
    typed.push(random.chance(0.5) ? last : `${random.pick(words)} ${last}`)
  }
  return typed
}

/** The beginning of a name, as far as it takes until few names begin so. */
export function prefixQueries(names: readonly string[], count: number, seed: number): SearchQuery[] {
  const sorted = [...names].sort()
  return make(names, count, createRandom(seed, 'prefix'), (name) => {
    for (let length = 2; length <= name.length; length += 1) {
      const text = name.slice(0, length)
      if (!(sorted[firstNotBelow(sorted, text) + LOOKED_AT] ?? '').startsWith(text)) return text
    }
    return null
  })
}

/** A piece from within a name, from the middle of a word on, as long as it takes until few names hold it. */
export function substringQueries(names: readonly string[], count: number, seed: number): SearchQuery[] {
  const random = createRandom(seed, 'substring')
  return make(names, count, random, (name) => {
    const from = 1 + random.below(Math.max(1, name.length - 4))
    if (name[from - 1] === '_') return null
    for (let length = 4; from + length <= name.length; length += 1) {
      const text = name.slice(from, from + length)
      if (countUpTo(names, LOOKED_AT + 1, (other) => other.includes(text)) <= LOOKED_AT) return text
    }
    return null
  })
}

/** A name with one mistake in a word of at least four letters, that few names are as near to. */
export function typoQueries(names: readonly string[], count: number, seed: number): SearchQuery[] {
  const random = createRandom(seed, 'typo')
  return make(names, count, random, (name) => {
    const words = name.split('_')
    const long = words.flatMap((word, index) => (/^[a-z]{4,}$/.test(word) ? [index] : []))
    if (long.length === 0) return null
    const index = random.pick(long)
    words[index] = mistype(words[index] ?? '', random)
    const text = words.join('_')
    return countUpTo(names, LOOKED_AT + 1, (other) => isNear(other, text)) <= LOOKED_AT && !names.includes(text) ? text : null
  })
}

function make(names: readonly string[], count: number, random: Random, textOf: (name: string) => string | null): SearchQuery[] {
  const made: SearchQuery[] = []
  while (made.length < count) {
    const expected = random.pick(names)
    const text = textOf(expected)
    if (text !== null) made.push({ text, expected })
  }
  return made
}

/** A letter left out, doubled, wrong or swapped with the next. */
function mistype(word: string, random: Random): string {
  const at = random.below(word.length - 1)
  const [before, letter, next, after] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)]
  switch (random.below(4)) {
    case 0:
      return before + next + after
    case 1:
      return before + letter + letter + next + after
    case 2:
      return before + (letter === 'x' ? 'y' : 'x') + next + after
    default:
      return before + next + letter + after
  }
}

const wordsOf = (name: string): string[] => name.split(/[^a-z0-9]+/)

function countUpTo(names: readonly string[], most: number, isMeant: (name: string) => boolean): number {
  let count = 0
  for (const name of names) if (isMeant(name) && (count += 1) === most) return count
  return count
}

/** At most one letter left out, too much, wrong, or two swapped. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (Math.max(restA.length, restB.length) <= 1) return true
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0]
}

function firstNotBelow(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}
