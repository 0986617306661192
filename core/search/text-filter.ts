import { searchPieces } from './words.ts'

/**
 * What a person typed to narrow a list of which all is read anyway: fits where every piece of it stands in one of the texts, in
 * any order and letter case. Nothing typed fits everywhere.
 */
export function textFilter(typed: string): (texts: readonly (string | null)[]) => boolean {
  const pieces = searchPieces(typed)
  return (texts) => {
    const inLower = texts.map((text) => (text ?? '').toLowerCase())
    return pieces.every((piece) => inLower.some((text) => text.includes(piece)))
  }
}
