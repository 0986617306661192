import type { CurrentAsset, CurrentRules } from '#core/assets/current'
import { COLUMN_FIELDS } from '#core/assets/fields'
import type { FieldValue, Provenance } from '#core/assets/provenance'
import type { JsonValue } from '#core/json'
import type { ConflictForReport } from '#core/reports/catalog-snapshot'
import { parseExtras } from '#core/reconcile/sections'
import type { AssetRow } from '#db/current'
import { listSection } from '#db/facts'
import { type ColumnVoice, iterateColumnVoices } from '#db/report'
import { findSource, type SourceRow } from '#db/sources'
import { type DeriveContext, loadAsset } from './derive.ts'
import { labelSource } from './source-label.ts'

/** Fields of a source's own make: that two sources keep different notes is no conflict to settle. */
const NOT_SETTLED: ReadonlySet<string> = new Set(['meta'])

/** Fields of these datasets, and of their columns, that sources of equal rank tell differently and nobody has decided. */
export function listConflicts(context: DeriveContext, rows: readonly AssetRow[]): ConflictForReport[] {
  const columnsDiffer = findColumnsThatMayDiffer(context)
  return rows
    .filter((row) => row.hasConflict === 1 || columnsDiffer.has(row.id))
    .flatMap((row) => {
      const current = loadAsset(context, row.id)?.current
      return current === undefined ? [] : conflictsOf(context, row, current)
    })
}

function conflictsOf(context: DeriveContext, row: AssetRow, current: CurrentAsset): ConflictForReport[] {
  const found: [column: string | null, field: FieldValue][] = current.fields().map((field) => [null, field])
  for (const column of current.columns()) for (const field of current.columnFields(column)) found.push([column.name, field])
  return found
    .filter(([, field]) => field.isConflict && !NOT_SETTLED.has(field.field))
    .map(([column, field]) => ({
      key: row.urn,
      datasetName: row.name,
      schema: row.schema,
      column,
      field: field.field,
      claims: claimsOf(context, row.id, column, field),
    }))
}

type FactClaim = { readonly value: JsonValue | null; readonly by: Provenance & { kind: 'fact' }; readonly source: SourceRow }

/** What is said by those whose word counts the same as the best; two parts of one source are told apart. */
function claimsOf(
  { db, rules, visible }: DeriveContext,
  assetId: number,
  column: string | null,
  field: FieldValue,
): ConflictForReport['claims'] {
  const said = [field, ...field.others].flatMap(({ value, provenance }): FactClaim[] => {
    const source = provenance.kind === 'fact' ? findSource(db, provenance.sourceId) : undefined
    return provenance.kind === 'fact' && source !== undefined ? [{ value, by: provenance, source }] : []
  })
  const rank = ({ by, source }: FactClaim): number => rules.rankOf(field.field, source.format, by.part)
  const [best] = said
  const equal = best === undefined ? [] : said.filter((claim) => rank(claim) === rank(best))
  const areAllOthers = new Set(equal.map((claim) => claim.source.id)).size === equal.length
  const withheld = listSection(db, assetId, 'extras', visible).flatMap((fact) =>
    parseExtras(fact.payload).carriesValues.map((path) => ({ sourceId: fact.sourceId, part: fact.part, path })),
  )
  return equal.map(({ value, by, source }) => {
    const carries = withheld.some(({ sourceId, part, path }) => sourceId === source.id && isAt(path, part, column, field.field, by))
    const label = labelSource(db, source)
    return { sourceName: areAllOthers ? label : `${label}, ${by.part}`, value: carries ? null : value }
  })
}

/** Whether a path that holds values of data is where a claim was read. A mapped claim was read from some part's meta. */
function isAt(path: string, part: string, column: string | null, field: string, by: FactClaim['by']): boolean {
  if (by.metaKey === null && by.part !== part) return false
  const own = `${column === null ? 'fields' : `columns.${column}`}.${by.metaKey === null ? field : 'meta'}`
  return path === own || path.startsWith(`${own}.`) || own.startsWith(`${path}.`)
}

/** Datasets whose columns are told by voices of which two count the same for some field; of all others no column can differ. */
function findColumnsThatMayDiffer({ db, rules, visible }: DeriveContext): ReadonlySet<number> {
  const voices = new Map<number, ColumnVoice[]>()
  for (const voice of iterateColumnVoices(db, visible)) {
    const known = voices.get(voice.assetId)
    if (known === undefined) voices.set(voice.assetId, [voice])
    else known.push(voice)
  }
  const mayTie = rememberTies(rules)
  const found = new Set<number>()
  for (const [assetId, told] of voices) {
    if (told.some((voice, index) => told.slice(index + 1).some((other) => mayTie(voice, other)))) found.add(assetId)
  }
  return found
}

function rememberTies(rules: CurrentRules): (a: ColumnVoice, b: ColumnVoice) => boolean {
  const known = new Map<string, boolean>()
  const parts = (voice: ColumnVoice): string[] => (voice.hasMeta === 1 ? [voice.part, 'meta'] : [voice.part])
  const ties = (a: ColumnVoice, b: ColumnVoice): boolean =>
    COLUMN_FIELDS.some(({ name }) =>
      parts(a).some((own) => parts(b).some((other) => rules.rankOf(name, a.format, own) === rules.rankOf(name, b.format, other))),
    )
  return (a, b) => {
    const id = JSON.stringify([a.format, parts(a), b.format, parts(b)])
    const found = known.get(id) ?? ties(a, b)
    known.set(id, found)
    return found
  }
}
