import type { SearchHit } from '#contract/search'
import { findPieces, findWords, markSpans, type Span, type Wanted } from '#core/search/mark'
import { findTypo, type Tier } from '#core/search/rank'
import type { ReadDb } from '#db/connection'
import { listColumnWords, listTermWords, type SearchRow } from '#db/search'

/** What a person typed: as words, as they are looked for, and as pieces of a name. */
export type Query = {
  readonly text: string
  readonly words: readonly string[]
  readonly wanted: readonly Wanted[]
  readonly pieces: readonly string[]
}

type Matched = SearchHit['matched']
type Text = { readonly field: Matched['field']; readonly text: string; readonly column?: string }

/** Which text of a hit matched, with the matched pieces between marks. */
export function matchedText(read: ReadDb, row: SearchRow, tier: Tier, query: Query): Matched {
  switch (tier) {
    case 'typo':
      return matchTypo(row, query)
    case 'column-part':
      return matchColumnPart(read, row, query)
    case 'piece':
    case 'part':
      // The pieces as they were typed, not the words of them that happen to stand alone.
      return matchPieces(row, query) ?? matchText(read, row, query)
    default:
      return matchText(read, row, query)
  }
}

const marked = ({ field, text, column }: Text, spans: readonly Span[]): Matched => ({
  field,
  text: markSpans(text, spans),
  column: column ?? null,
})

const nameOf = (row: SearchRow): Text => ({ field: 'name', text: row.name })
const wholeNameOf = (row: SearchRow): Text => ({
  field: 'relation',
  text: row.schema === null ? row.name : `${row.schema}.${row.name}`,
})

/** The name where every piece stands in it, else the name with its schema; null where neither has them all. */
function matchPieces(row: SearchRow, { pieces }: Query): Matched | null {
  for (const text of [nameOf(row), wholeNameOf(row)]) {
    const spans = findPieces(text.text, pieces)
    if (spans.length === pieces.length) return marked(text, spans)
  }
  return null
}

function matchColumnPart(read: ReadDb, row: SearchRow, { pieces }: Query): Matched {
  const column = listColumnWords(read, row.id).find(({ name }) => pieces.every((piece) => name.toLowerCase().includes(piece)))?.name
  const text: Text = column === undefined ? nameOf(row) : { field: 'column', text: column, column }
  return marked(text, findPieces(text.text, pieces))
}

function matchTypo(row: SearchRow, { wanted }: Query): Matched {
  for (const text of [nameOf(row), wholeNameOf(row)]) {
    const meant = findTypo(text.text, wanted)
    if (meant !== null) return marked(text, findWords(text.text, [...wanted, { word: meant, isPrefix: false }]).flat())
  }
  return marked(nameOf(row), findWords(row.name, wanted).flat())
}

/** The text of the asset in which most of the words stand; the name where several have as many. */
function matchText(read: ReadDb, row: SearchRow, query: Query): Matched {
  const { wanted } = query
  let best: { text: Text; words: number; spans: Span[] } | undefined
  for (const text of textsOf(read, row)) {
    const places = findWords(text.text, wanted)
    const words = places.filter((spans) => spans.length > 0).length
    if (words > (best?.words ?? 0)) best = { text, words, spans: places.flat() }
    if (words > 0 && words === wanted.length) break
  }
  return best === undefined ? (matchPieces(row, query) ?? marked(nameOf(row), [])) : marked(best.text, best.spans)
}

function* textsOf(read: ReadDb, row: SearchRow): Generator<Text> {
  yield nameOf(row)
  const columns = listColumnWords(read, row.id)
  for (const { name } of columns) yield { field: 'column', text: name, column: name }
  for (const tag of [...(JSON.parse(row.tags) as string[]), row.domain, row.tier]) if (tag !== null) yield { field: 'tag', text: tag }
  for (const term of listTermWords(read, row.id)) yield { field: 'term', text: term }
  for (const owner of [row.ownerTeam, row.steward]) if (owner !== null) yield { field: 'owner', text: owner }
  for (const relation of [row.relation, row.schema]) if (relation !== null) yield { field: 'relation', text: relation }
  if (row.description !== null) yield { field: 'description', text: row.description }
  for (const { name, description } of columns) if (description !== null) yield { field: 'description', text: description, column: name }
}
