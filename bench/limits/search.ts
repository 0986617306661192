import type { Database } from 'better-sqlite3'
import { substringQueries, typedWords, typoQueries } from '../generate/search-queries.ts'
import { type Numbers, percentile } from '../probe.ts'
import { openBare } from './bare.ts'

const CANDIDATES = 1000
const SHOWN = 30

/**
 * Search with nothing but an index whose row numbers are ranks and all names in memory; and what others do: score every
 * hit (bm25), or read every name of a column (LIKE).
 */
export function run({ book, calls, seed }: { readonly book: string; readonly calls: number; readonly seed: number }): Numbers {
  const db = openBare(book)
  const names = readNames(db)
  const columns = db.prepare('select distinct name from asset_column').pluck().all() as string[]
  const known = [...names.values()]
  const typed = typedWords(known, columns, calls, seed)
  const pieces = substringQueries(known, calls, seed).map(({ text }) => text)
  const mistyped = typoQueries(known, calls, seed).map(({ text }) => text)
  const candidates = db.prepare(`select rowid from asset_search where asset_search match ? limit ${CANDIDATES}`).pluck()
  const scored = db
    .prepare(`select rowid from asset_search where asset_search match ? order by bm25(asset_search, 10, 3, 2, 1, 1, 1) limit ${SHOWN}`)
    .pluck()
  const like = db.prepare(`select assetId from asset_column where name like ? limit ${SHOWN}`).pluck()
  const numbers = {
    typedP95Ms: p95(typed, (text) =>
      best(names, text, [...candidates.all(`name : ${match(text)}`), ...candidates.all(match(text))] as number[]),
    ),
    scoredP95Ms: p95(typed, (text) => scored.all(match(text))),
    pieceP95Ms: p95(pieces, (text) => [known.filter((name) => name.includes(text)), columns.filter((name) => name.includes(text))]),
    // Not there: else it stops at the first it finds.
    likeP95Ms: p95(pieces.slice(0, Math.ceil(calls / 40)), (text) => like.all(`%${text}%`)),
    mistypedP95Ms: p95(mistyped, (text) => known.map((name) => subsequence(text, name))),
  }
  db.close()
  return numbers
}

/** By the row of their words, which is their rank. */
function readNames(db: Database): Map<number, string> {
  const rows = db
    .prepare(`select d.rowid, a.name from search_doc d join asset a on a.id = d.assetId where a.kind = 'dataset' order by 1`)
    .raw()
    .all()
  return new Map(rows as [number, string][])
}

const match = (text: string): string => {
  const words = text.split(' ')
  return `(${words.map((word, index) => `"${word}"${index === words.length - 1 ? ' *' : ''}`).join(' AND ')})`
}

function best(names: ReadonlyMap<number, string>, text: string, found: readonly number[]): unknown {
  const words = text.split(' ')
  const scores: (readonly [score: number, row: number])[] = []
  for (const row of new Set(found)) {
    const name = names.get(row) ?? ''
    let score = -name.length / 50
    for (const word of words) {
      const at = name.indexOf(word)
      score += at < 0 ? 0 : at === 0 ? 8 : name[at - 1] === '_' ? 5 : 2
    }
    scores.push([score, row])
  }
  return scores.sort((a, b) => b[0] - a[0]).slice(0, SHOWN)
}

/** How well a name holds the letters of a text in their order: the plainest way to forgive mistakes. */
function subsequence(text: string, name: string): number {
  let at = 0
  let score = 0
  let last = -2
  for (let index = 0; index < name.length && at < text.length; index += 1) {
    if (name.charCodeAt(index) !== text.charCodeAt(at)) continue
    score += index === last + 1 ? 3 : 1
    last = index
    at += 1
  }
  return at === text.length ? score : -1
}

function p95(texts: readonly string[], call: (text: string) => unknown): number {
  for (const text of texts.slice(0, 20)) call(text)
  const taken = texts.map((text) => {
    const startedAt = performance.now()
    call(text)
    return performance.now() - startedAt
  })
  return percentile(taken, 0.95)
}
