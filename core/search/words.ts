/** More words than this say nothing more; the rest is left out. */
const MOST_WORDS = 12

/**
 * A word as the full-text index (FTS5, unicode61) cuts them: letters, digits and, after the first, the diacritics that it
 * leaves out. At other marks, and at a few letters it takes for marks, it begins a new word.
 */
const LETTER = '[\\p{L}\\p{N}\\p{Co}]--[\\u19B0-\\u19C0\\u19C8\\u19C9\\u1CF2\\u1CF3]'
const DIACRITIC = '\\u0300-\\u0304\\u0306-\\u030C\\u030F\\u0311\\u031B\\u0323-\\u0328\\u032D\\u032E\\u0330\\u0331'
const WORD = new RegExp(`[${LETTER}][[${LETTER}][${DIACRITIC}]]*`, 'gv')

/** The words of a text a person typed or a name holds, as the full-text index cuts them. */
export function searchWords(text: string): string[] {
  return (text.match(WORD) ?? []).slice(0, MOST_WORDS)
}

/** What a person typed, cut at blanks, in lower case: pieces looked for anywhere in a name. */
export function searchPieces(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s\p{Cc}]+/u)
    .filter((piece) => piece !== '')
    .slice(0, MOST_WORDS)
}

/** Most texts are plain, and folding these takes no look at each letter. */
const ASCII = /^\p{ASCII}*$/u

/** A text as it is compared: lower case, without diacritics, each place of it mapped to its place in the original; null: to the same. */
export type Folded = { readonly text: string; readonly places: readonly number[] | null }

/** Folds a text the way the full-text index does. */
export function fold(text: string): Folded {
  if (ASCII.test(text)) return { text: text.toLowerCase(), places: null }
  let folded = ''
  const places: number[] = []
  let place = 0
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    for (let index = 0; index < plain.length; index += 1) places.push(place)
    folded += plain
    place += character.length
  }
  places.push(place)
  return { text: folded, places }
}

/** A text folded, where its places do not matter. */
export const foldText = (text: string): string => fold(text).text

/** The words of a text, folded. Most names are plain, and a thousand of them are cut while a person types. */
export function foldedWords(text: string): string[] {
  if (!ASCII.test(text)) return searchWords(fold(text).text)
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).slice(0, MOST_WORDS)
}
