import type { IntakeColumn } from '../importers/intake.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { type Claim, currentValue, isInConflict, type RankOf, resolveField, type StandingDecision, whichCounts } from './claims.ts'
import { columnKey } from './column-names.ts'
import type { ToldExtras } from './extras.ts'
import { COLUMN_FIELDS, CUSTOM_FIELD_PREFIX, fieldsOf } from './fields.ts'
import type { AssetKind } from './kinds.ts'
import { mergedValue, NAME_FIELDS } from './merged-names.ts'
import type { FieldValue } from './provenance.ts'

/** What one part of one source says about an asset now. */
export type PartFacts = {
  readonly sourceId: number
  readonly sourceName: string
  readonly format: string
  readonly part: string
  readonly importId: number
  readonly seenAtMs: number
  readonly fields: JsonObject
  readonly columns: readonly IntakeColumn[] | null
}

/** Reads fields out of a source's free meta, as a person mapped it. */
export type MapMeta = (
  sourceId: number,
  scope: 'dataset' | 'column',
  meta: JsonObject,
) => readonly { field: string; value: JsonValue; metaKey: string }[]

/** Decisions by column ('' for the asset) and field. */
export type DecisionsOfAsset = ReadonlyMap<string, ReadonlyMap<string, StandingDecision>>

export type AssetFacts = {
  readonly kind: AssetKind
  readonly parts: readonly PartFacts[]
  readonly decisions: DecisionsOfAsset
}

export type CurrentRules = {
  readonly rankOf: RankOf
  readonly mapMeta: MapMeta
  /** The name an owner, team, domain or glossary term goes by after merges. */
  readonly mergedName: (field: string, value: string) => string
}

export type Presence = 'both' | 'documented' | 'undocumented' | 'unknown'
export type CurrentColumn = {
  readonly name: string
  readonly ordinal: number
  readonly presence: Presence
  readonly claims: ClaimsByField
  readonly decisions: ReadonlyMap<string, StandingDecision>
  /** What sources say of it that no field is for. */
  readonly extras: readonly ToldExtras[]
}

type ClaimsByField = ReadonlyMap<string, readonly Claim[]>
const NO_DECISIONS: ReadonlyMap<string, StandingDecision> = new Map()
const WAREHOUSE_PARTS: ReadonlySet<string> = new Set(['catalog', 'schema'])

/** Everything said about an asset, ready to be asked field by field. */
export class CurrentAsset {
  readonly #facts: AssetFacts
  readonly #rules: CurrentRules
  readonly #claims: ClaimsByField
  readonly #own: ReadonlyMap<string, StandingDecision>

  constructor(facts: AssetFacts, rules: CurrentRules) {
    this.#facts = facts
    this.#rules = rules
    this.#claims = collectClaims(
      facts.parts.map((part) => ({ part, fields: part.fields })),
      'dataset',
      rules.mapMeta,
    )
    this.#own = facts.decisions.get('') ?? NO_DECISIONS
  }

  /** The current value; null where nobody says. */
  value(field: string): JsonValue | null {
    return currentValue(field, this.#said(field), this.#decided(field), this.#rules.rankOf)
  }

  text(field: string): string | null {
    const value = this.value(field)
    return typeof value === 'string' && value !== '' ? value : null
  }

  number(field: string): number | null {
    const value = this.value(field)
    return typeof value === 'number' ? value : null
  }

  list(field: string): readonly string[] {
    return toTexts(this.value(field))
  }

  /** The current value with all its evidence. */
  field(name: string): FieldValue {
    return resolveField(name, this.#said(name), this.#decided(name), this.#rules.rankOf, 'no source says')
  }

  /** Two names that people said are one must not differ, so merges come before claims are compared. */
  #said(field: string): readonly Claim[] {
    return this.#mergedClaims(field, this.#claims.get(field) ?? [])
  }

  #decided(field: string): StandingDecision | undefined {
    return this.#mergedDecision(field, this.#own.get(field))
  }

  #mergedClaims(field: string, claims: readonly Claim[]): readonly Claim[] {
    if (!NAME_FIELDS.has(field)) return claims
    return claims.map((claim) => ({ ...claim, value: mergedValue(field, claim.value, this.#rules.mergedName) }))
  }

  #mergedDecision(field: string, decision: StandingDecision | undefined): StandingDecision | undefined {
    return decision === undefined || decision.value === null || !NAME_FIELDS.has(field)
      ? decision
      : { ...decision, value: mergedValue(field, decision.value, this.#rules.mergedName) }
  }

  /** Every field of the kind in display order, then the custom ones by name. */
  fields(): FieldValue[] {
    const known = fieldsOf(this.#facts.kind).map((definition) => this.field(definition.name))
    const names = new Set([...this.#claims.keys(), ...this.#own.keys()])
    const custom = [...names].filter((name) => name.startsWith(CUSTOM_FIELD_PREFIX)).sort()
    return [...known, ...custom.map((name) => this.field(name)).filter((found) => found.value !== null)]
  }

  /** True when some field is said differently by sources of equal rank and nobody has decided. */
  hasConflict(): boolean {
    for (const [field, claims] of this.#claims) {
      if (claims.length < 2 || field === 'meta') continue
      if (isInConflict(field, this.#said(field), this.#decided(field), this.#rules.rankOf)) return true
    }
    return false
  }

  /** Columns of all parts, matched by name under the platform's case rule, in the warehouse's order where known. `platform`: the asset's, where what is said here does not name it. */
  columns(platform: string | null = this.text('platform')): CurrentColumn[] {
    return mergeColumns(this.#facts, platform, this.#rules)
  }

  columnValue(column: CurrentColumn, field: string): JsonValue | null {
    const claims = this.#mergedClaims(field, column.claims.get(field) ?? [])
    return currentValue(field, claims, this.#mergedDecision(field, column.decisions.get(field)), this.#rules.rankOf)
  }

  columnText(column: CurrentColumn, field: string): string | null {
    const value = this.columnValue(column, field)
    return typeof value === 'string' && value !== '' ? value : null
  }

  columnList(column: CurrentColumn, field: string): readonly string[] {
    return toTexts(this.columnValue(column, field))
  }

  columnFields(column: CurrentColumn): FieldValue[] {
    return COLUMN_FIELDS.map((definition) =>
      resolveField(
        definition.name,
        this.#mergedClaims(definition.name, column.claims.get(definition.name) ?? []),
        this.#mergedDecision(definition.name, column.decisions.get(definition.name)),
        this.#rules.rankOf,
        'no source says',
      ),
    )
  }
}

const toTexts = (value: JsonValue | null): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

type Said = { readonly part: PartFacts; readonly fields: JsonObject }

function collectClaims(said: readonly Said[], scope: 'dataset' | 'column', mapMeta: MapMeta): ClaimsByField {
  const claims = new Map<string, Claim[]>()
  const add = (field: string, value: JsonValue, part: PartFacts, partName: string, metaKey: string | null): void => {
    const claim: Claim = {
      value,
      sourceId: part.sourceId,
      sourceName: part.sourceName,
      format: part.format,
      part: partName,
      importId: part.importId,
      seenAtMs: part.seenAtMs,
      metaKey,
    }
    const list = claims.get(field)
    if (list === undefined) claims.set(field, [claim])
    else list.push(claim)
  }
  for (const { part, fields } of said) {
    for (const field of Object.keys(fields)) {
      const value = fields[field]
      if (value !== undefined && value !== null) add(field, value, part, part.part, null)
    }
    const meta = fields['meta']
    if (typeof meta === 'object' && meta !== null && !Array.isArray(meta)) {
      for (const mapped of mapMeta(part.sourceId, scope, meta as JsonObject)) add(mapped.field, mapped.value, part, 'meta', mapped.metaKey)
    }
  }
  return claims
}

type ColumnSlot = { name: string; documented: boolean; inWarehouse: boolean; ordinal: number; said: Said[]; extras: ToldExtras[] }

function mergeColumns(facts: AssetFacts, platform: string | null, rules: CurrentRules): CurrentColumn[] {
  const slots = new Map<string, ColumnSlot>()
  let hasWarehouse = false
  for (const part of facts.parts) {
    if (part.columns === null) continue
    const isWarehouse = WAREHOUSE_PARTS.has(part.part)
    hasWarehouse ||= isWarehouse
    part.columns.forEach((column, index) => {
      const key = columnKey(platform, column.name)
      let slot = slots.get(key)
      if (slot === undefined) {
        slot = { name: column.name, documented: false, inWarehouse: false, ordinal: Number.POSITIVE_INFINITY, said: [], extras: [] }
        slots.set(key, slot)
      }
      // The project's spelling is the one people write in queries and docs; the warehouse's is a field of its own.
      if (!isWarehouse && !slot.documented) slot.name = column.name
      slot.documented ||= !isWarehouse
      slot.inWarehouse ||= isWarehouse
      const ordinal = column.fields['ordinal']
      if (isWarehouse) slot.ordinal = Math.min(slot.ordinal, typeof ordinal === 'number' ? ordinal : index + 1)
      slot.said.push({ part, fields: column.fields })
      if (column.extras !== undefined) slot.extras.push({ sourceName: part.sourceName, part: part.part, keys: column.extras })
    })
  }
  const columnDecisions = decisionsByColumn(facts.decisions, platform)
  const ordered = [...slots].sort(([, a], [, b]) => (a.ordinal === b.ordinal ? 0 : a.ordinal - b.ordinal))
  return ordered.map(([key, slot], index) => ({
    name: slot.name,
    ordinal: index + 1,
    presence: presenceOf(slot, hasWarehouse),
    claims: collectClaims(slot.said, 'column', rules.mapMeta),
    decisions: columnDecisions.get(key) ?? NO_DECISIONS,
    extras: slot.extras,
  }))
}

/** Decisions under every spelling of a column. */
function decisionsByColumn(decisions: DecisionsOfAsset, platform: string | null): DecisionsOfAsset {
  const found = new Map<string, Map<string, StandingDecision>>()
  for (const [column, fields] of decisions) {
    if (column === '') continue
    const key = columnKey(platform, column)
    const known = found.get(key)
    if (known === undefined) found.set(key, new Map(fields))
    else for (const [field, decision] of fields) known.set(field, whichCounts(known.get(field) ?? decision, decision))
  }
  return found
}

function presenceOf(slot: ColumnSlot, hasWarehouse: boolean): Presence {
  if (!hasWarehouse) return 'unknown'
  if (slot.documented && slot.inWarehouse) return 'both'
  return slot.documented ? 'documented' : 'undocumented'
}
