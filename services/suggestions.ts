import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { type Claim, currentValue } from '#core/assets/claims'
import type { CurrentRules } from '#core/assets/current'
import { checkDecidedValue, findField } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { JsonValue } from '#core/json'
import type { SuggestionPack } from '#core/rule-packs'
import { type Agreed, findAgreements, folderOf, type Vicinity } from '#core/suggestions/neighbours'
import { findSpelling } from '#core/suggestions/spelling'
import { groupSuggestions, type SuggestedGroup, suggestFor, type SuggestionFacts } from '#core/suggestions/suggest'
import { readSeq } from '#db/book-file/info'
import type { ReadDb } from '#db/connection'
import type { AssetRow } from '#db/current'
import { visibleImportId } from '#db/imports'
import { iteratePlaceFacts, listSpeakers, listWithGaps, type NeighbourRow, type PlaceFact } from '#db/suggestions'
import { CHANGED_BY_DECISIONS, decide, type FieldChange } from './decide.ts'
import { commit, type GetBook } from './deps.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rulePacks } from './rules.ts'
import { inSnapshot } from './snapshot.ts'

const GROUPS_SHOWN = 200
const LIST = 'suggestions'
/** Fields a rule may fill: those whose gaps the rows of datasets show. */
const FILLED = ['description', 'ownerTeam', 'steward', 'domain', 'tier', 'classification'] as const satisfies readonly (keyof AssetRow)[]
/** In the order in which facts are read. */
const PLACE_FIELDS = ['path', 'package', 'group'] as const

/** @throws AppError from the handlers: not-found, conflict, book-read-only */
export function createSuggestionHandlers(book: GetBook): Handlers<AppContract>['suggestions'] {
  const suggested = rememberSuggested(book)
  return {
    groups: ({ field }) => {
      const { groups } = suggested()
      const wanted = groups.filter((group) => field === undefined || group.field === field)
      const items = wanted.slice(0, GROUPS_SHOWN).map((group) => ({
        groupId: group.groupId,
        field: group.field,
        value: decidedValue(group),
        because: group.because,
        ruleId: group.ruleId,
        isGuess: group.isGuess,
        count: group.keys.length,
      }))
      return { items, total: wanted.length }
    },
    members: ({ groupId, cursor, limit }) => {
      const { groups, names } = suggested()
      const keys = groups.find((group) => group.groupId === groupId)?.keys ?? []
      const after = cursor === undefined ? '' : readCursor(LIST, cursor, z.tuple([z.string()]))[0]
      const rest = keys.filter((key) => key > after)
      const page = fillPage(rest, limit, (key) => ({ key, name: names.get(key) ?? key }))
      const nextCursor = page.isMore && page.last !== undefined ? toCursor(LIST, [page.last]) : null
      return { items: page.items, total: keys.length, nextCursor }
    },
    accept: ({ groupIds, except, reason }) => {
      const deps = book()
      return commit(deps, CHANGED_BY_DECISIONS, (write) => {
        const { groups } = suggestAll(write, deps.rules.current(write))
        const left = new Set(except)
        const changes = [...new Set(groupIds)].flatMap((groupId) => acceptGroup(requireGroup(groups, groupId), left, reason))
        const decided = decide(deps, write, changes, reason)
        return { groupId: decided?.groupId ?? null, count: decided?.count ?? 0 }
      })
    },
  }
}

function requireGroup(groups: readonly SuggestedGroup[], groupId: string): SuggestedGroup {
  const group = groups.find((candidate) => candidate.groupId === groupId)
  if (group !== undefined) return group
  throw new AppError('conflict', 'The catalog changed: one of these suggestions is not made any more. Look at them again.', { groupId })
}

function acceptGroup(group: SuggestedGroup, except: ReadonlySet<string>, reason: string): FieldChange[] {
  const value = decidedValue(group)
  const because = reason === '' ? `accepted: ${group.because}` : reason
  return group.keys
    .filter((key) => !except.has(key))
    .map((subject) => ({ subject, column: '', field: group.field, value, reason: because }))
}

/** The suggested word in the form a decision of this field has. */
function decidedValue({ field, value }: SuggestedGroup): JsonValue {
  return checkDecidedValue('dataset', field, findField('dataset', field)?.type.kind === 'list' ? [value] : value)
}

type Suggested = { readonly groups: readonly SuggestedGroup[]; readonly names: ReadonlyMap<string, string> }

/** Worked out once for each state of the book: a person who looks through groups asks again and again. */
function rememberSuggested(book: GetBook): () => Suggested {
  let known: { readonly read: ReadDb; readonly seq: number; readonly suggested: Suggested } | undefined
  return () => {
    const { read, rules } = book()
    return inSnapshot(read, () => {
      const seq = readSeq(read)
      if (known?.read !== read || known.seq !== seq) known = { read, seq, suggested: suggestAll(read, rules.current(read)) }
      return known.suggested
    })
  }
}

/** Everything the rules suggest for the book as it stands. */
function suggestAll(db: ReadDb, rules: CurrentRules): Suggested {
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
