import type { HistoryItem } from '#contract/datasets'
import { columnKey } from '#core/assets/column-names'
import { CurrentAsset } from '#core/assets/current'
import type { AssetKind } from '#core/assets/kinds'
import { canonicalJson, type JsonValue } from '#core/json'
import { type Difference, listDifferences } from '#core/reconcile/diff'
import type { DecisionRow } from '#db/decisions'
import type { AssetFactRow } from '#db/facts'
import { type FactSpan, listFactsById } from '#db/history'
import { type DeriveContext, toParts } from '../derive.ts'
import { type DecisionStep, type ImportStep, stoodAt } from './history-steps.ts'

type Change = HistoryItem['changes'][number]

/** A longer text or structure is cut: a history line shows that it changed, the other pages show it whole. */
const MOST_CHARACTERS = 2000

/** What an import changed in what one source says, field by field. A retirement lists nothing: all of it went. */
export function changesOfImport(context: DeriveContext, spans: readonly FactSpan[], step: ImportStep): Change[] {
  if (step.kind === 'retired') return []
  const parts = new Map<string, { before: FactSpan[]; after: FactSpan[] }>()
  for (const span of spans) {
    const isAfter = span.fromImport === step.id
    if (!isAfter && span.toImport !== step.id) continue
    const part = partOf(parts, span)
    part[isAfter ? 'after' : 'before'].push(span)
  }
  if (step.kind === 'returned') for (const span of lastBefore(spans, step.id)) partOf(parts, span).before.push(span)
  const facts = loadFacts(
    context,
    [...parts.values()].flatMap((part) => [...part.before, ...part.after]),
  )
  return [...parts.values()].flatMap(({ before, after }) => {
    const texts = (list: readonly FactSpan[]): Map<FactSpan['section'], string> =>
      new Map(list.map((span) => [span.section, facts.get(span.id)?.payload ?? '{}']))
    return listDifferences(texts(before), texts(after), 'other-part').map(toChange)
  })
}

function partOf(parts: Map<string, { before: FactSpan[]; after: FactSpan[] }>, span: FactSpan): { before: FactSpan[]; after: FactSpan[] } {
  const id = `${span.keyId}\u0000${span.part}`
  const part = parts.get(id) ?? { before: [], after: [] }
  parts.set(id, part)
  return part
}

/** What stood until the dataset was last retired before an import. */
function lastBefore(spans: readonly FactSpan[], importId: number): FactSpan[] {
  const ends = spans.map((span) => span.toImport).filter((end) => end !== null && end < importId)
  const last = Math.max(0, ...(ends as number[]))
  return spans.filter((span) => span.toImport === last)
}

function loadFacts({ db }: DeriveContext, spans: readonly FactSpan[]): Map<number, AssetFactRow> {
  return new Map(
    listFactsById(
      db,
      spans.map((span) => span.id),
    ).map((fact) => [fact.id, fact]),
  )
}

function toChange({ what, child, field, before, after, change }: Difference): Change {
  if (what === 'column' && field === null) {
    // A column that came or went; its type where the source gives one.
    return {
      column: child,
      field: 'column',
      before: change === 'removed' ? (before ?? true) : null,
      after: change === 'added' ? (after ?? true) : null,
    }
  }
  if (what === 'link')
    return { column: null, field: 'upstream', before: change === 'removed' ? child : null, after: change === 'added' ? child : null }
  if (what === 'column-link') return { column: child, field: 'upstream', before: shorten(before), after: shorten(after) }
  const name = what === 'sql' ? `sql.${field ?? ''}` : (field ?? what)
  return { column: what === 'column' ? child : null, field: name, before: shorten(before), after: shorten(after) }
}

/** The values that counted before and after an act of decisions. */
export function changesOfDecision(
  context: DeriveContext,
  kind: AssetKind,
  spans: readonly FactSpan[],
  step: DecisionStep,
  all: readonly DecisionRow[],
): Change[] {
  const standing = spans.filter((span) => stoodAt(span, step.afterImport) && (span.section === 'fields' || span.section === 'columns'))
  const facts = [...loadFacts(context, standing).values()]
  const imported = new CurrentAsset({ kind, parts: toParts(context.db, facts), decisions: new Map() }, context.rules)
  // One act may take a field back on several keys, which is one change.
  const fields = new Map(step.rows.map((row) => [JSON.stringify([row.column, row.field]), row]))
  const [firstId, lastId] = [step.rows[0]?.id ?? 0, step.rows.at(-1)?.id ?? 0]
  return [...fields.values()].map(({ column, field }) => {
    const said = importedValue(imported, column, field)
    const ofField = all.filter((row) => row.column === column && row.field === field)
    return {
      column: column === '' ? null : column,
      field,
      before: shorten(decidedBy(ofField, firstId - 1) ?? said),
      after: shorten(decidedBy(ofField, lastId) ?? said),
    }
  })
}

/** The value that counted once a decision was made, of those on one field, oldest first: each key has its newest word, and the newest of those counts. */
function decidedBy(ofField: readonly DecisionRow[], id: number): JsonValue | null {
  const newest = new Map(ofField.filter((row) => row.id <= id).map((row) => [row.subject, row]))
  const values = [...newest.values()].filter((row) => row.value !== null).sort((a, b) => a.id - b.id)
  return parse(values.at(-1)?.value ?? null)
}

const parse = (text: string | null): JsonValue | null => (text === null ? null : (JSON.parse(text) as JsonValue))

function importedValue(imported: CurrentAsset, columnName: string, field: string): JsonValue | null {
  if (columnName === '') return imported.value(field)
  const platform = imported.text('platform')
  const wanted = columnKey(platform, columnName)
  const column = imported.columns().find((candidate) => columnKey(platform, candidate.name) === wanted)
  return column === undefined ? null : imported.columnValue(column, field)
}

function shorten(value: JsonValue | null): JsonValue | null {
  const text = typeof value === 'string' ? value : typeof value === 'object' && value !== null ? canonicalJson(value) : ''
  return text.length <= MOST_CHARACTERS ? value : `${text.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}…`
}
