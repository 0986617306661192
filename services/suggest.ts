import { type Claim, currentValue } from '#core/assets/claims'
import type { CurrentRules } from '#core/assets/current'
import type { JsonValue } from '#core/json'
import type { SuggestionPack } from '#core/rule-packs'
import { type Agreed, findAgreements, folderOf, type Vicinity } from '#core/suggestions/neighbours'
import { findSpelling } from '#core/suggestions/spelling'
import { groupSuggestions, type SuggestedGroup, suggestFor, type SuggestionFacts } from '#core/suggestions/suggest'
import type { ReadDb } from '#db/connection'
import type { AssetRow } from '#db/current'
import { visibleImportId } from '#db/imports'
import { iteratePlaceFacts, listSpeakers, listWithGaps, type NeighbourRow, type PlaceFact } from '#db/suggestions'
import { rulePacks } from './rules.ts'

/** Fields a rule may fill: those whose gaps the rows of datasets show. */
const FILLED = ['description', 'ownerTeam', 'steward', 'domain', 'tier', 'classification'] as const satisfies readonly (keyof AssetRow)[]
/** In the order in which facts are read. */
const PLACE_FIELDS = ['path', 'package', 'group'] as const

/** What the rules suggest, in groups; `names` of the datasets by their keys. It may cross a thread. */
export type Suggested = { readonly groups: readonly SuggestedGroup[]; readonly names: ReadonlyMap<string, string> }

/** Everything the rules suggest for the book as it stands. */
export function suggestAll(db: ReadDb, rules: CurrentRules): Suggested {
  const pack = fillingPack(rulePacks().suggestions)
  const rows = listWithGaps(
    db,
    FILLED.filter((field) => pack.rules.some((rule) => rule.field === field)),
  )
  const places = readPlaces(db)
  const definedIn = (id: number): DefinedIn => whereDefined(places.get(id) ?? [], rules)
  const speakers = listSpeakers(db)
  const agreements = findAllAgreements(speakers, definedIn)
  const spelling = findSpelling(speakers.flatMap(saidOf))
  const groups = groupSuggestions(
    rows.map((row) => ({ key: row.urn, suggestions: suggestFor(toFacts(row, definedIn(row.id), agreements), pack, spelling) })),
  )
  return { groups, names: new Map(rows.map((row) => [row.urn, row.name])) }
}

const SPELLED = ['ownerTeam', 'steward', 'domain'] as const
const saidOf = (row: NeighbourRow): { field: string; value: string }[] =>
  SPELLED.flatMap((field) => (row[field] === null ? [] : [{ field, value: row[field] }]))

/** Without rules on fields whose gaps nobody can see here: better silent than suggesting what is there already. */
function fillingPack(pack: SuggestionPack): SuggestionPack {
  return { ...pack, rules: pack.rules.filter((rule) => (FILLED as readonly string[]).includes(rule.field)) }
}

/** What one part of a source says of where a dataset is defined. */
type Place = Omit<PlaceFact, 'said'> & { readonly said: readonly (JsonValue | null)[] }

function readPlaces(db: ReadDb): ReadonlyMap<number, readonly Place[]> {
  const places = new Map<number, Place[]>()
  for (const fact of iteratePlaceFacts(db, visibleImportId(db))) {
    const place = { ...fact, said: JSON.parse(fact.said) as (JsonValue | null)[] }
    const known = places.get(fact.assetId)
    if (known === undefined) places.set(fact.assetId, [place])
    else known.push(place)
  }
  return places
}

type DefinedIn = { readonly path: string | null; readonly package: string | null; readonly group: string | null }

function whereDefined(places: readonly Place[], rules: CurrentRules): DefinedIn {
  const [path = null, packageName = null, group = null] = PLACE_FIELDS.map((field, index) => currentPlace(field, index, places, rules))
  return { path, package: packageName, group }
}

type Agreements = Readonly<Record<Vicinity, ReadonlyMap<string, Agreed>>>

function findAllAgreements(rows: readonly NeighbourRow[], definedIn: (id: number) => DefinedIn): Agreements {
  const members = (placeOf: (row: NeighbourRow) => string | null) =>
    rows.map((row) => ({ place: placeOf(row), values: { ownerTeam: row.ownerTeam, steward: row.steward, domain: row.domain } }))
  const folder = (row: NeighbourRow): string | null => {
    const defined = definedIn(row.id)
    return folderOf(defined.package, defined.path)
  }
  return { schema: findAgreements(members(schemaOf)), folder: findAgreements(members(folder)) }
}

const schemaOf = ({ database, schema }: Pick<AssetRow, 'database' | 'schema'>): string | null =>
  schema === null ? null : `${database ?? ''}\u0000${schema}`

function toFacts(row: AssetRow, defined: DefinedIn, agreements: Agreements): SuggestionFacts {
  return {
    name: row.name,
    schema: row.schema,
    resourceType: row.resourceType,
    ...defined,
    agreed: {
      schema: agreements.schema.get(schemaOf(row) ?? '') ?? {},
      folder: agreements.folder.get(folderOf(defined.package, defined.path) ?? '') ?? {},
    },
    has: Object.fromEntries(FILLED.map((field) => [field, row[field] !== null])),
  }
}

/** Of several sources that tell where a dataset is defined, the one whose word counts first. */
function currentPlace(field: string, index: number, places: readonly Place[], rules: CurrentRules): string | null {
  const claims = places.flatMap(({ said, ...fact }): Claim[] => {
    const value = said[index] ?? null
    return value === null ? [] : [{ ...fact, value, sourceName: '', importId: 0, seenAtMs: 0, metaKey: null }]
  })
  const value = currentValue(field, claims, undefined, rules.rankOf)
  return typeof value === 'string' ? value : null
}
