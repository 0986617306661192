import { searchPieces, searchWords } from '#core/search/words'
import { FACET_EXPRESSIONS, GAP_CONDITIONS, type SimpleFacet } from './facet-counts.ts'
import { matchExpression } from './match.ts'

/** What narrows a list of datasets. Values of one facet are alternatives; facets narrow each other. '' = has none. */
export type DatasetFilter = {
  readonly text?: string | undefined
  readonly term?: readonly string[] | undefined
  /** Keys of data products. */
  readonly product?: readonly string[] | undefined
} & {
  readonly [facet in Facet]?: readonly string[] | undefined
}

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

/** True when only what a book shows at first is asked for: all active datasets. */
export function isUnfiltered(filter: DatasetFilter): boolean {
  return (
    textOf(filter) === '' &&
    termsOf(filter).length === 0 &&
    productsOf(filter).length === 0 &&
    FACETS.every((facet) => chosen(filter, facet).length === 0)
  )
}

/** The condition a dataset must meet. Retired ones are left out unless `status` asks for them. */
export function datasetCondition(filter: DatasetFilter): Condition {
  const where = [`kind = 'dataset'`]
  const params: Record<string, string> = {}
  for (const facet of FACETS) {
    const values = chosen(filter, facet)
    if (facet === 'status') {
      addStatus(where, params, values)
    } else if (values.length > 0) {
      where.push(facet === 'gap' ? gapCondition(values) : facet === 'tag' ? TAG : facet === 'source' ? SOURCE : simpleCondition(facet))
      if (facet !== 'gap') params[facet] = JSON.stringify(values)
    }
  }
  if (termsOf(filter).length > 0) {
    where.push(TERM)
    params['term'] = JSON.stringify(termsOf(filter))
  }
  if (productsOf(filter).length > 0) {
    where.push(PRODUCT)
    params['product'] = JSON.stringify(productsOf(filter))
  }
  addText(where, params, textOf(filter))
  return { where: where.join(' and '), params }
}

/** No facet: there may be more terms than a list of counts can hold. */
const termsOf = (filter: DatasetFilter): readonly string[] => filter.term ?? []
const productsOf = (filter: DatasetFilter): readonly string[] => filter.product ?? []
const textOf = (filter: DatasetFilter): string => filter.text?.trim() ?? ''
export const chosen = (filter: DatasetFilter, facet: Facet): readonly string[] => filter[facet] ?? []

function addStatus(where: string[], params: Record<string, string>, values: readonly string[]): void {
  const wanted = new Set(values.length === 0 ? ['active'] : values)
  if (wanted.size > 1) return
  where.push('status = :status')
  params['status'] = [...wanted][0] ?? 'active'
}

const simpleCondition = (facet: SimpleFacet): string => `${FACET_EXPRESSIONS[facet]} in (select value from json_each(:${facet}))`

function gapCondition(gaps: readonly string[]): string {
  const known = (Object.keys(GAP_CONDITIONS) as (keyof typeof GAP_CONDITIONS)[]).filter((gap) => gaps.includes(gap))
  return known.length === 0 ? '0' : `(${known.map((gap) => GAP_CONDITIONS[gap]).join(' or ')})`
}

/** Every word begins a word of its name, columns, tags or relation; or every piece is somewhere in `schema.name`. */
function addText(where: string[], params: Record<string, string>, text: string): void {
  if (text === '') return
  const pieces = searchPieces(text)
  const ways = pieces.map((piece, index) => {
    params[`piece${index}`] = piece
    return `instr(sortName, :piece${index}) > 0`
  })
  const match = matchExpression(searchWords(text), 'every', ['name', 'columns', 'tags', 'relation'])
  const isIn = ways.length === 0 ? '0' : `(${ways.join(' and ')})`
  if (match === null) {
    where.push(isIn)
    return
  }
  params['match'] = match
  where.push(`(id in (select rowid from asset_search where asset_search match :match) or ${isIn})`)
}
