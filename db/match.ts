export type SearchColumn = 'name' | 'columns' | 'description' | 'tags' | 'owner' | 'relation'

/**
 * A full-text query: all words must stand in these columns (any, where none are named). Each word is quoted, so nothing
 * a person types is read as an operator. Null where there is no word.
 * @param prefixes which words may go on: the last one while a person types, or every one
 */
export function matchExpression(
  words: readonly string[],
  prefixes: 'last' | 'every',
  columns: readonly SearchColumn[] = [],
): string | null {
  if (words.length === 0) return null
  const terms = words.map((word, index) => `"${word.replaceAll('"', '')}"${prefixes === 'every' || index === words.length - 1 ? ' *' : ''}`)
  return `${columns.length === 0 ? '' : `{${columns.join(' ')}} : `}(${terms.join(' AND ')})`
}

/** Names whose first word is the first of these, and that hold the others. */
export function nameStartExpression(words: readonly string[]): string | null {
  const match = matchExpression(words, 'last', ['name'])
  return match === null ? null : match.replace('(', '(^ ')
}
