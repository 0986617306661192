import { COUNTED_BY_SOURCES, fieldsOf } from '#core/assets/fields'
import type { FieldValue, Provenance } from '#core/assets/provenance'
import { NO_WINDOW } from '#core/assets/usage-window'
import { canonicalJson, type JsonValue } from '#core/json'

/** What the book works out for a field, or what is missing for it to. `from`: what it was worked out from this time. */
export type Computed = { readonly value: JsonValue; readonly from?: string } | { readonly missing: string }

/** Everything the computed fields of a dataset are worked out from. */
export type ComputedFrom = {
  /** Names one step up and down; null where no source tells of links. */
  readonly upstream: readonly string[] | null
  readonly downstream: readonly string[] | null
  readonly checkNames: readonly string[]
  readonly outcomes: { readonly told: number; readonly passed: number }
  readonly issues: readonly string[]
  readonly piiColumns: readonly string[]
  readonly lastSuccessfulRunMs: number | null
  readonly costMonthly: Computed
  readonly costMonthlyUsd: Computed
}

/** The fields a dataset's own book computes. A missing input is named, never shown as zero. */
export function computeFields(from: ComputedFrom): ReadonlyMap<string, Computed> {
  const list = (items: readonly string[] | null, missing: string): Computed => (items === null ? { missing } : { value: [...items] })
  const some = (items: readonly string[], missing: string): Computed => list(items.length === 0 ? null : items, missing)
  const noQueries: Computed = { missing: 'no source counts queries' }
  return new Map([
    ['sources', list(from.upstream, 'no source tells of links')],
    ['downstream', list(from.downstream, 'no source tells of links')],
    ['tests', some(from.checkNames, 'no check is attached to it')],
    ['lastScore', scoreOf(from.outcomes)],
    ['knownIssues', some(from.issues, 'no open issue names it')],
    ['piiColumns', some(from.piiColumns, 'no column is marked as personal')],
    [
      'lastSuccessfulRunMs',
      from.lastSuccessfulRunMs === null ? { missing: 'no successful run is known' } : { value: from.lastSuccessfulRunMs },
    ],
    ['costMonthly', from.costMonthly],
    ['costMonthlyUsd', from.costMonthlyUsd],
    ['avgDailyQueries', noQueries],
    ['topConsumers', noQueries],
  ])
}

/** The share of latest results that passed, 0 to 100 with one decimal; 100 only when all did, 0 only when none did. */
function scoreOf({ told, passed }: ComputedFrom['outcomes']): Computed {
  if (told === 0) return { missing: 'no check has run' }
  const score = Math.round((passed / told) * 1000) / 10
  if (passed < told && score === 100) return { value: 99.9 }
  return { value: passed > 0 && score === 0 ? 0.1 : score }
}

const COMPUTED_FROM = new Map(fieldsOf('dataset').map((field) => [field.name, field.computedFrom]))

/** Puts computed values in their places. What a source says of such a field stays as evidence, or as the value where nothing is computed. */
export function fillComputed(fields: readonly FieldValue[], computed: ReadonlyMap<string, Computed>): FieldValue[] {
  return fields.map((field) => {
    const found = computed.get(field.field)
    const from = COMPUTED_FROM.get(field.field)
    if (found === undefined || from == null) return field
    if ('missing' in found) return field.value === null ? { ...field, provenance: { kind: 'none', missing: found.missing } } : field
    const said = field.value === null ? [] : [{ value: field.value, provenance: field.provenance }]
    const others = [...said, ...field.others].filter((claim) => canonicalJson(claim.value) !== canonicalJson(found.value))
    return { field: field.field, value: found.value, provenance: { kind: 'computed', from: found.from ?? from }, others, isConflict: false }
  })
}

/** Says of what sources counted themselves over which time. `windows`: in words, by source and part. */
export function nameWindows(fields: readonly FieldValue[], windows: ReadonlyMap<string, string>): FieldValue[] {
  const name = (provenance: Provenance): Provenance =>
    provenance.kind === 'fact'
      ? { ...provenance, counted: windows.get(`${provenance.sourceId} ${provenance.part}`) ?? NO_WINDOW }
      : provenance
  return fields.map((field) => {
    if (!COUNTED_BY_SOURCES.has(field.field)) return field
    const others = field.others.map((other) => ({ ...other, provenance: name(other.provenance) }))
    return { ...field, provenance: name(field.provenance), others }
  })
}
