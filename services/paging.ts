import type { z } from 'zod'
import { AppError } from '#core/errors'

/** No list reply is longer than this, so that a page of heavy rows holds fewer of them. */
const MOST_BYTES = 256 * 1024
/** Room for the rest of the reply. */
const SPARE_BYTES = 4 * 1024

/** A place in a list as text that only this program reads. `list` says which list and order it belongs to. */
export function toCursor(list: string, place: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([list, ...place]), 'utf8').toString('base64url')
}

/**
 * The place a cursor names.
 * @throws AppError invalid-input when it was not made by this list in this order
 */
export function readCursor<Place extends z.ZodType>(list: string, cursor: string, place: Place): z.output<Place> {
  let content: unknown
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    content = null
  }
  const parsed = Array.isArray(content) && content[0] === list ? place.safeParse(content.slice(1)) : undefined
  if (parsed?.success === true) return parsed.data
  throw new AppError('invalid-input', 'This place in the list belongs to another list or order. Start from the top.', { cursor })
}

export type FilledPage<Row, Item> = { readonly items: Item[]; readonly last: Row | undefined; readonly isMore: boolean }

/** Takes rows into a page until it holds `limit` of them or is full by size; at least one. */
export function fillPage<Row, Item>(rows: Iterable<Row>, limit: number, toItem: (row: Row) => Item): FilledPage<Row, Item> {
  const items: Item[] = []
  const taken: Row[] = []
  let isMore = false
  for (const row of rows) {
    isMore = items.length === limit
    if (isMore) break
    items.push(toItem(row))
    taken.push(row)
  }
  const shown = countFitting(items)
  return { items: items.slice(0, shown), last: taken[shown - 1], isMore: isMore || shown < items.length }
}

/** Nearly every page fits whole, which is seen without making its text; how much of one fits that may not, its text says. */
function countFitting(items: readonly unknown[]): number {
  if (SPARE_BYTES + mostBytes(items) <= MOST_BYTES || SPARE_BYTES + byteLength(items) <= MOST_BYTES) return items.length
  let bytes = SPARE_BYTES
  const over = items.findIndex((item) => (bytes += byteLength(item) + 1) > MOST_BYTES)
  return over < 0 ? items.length : Math.max(1, over)
}

const byteLength = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8')

/** JSON writes nearly all of these as six bytes; any other letter takes up to three. */
const LONG = /[\p{Cc}\p{Cs}]/u
const BYTES_OF_NUMBER = 24
const BYTES_OF_WORD = 5

/** Names of members are the same in item after item. */
const NAMES = new Map<string, number>()
const NAMES_KEPT = 2000

function nameBytes(name: string): number {
  let bytes = NAMES.get(name)
  if (bytes === undefined) {
    bytes = byteLength(name)
    if (NAMES.size < NAMES_KEPT) NAMES.set(name, bytes)
  }
  return bytes
}

/** At least as many bytes as the JSON of a value takes, in half the time of making it. */
function mostBytes(value: unknown): number {
  if (typeof value === 'string') return 2 + value.length * (LONG.test(value) ? 6 : 3)
  if (typeof value === 'number') return BYTES_OF_NUMBER
  if (typeof value !== 'object' || value === null) return BYTES_OF_WORD
  let bytes = 2
  if (Array.isArray(value)) for (const item of value as readonly unknown[]) bytes += 1 + mostBytes(item)
  else for (const name in value) bytes += 2 + nameBytes(name) + mostBytes((value as Record<string, unknown>)[name])
  return bytes
}
