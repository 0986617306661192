import { LOOKED_AT, prefixQueries, type SearchQuery, substringQueries, typedWords, typoQueries } from '../generate/search-queries.ts'
import { openBare } from '../limits/bare.ts'
import { type Numbers, percentile, timed } from '../probe.ts'
import { openBench } from './host.ts'
import type { Host } from '#services/host'

/** As the search of the screens asks. */
const SHOWN = 30
const COUNTED = 1000
const QUALITY_QUERIES = 500

/** Search through the dispatcher: how long it takes, and how often it finds what was meant. */
export async function run(input: {
  readonly book: string
  readonly folder: string
  readonly calls: number
  readonly seed: number
}): Promise<Numbers> {
  const { book, folder, calls, seed } = input
  const { names, columns } = readNames(book)
  const prefixes = prefixQueries(names, QUALITY_QUERIES, seed)
  const pieces = substringQueries(names, QUALITY_QUERIES, seed)
  const mistyped = typoQueries(names, QUALITY_QUERIES, seed)
  const host = await openBench(folder, book)
  const texts = (queries: readonly SearchQuery[]): string[] => queries.slice(0, calls).map(({ text }) => text)
  const numbers = {
    typedP95Ms: await p95(host, typedWords(names, columns, calls, seed)),
    pieceP95Ms: await p95(host, texts(pieces)),
    mistypedP95Ms: await p95(host, texts(mistyped)),
    prefixMissed: await missedShare(host, prefixes),
    pieceMissed: await missedShare(host, pieces),
    mistypedMissed: await missedShare(host, mistyped),
  }
  await host.close()
  return numbers
}

function readNames(book: string): { names: string[]; columns: string[] } {
  const db = openBare(book)
  const rows = db
    .prepare(`select a.name from search_doc d join asset a on a.id = d.assetId where a.kind = 'dataset' order by d.rowid`)
    .pluck()
    .all()
  const columns = db.prepare('select distinct name from asset_column').pluck().all()
  db.close()
  return { names: rows as string[], columns: columns as string[] }
}

async function p95(host: Host, texts: readonly string[]): Promise<number> {
  const find = (text: string): unknown => host.dispatch('search.find', { text, limit: SHOWN, countUpTo: COUNTED })
  for (const text of texts.slice(0, 20)) await find(text)
  const taken: number[] = []
  for (const text of texts) taken.push(await timed(() => find(text)))
  return percentile(taken, 0.95)
}

async function missedShare(host: Host, queries: readonly SearchQuery[]): Promise<number> {
  let missed = 0
  for (const { text, expected } of queries) {
    const { items } = await host.client.search.find({ text, limit: LOOKED_AT, countUpTo: COUNTED })
    if (!items.some(({ asset }) => asset.name === expected)) missed += 1
  }
  return missed / queries.length
}
