import { type ReadDb, sql } from './connection.ts'

/** A glossary term as lists show it; its synonyms stand where other things have their tags. */
export type TermRow = {
  readonly id: number
  readonly urn: string
  readonly name: string
  readonly sortName: string
  readonly description: string | null
  readonly ownerTeam: string | null
  readonly status: string | null
  /** JSON list. */
  readonly synonyms: string
}

/** '' = has none. `pieces` are lower case. */
export type TermFilter = {
  readonly pieces: readonly string[]
  readonly status: readonly string[]
  readonly ownerTeam: readonly string[]
  readonly use: readonly string[]
}

const COLUMNS = 'id, urn, name, sortName, description, ownerTeam, tier status, tags synonyms'
const IS_TERM = `kind = 'term' and status = 'active'`
const USE = `iif(exists (select 1 from asset_term t where t.term = asset.name), 'linked', 'unlinked')`
const FACETS = { status: `coalesce(tier, '')`, ownerTeam: `coalesce(ownerTeam, '')`, use: USE } as const
type Facet = keyof typeof FACETS

type Condition = { readonly where: string; readonly params: Readonly<Record<string, string>> }

function conditionOf(filter: TermFilter): Condition {
  const where = [IS_TERM]
  const params: Record<string, string> = {}
  if (filter.pieces.length > 0) {
    const text = `sortName || ' ' || small_letters(tags) || ' ' || small_letters(coalesce(description, ''))`
    where.push(`not exists (select 1 from json_each(:pieces) p where instr(${text}, p.value) = 0)`)
    params['pieces'] = JSON.stringify(filter.pieces)
  }
  for (const [facet, expression] of Object.entries(FACETS)) {
    const chosen = filter[facet as Facet]
    if (chosen.length === 0) continue
    where.push(`${expression} in (select value from json_each(:${facet}))`)
    params[facet] = JSON.stringify(chosen)
  }
  return { where: where.join(' and '), params }
}

/** Terms by name. */
export function listTerms(
  db: ReadDb,
  filter: TermFilter,
  page: {
    readonly after: { readonly name: string; readonly id: number } | null
    readonly skip?: number | undefined
    readonly limit: number
  },
): TermRow[] {
  const { where, params } = conditionOf(filter)
  const beyond = page.after === null ? '' : 'and (sortName, id) > (:afterName, :afterId)'
  const after = page.after === null ? {} : { afterName: page.after.name, afterId: page.after.id }
  const text = `select ${COLUMNS} from asset where ${where} ${beyond} order by sortName, id limit :limit offset :skip`
  return sql<TermRow>(db, text).all({ ...params, ...after, skip: page.skip ?? 0, limit: page.limit })
}

export function countTerms(db: ReadDb, filter: TermFilter): number {
  const { where, params } = conditionOf(filter)
  return sql<{ n: number }>(db, `select count(*) n from asset where ${where}`).get(params)?.n ?? 0
}

export type FacetValueRow = { readonly value: string; readonly count: number }

/** How many terms have each value of a facet, biggest first; the facet's own choice does not narrow. */
export function countTermFacet(db: ReadDb, filter: TermFilter, facet: Facet, limit: number): FacetValueRow[] {
  const { where, params } = conditionOf({ ...filter, [facet]: [] })
  return sql<FacetValueRow>(
    db,
    `select ${FACETS[facet]} value, count(*) count from asset where ${where} group by 1 order by 2 desc, 1 limit :limit`,
  ).all({ ...params, limit })
}

export function findTerm(db: ReadDb, assetId: number): TermRow | undefined {
  return sql<TermRow>(db, `select ${COLUMNS} from asset where id = ? and kind = 'term'`).get(assetId)
}

/** The active term with this very name. */
export function findTermNamed(db: ReadDb, name: string): TermRow | undefined {
  return sql<TermRow>(
    db,
    `select ${COLUMNS} from asset where lower(name) = lower(:name) and name = :name and ${IS_TERM} order by id limit 1`,
  ).get({ name })
}

/** Terms that have a name as a synonym, or in other capitals. */
export function listTermsNear(db: ReadDb, name: string): { readonly urn: string; readonly name: string }[] {
  return sql<{ urn: string; name: string }>(
    db,
    `select urn, name from asset where ${IS_TERM} and (sortName = :small
       or id in (select assetId from asset_tag where tag in (:name, :small))) order by sortName, id limit 10`,
  ).all({ name, small: name.toLowerCase() })
}

/** Terms whose name or synonyms hold a text (lower case), those whose name begins with it first. */
export function suggestTerms(db: ReadDb, text: string, limit: number): Pick<TermRow, 'urn' | 'name' | 'synonyms'>[] {
  return sql<Pick<TermRow, 'urn' | 'name' | 'synonyms'>>(
    db,
    `select urn, name, tags synonyms from asset where ${IS_TERM} and (instr(sortName, :text) > 0 or instr(small_letters(tags), :text) > 0)
     order by substr(sortName, 1, length(:text)) <> :text, instr(sortName, :text) = 0, sortName, id limit :limit`,
  ).all({ text, limit })
}

/** Every active term by name. */
export function listAllTerms(db: ReadDb): TermRow[] {
  return sql<TermRow>(db, `select ${COLUMNS} from asset where ${IS_TERM} order by sortName, id`).all()
}
