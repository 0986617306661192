export type SearchColumn = 'name' | 'columns' | 'description' | 'tags' | 'owner' | 'relation'

/**
 * A full-text query: all words must stand in these columns (any, where none are named). Each word is quoted, so nothing
 * a person types is read as an operator. Null where there is no word.
 * @param prefixes which words may go on: the last one while a person types, every one, or none
 */
export function matchExpression(
  words: readonly string[],
  prefixes: 'last' | 'every' | 'none',
  columns: readonly SearchColumn[] = [],
): string | null {
  if (words.length === 0) return null
  const goesOn = (index: number): boolean => prefixes === 'every' || (prefixes === 'last' && index === words.length - 1)
  const terms = words.map((word, index) => `"${word.replaceAll('"', '')}"${goesOn(index) ? ' *' : ''}`)
  return `${columns.length === 0 ? '' : `{${columns.join(' ')}} : `}(${terms.join(' AND ')})`
}

/** All of every three letters in a row of these pieces, in any order: what holds the pieces holds them. Null where all pieces are shorter. */
export const everyTrigram = (pieces: readonly string[]): string | null => joinTrigrams(pieces, ' AND ')

/** Any of every three letters in a row of a word: what is a mistake away from a long word still holds some. */
export const anyTrigram = (word: string): string | null => joinTrigrams([word], ' OR ')

function joinTrigrams(pieces: readonly string[], joined: string): string | null {
  const trigrams = new Set(pieces.flatMap((piece) => trigramsOf(piece)))
  return trigrams.size === 0 ? null : `(${[...trigrams].map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(joined)})`
}

function trigramsOf(text: string): string[] {
  const letters = [...text]
  return letters.slice(2).map((_, index) => letters.slice(index, index + 3).join(''))
}
