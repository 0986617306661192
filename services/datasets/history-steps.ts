import type { DecisionRow } from '#db/decisions'
import type { FactSpan, ImportMoment } from '#db/history'

/** One thing that happened to a dataset, before it is known what exactly changed. */
export type ImportStep = {
  readonly kind: 'import' | 'retired' | 'returned'
  readonly atMs: number
  readonly id: number
  readonly sourceName: string
}
export type DecisionStep = {
  readonly kind: 'decision'
  readonly atMs: number
  readonly id: number
  readonly rows: readonly DecisionRow[]
  /** The newest import readers saw when it was decided. */
  readonly afterImport: number
}
export type Step = ImportStep | DecisionStep

/** Whether a fact stood once an import was visible. */
export const stoodAt = (span: FactSpan, importId: number): boolean =>
  span.fromImport <= importId && (span.toImport === null || span.toImport > importId)

/** Every import that told something new of a dataset and every act of decisions on it, oldest first. */
export function layOutSteps(spans: readonly FactSpan[], moments: readonly ImportMoment[], decisions: readonly DecisionRow[]): Step[] {
  const imports = importSteps(spans, moments)
  const steps: Step[] = [...imports, ...decisionSteps(decisions, imports)]
  return steps.sort((a, b) => a.atMs - b.atMs || order(a) - order(b) || a.id - b.id)
}

/** Of one instant: the import first, then what was decided on it. */
export const order = (step: Step): number => (step.kind === 'decision' ? 1 : 0)

function importSteps(spans: readonly FactSpan[], moments: readonly ImportMoment[]): ImportStep[] {
  const changes = new Map<number, number>()
  const add = (importId: number, by: number): void => void changes.set(importId, (changes.get(importId) ?? 0) + by)
  for (const span of spans) {
    add(span.fromImport, 1)
    if (span.toImport !== null) add(span.toImport, -1)
  }
  let standing = 0
  let latestMs = 0
  let wasSeen = false
  return moments.map((moment) => {
    const before = standing
    standing += changes.get(moment.id) ?? 0
    const kind = standing === 0 ? 'retired' : before === 0 && wasSeen ? 'returned' : 'import'
    wasSeen = true
    // Imports have an order of their own: a clock that was set back does not change it.
    latestMs = Math.max(latestMs, moment.atMs)
    return { kind, atMs: latestMs, id: moment.id, sourceName: moment.sourceName }
  })
}

function decisionSteps(decisions: readonly DecisionRow[], imports: readonly ImportStep[]): DecisionStep[] {
  const groups = new Map<number, DecisionRow[]>()
  for (const row of decisions) groups.set(row.groupId, [...(groups.get(row.groupId) ?? []), row])
  return [...groups].map(([groupId, rows]) => {
    const atMs = rows[0]?.atMs ?? 0
    const afterImport = imports.findLast((step) => step.atMs <= atMs)?.id ?? 0
    return { kind: 'decision', atMs, id: groupId, rows, afterImport }
  })
}
