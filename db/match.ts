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
