import type { Wanted } from './mark.ts'
import { countTypos, isOneTypo } from './typo.ts'
import { foldedWords } from './words.ts'

/** What the order of hits depends on, besides where they matched. */
export type Ranked = {
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly status: string
  readonly downstreamCount: number
}

/** Where a hit was found, best first. */
export const TIERS = ['exact', 'piece', 'name', 'columns', 'tags', 'owner', 'relation', 'anywhere', 'part', 'column-part', 'typo'] as const
export type Tier = (typeof TIERS)[number]

export type Hit<Row extends Ranked = Ranked> = { readonly row: Row; readonly tier: Tier }

/**
 * Orders hits: by where they matched; then what is still there before what is gone; then by how well the name fits; then
 * datasets before what hangs on them, much used before little used, short names before long ones.
 */
export function rankHits<Row extends Ranked>(hits: readonly Hit<Row>[], wanted: readonly Wanted[]): Hit<Row>[] {
  const typed = wanted.map(({ word }) => word).join(' ')
  return hits
    .map((hit) => ({ hit, fit: fitOf(hit, typed, wanted) }))
    .sort((a, b) => a.fit - b.fit || compareRows(a.hit.row, b.hit.row))
    .map(({ hit }) => hit)
}

/** Where it matched, whether it is still there, how well the name fits, and whether it is a dataset: as one number, smaller is better. */
function fitOf({ row, tier }: Hit, typed: string, wanted: readonly Wanted[]): number {
  const fit = tier === 'typo' ? countTypos(joinedWords(row.name), typed, MOST_TYPOS) : fitOfRow(row, typed, wanted)
  return ((TIERS.indexOf(tier) * 2 + (row.status === 'active' ? 0 : 1)) * WORST_FIT + fit) * 2 + (row.kind === 'dataset' ? 0 : 1)
}

function compareRows(a: Ranked, b: Ranked): number {
  return (
    b.downstreamCount - a.downstreamCount || a.name.length - b.name.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id)
  )
}

/** Above every fit of a name. */
const WORST_FIT = 8
/** A name further from what was typed goes on where the person has not typed yet. */
const MOST_TYPOS = 2
const joinedWords = (name: string): string => foldedWords(name).join(' ')

/** A docs block is named like what it describes, and comes after it. */
const fitOfRow = ({ kind, name }: Ranked, typed: string, wanted: readonly Wanted[]): number =>
  kind === 'doc' ? WORST_FIT - 1 : nameFit(name, typed, wanted)

/** 0: the name is what was typed; 1: it begins with it, as whole words; 2: it has all the words whole; 3: it begins with it; 4: it holds it; 5: else. */
function nameFit(name: string, typed: string, wanted: readonly Wanted[]): number {
  const words = foldedWords(name)
  const joined = words.join(' ')
  if (joined === typed) return 0
  if (joined.startsWith(typed)) return joined.charAt(typed.length) === ' ' ? 1 : 3
  if (wanted.every(({ word }) => words.includes(word))) return 2
  return joined.includes(typed) ? 4 : 5
}

/** Shorter words are other words as soon as a letter is. */
export const LEAST_FOR_TYPO = 4

/**
 * Whether a name has all the words when one of them, of at least four letters, may have one mistake.
 * @returns the name's own word, folded, where the mistake was made; null where there is none or too many
 */
export function findTypo(name: string, wanted: readonly Wanted[]): string | null {
  const words = foldedWords(name)
  let meant: string | null = null
  for (const { word } of wanted) {
    if (words.some((own) => own.startsWith(word))) continue
    if (meant !== null || word.length < LEAST_FOR_TYPO) return null
    meant = words.find((own) => isNear(own, word)) ?? null
    if (meant === null) return null
  }
  return meant
}

/** One mistake away from the word or, while a person is still typing, from its beginning. */
function isNear(own: string, typed: string): boolean {
  if (own.length < typed.length - 1) return false
  return [-1, 0, 1].some((more) => isOneTypo(own.slice(0, typed.length + more), typed))
}
