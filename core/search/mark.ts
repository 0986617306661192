import { fold, type Folded, foldText } from './words.ts'

/** Stand before and after what matched; screens show it in bold. */
export const MARK_START = '\u0002'
export const MARK_END = '\u0003'

/** A place in a text, from one character up to (not including) another. */
export type Span = readonly [from: number, to: number]

const MOST_CHARACTERS = 160
/** What matched later than this would be out of sight on one line: so much before it is left. */
const LATEST_FIRST = 60
const BEFORE_FIRST = 40

/** A word a person typed, folded, and whether a longer word may begin with it. */
export type Wanted = { readonly word: string; readonly isPrefix: boolean }

/** Words as they are looked for: the last one may go on, as the person may still be typing. */
export function wantedWords(words: readonly string[]): Wanted[] {
  return words.map((word, index) => ({ word: foldText(word), isPrefix: index === words.length - 1 }))
}

const LETTER = /[\p{L}\p{N}\p{Co}]/u
const WORDS = new RegExp(`${LETTER.source}+`, 'gu')

/** Where each wanted word stands as a word of the text; a word that is nowhere has no spans. */
export function findWords(text: string, wanted: readonly Wanted[]): Span[][] {
  const found: Span[][] = wanted.map(() => [])
  const folded = fold(text)
  // Of most texts it is enough to see that they hold none.
  if (!wanted.some(({ word }) => word !== '' && folded.text.includes(word))) return found
  for (const match of folded.text.matchAll(WORDS)) {
    for (const [index, { word, isPrefix }] of wanted.entries()) {
      const isHit = isPrefix ? match[0].startsWith(word) : match[0] === word
      if (isHit && word !== '') found[index]?.push(toSpan(folded.places, match.index, match.index + word.length))
    }
  }
  return found
}

/** Whether each wanted word stands somewhere as a word of the text: whether findWords finds all, quickly. */
export function hasWords(text: string, wanted: readonly Wanted[]): boolean {
  const folded = foldText(text)
  return wanted.every(({ word, isPrefix }) => {
    if (word === '') return false
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      if (isAtEdge(folded, at - 1) && (isPrefix || isAtEdge(folded, at + word.length))) return true
    }
    return false
  })
}

/** Whether no letter stands there. A letter of two halves ends and begins with something that is none by itself. */
function isAtEdge(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return true
  const code = text.charCodeAt(at)
  const from = code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
  return !LETTER.test(String.fromCodePoint(text.codePointAt(Math.max(0, from)) ?? 0))
}

/** Where pieces stand anywhere in the text; pieces are in lower case. */
export function findPieces(text: string, pieces: readonly string[]): Span[] {
  const lower = text.toLowerCase()
  return pieces.flatMap((piece) => {
    const at = lower.indexOf(piece)
    return at < 0 ? [] : [[at, at + piece.length] as const]
  })
}

const toSpan = (places: Folded['places'], from: number, to: number): Span =>
  places === null ? [from, to] : [places[from] ?? 0, places[to] ?? places.at(-1) ?? 0]

/** The text around its first span, one line, with every span in marks. */
export function markSpans(text: string, spans: readonly Span[]): string {
  const merged = mergeSpans(spans)
  const first = merged[0]?.[0] ?? 0
  const from = first <= LATEST_FIRST ? 0 : startOfCharacter(text, first - BEFORE_FIRST)
  const to = text.length - from <= MOST_CHARACTERS ? text.length : startOfCharacter(text, from + MOST_CHARACTERS)
  let marked = from > 0 ? '…' : ''
  let place = from
  for (const [start, end] of merged) {
    if (start >= to) break
    marked += `${plain(text.slice(place, start))}${MARK_START}${plain(text.slice(start, Math.min(end, to)))}${MARK_END}`
    place = Math.min(end, to)
  }
  return `${marked}${plain(text.slice(place, to))}${to < text.length ? '…' : ''}`
}

/** A text that markSpans made, and the places of its marks in it. */
export function readMarks(marked: string): { readonly text: string; readonly spans: readonly Span[] } {
  let text = ''
  const spans: Span[] = []
  for (const [index, part] of marked.split(MARK_START).entries()) {
    const [piece = '', rest = ''] = index === 0 ? ['', part] : part.split(MARK_END)
    if (index > 0) spans.push([text.length, text.length + piece.length])
    text += piece + rest
  }
  return { text, spans }
}

/** A text's own marks and line ends would be taken for ours. */
const plain = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ')

/** Never between the two halves of one character. */
function startOfCharacter(text: string, place: number): number {
  const code = text.charCodeAt(place)
  return code >= 0xdc00 && code <= 0xdfff ? place - 1 : place
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}
