import { searchPieces, searchWords } from '#core/search/words'
import { FACET_CONDITIONS, FACET_EXPRESSIONS, type SimpleFacet } from './facet-counts.ts'
import { matchExpression } from './match.ts'
import { ASSET_OF_ROW } from './search-words.ts'

/** What narrows a list of datasets. Values of one facet are alternatives; facets narrow each other. '' = has none. */
export type DatasetFilter = {
  readonly text?: string | undefined
  /** Whom they belong to: as the team that owns them or as the person who looks after them. */
  readonly heldBy?: readonly string[] | undefined
  readonly term?: readonly string[] | undefined
  /** Keys of data products. */
  readonly product?: readonly string[] | undefined
} & { readonly [facet in Facet]?: readonly string[] | undefined }

export const FACETS = [
  'domain',
  'tier',
  'classification',
  'ownerTeam',
  'source',
  'schema',
  'tag',
  'freshness',
  'resourceType',
  'status',
  'gap',
  'problem',
] as const
export type Facet = (typeof FACETS)[number]

/** A condition on `asset` with its values; nothing a person typed is part of the text. */
export type Condition = { readonly where: string; readonly params: Readonly<Record<string, string>> }

/** Facets that are more than one expression on the row. */
const TAG = `(id in (select assetId from asset_tag where tag in (select value from json_each(:tag)))
  or ('' in (select value from json_each(:tag)) and not exists (select 1 from asset_tag t where t.assetId = asset.id)))`
const TERM = `id in (select assetId from asset_term where term in (select value from json_each(:term)) and "column" = '')`
const PRODUCT = `id in (select m.assetId from json_each(:product) w cross join asset_key p on p.urn = w.value
  cross join asset_tag t on t.assetId = p.assetId cross join asset_key m on m.urn = t.tag)`
const SOURCE = 'exists (select 1 from json_each(sourceNames) s where s.value in (select value from json_each(:source)))'
/** Found by index, so that one person's datasets are read and not all. */
const HELD_BY = `id in (select id from asset where ownerTeam in (select value from json_each(:heldBy))
  union select id from asset where steward in (select value from json_each(:heldBy)))`

/** What narrows a list and is no facet of it: each by index, from whatever names the datasets. */
const LISTED_CONDITIONS = { heldBy: HELD_BY, term: TERM, product: PRODUCT } as const
const LISTED = ['heldBy', 'term', 'product'] as const

/** True when only what a book shows at first is asked for: all active datasets. */
export function isUnfiltered(filter: DatasetFilter): boolean {
  return (
    textOf(filter) === '' &&
    LISTED.every((name) => (filter[name] ?? []).length === 0) &&
    FACETS.every((facet) => chosen(filter, facet).length === 0)
  )
}

/**
 * The condition a dataset must meet. Retired ones are left out unless `status` asks for them. `order`: a page in the order of
 * names walks the index of the list; whatever needs no order starts from a person's datasets where one is named.
 */
export function datasetCondition(filter: DatasetFilter, order: 'by-name' | 'none' = 'none'): Condition {
  const startsFromHolder = order === 'none' && (filter.heldBy ?? []).length > 0
  // The plus keeps SQLite from the index of the list.
  const where = [startsFromHolder ? `+kind = 'dataset'` : `kind = 'dataset'`]
  const params: Record<string, string> = {}
  for (const facet of FACETS) {
    const values = chosen(filter, facet)
    if (facet === 'status') {
      addStatus(where, params, chosenStatuses(filter))
    } else if (values.length > 0) {
      const condition = facetCondition(facet, values)
      where.push(condition.where)
      Object.assign(params, condition.params)
    }
  }
  for (const name of LISTED) {
    const values = filter[name] ?? []
    if (values.length === 0) continue
    where.push(LISTED_CONDITIONS[name])
    params[name] = JSON.stringify(values)
  }
  addText(where, params, textOf(filter))
  return { where: where.join(' and '), params }
}

const textOf = (filter: DatasetFilter): string => filter.text?.trim() ?? ''
export const chosen = (filter: DatasetFilter, facet: Facet): readonly string[] => filter[facet] ?? []

/** Each once; retired datasets are left out unless they are asked for. */
export function chosenStatuses(filter: DatasetFilter): readonly string[] {
  const wanted = new Set(chosen(filter, 'status'))
  return wanted.size === 0 ? ['active'] : [...wanted]
}

function addStatus(where: string[], params: Record<string, string>, [wanted = '', ...more]: readonly string[]): void {
  if (more.length > 0) return
  where.push('status = :status')
  params['status'] = wanted
}

/** What one facet's choice asks of a dataset. */
export function facetCondition(facet: ChosenFacet, values: readonly string[]): Condition {
  const params: Condition['params'] = facet in FACET_CONDITIONS ? {} : { [facet]: JSON.stringify(values) }
  return { where: conditionOf(facet, values), params }
}
/** Without a choice of statuses retired datasets are left out: it is no condition like the others. */
export type ChosenFacet = Exclude<Facet, 'status'>

function conditionOf(facet: ChosenFacet, values: readonly string[]): string {
  switch (facet) {
    case 'gap':
    case 'problem':
      return anyCondition(FACET_CONDITIONS[facet], values)
    case 'tag':
      return TAG
    case 'source':
      return SOURCE
    default:
      return simpleCondition(facet)
  }
}

const simpleCondition = (facet: SimpleFacet): string => `${FACET_EXPRESSIONS[facet]} in (select value from json_each(:${facet}))`

function anyCondition(conditions: Readonly<Record<string, string>>, values: readonly string[]): string {
  const known = Object.entries(conditions).flatMap(([value, condition]) => (values.includes(value) ? [condition] : []))
  return known.length === 0 ? '0' : `(${known.join(' or ')})`
}

/** Every word begins a word of what a search looks in (db/search-words); or every piece is somewhere in `schema.name`. */
function addText(where: string[], params: Record<string, string>, text: string): void {
  if (text === '') return
  const pieces = searchPieces(text)
  const ways = pieces.map((piece, index) => {
    params[`piece${index}`] = piece
    return `instr(sortName, :piece${index}) > 0`
  })
  const match = matchExpression(searchWords(text), 'every')
  const isIn = ways.length === 0 ? '0' : `(${ways.join(' and ')})`
  if (match === null) {
    where.push(isIn)
    return
  }
  params['match'] = match
  where.push(`(id in (select ${ASSET_OF_ROW} from asset_search where asset_search match :match) or ${isIn})`)
}
