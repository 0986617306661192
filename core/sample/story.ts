import type { JsonObject } from '../json.ts'
import { createRandom } from '../random.ts'
import { catalogOf, type Invocation, manifestOf, META_MAPPING, projectIn } from './artifacts.ts'
import type { SampleDefinition } from './definition.ts'
import { freshnessOf, runResultsOf } from './runs.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** By then (UTC) a day’s runs are over and imported. */
const END_HOUR = 6
const DAYS_A_MONTH = 30
/** So many weeks before the end have a run each; earlier, each month has one. */
const WEEKS = 12

export type SampleChoice = {
  /** Another seed gives other durations and run ids, the same company. */
  readonly seed: number
  /** The story ends with the last morning, six o’clock UTC, that is over at this instant (ms UTC). */
  readonly untilMs: number
}

/** What a sample book is filled with, in the order of time. */
export type SampleStep =
  | { readonly kind: 'import'; readonly atMs: number; readonly files: Readonly<Record<string, JsonObject>> }
  | { readonly kind: 'mapping'; readonly atMs: number; readonly author: string; readonly mapping: typeof META_MAPPING }
  | { readonly kind: 'glossary'; readonly atMs: number; readonly author: string; readonly terms: SampleDefinition['glossary'] }
  | { readonly kind: 'decide'; readonly atMs: number; readonly decision: SampleDefinition['decisions'][number]; readonly uniqueId: string }

/**
 * The sample company's story: its project imported month by month, the last weeks' runs, and what people set by hand.
 * The same definition, seed and day give the same steps.
 */
export function tellStory(definition: SampleDefinition, { seed, untilMs }: SampleChoice): SampleStep[] {
  const random = createRandom(seed).next
  const endMs = Math.floor((untilMs - END_HOUR * HOUR_MS) / DAY_MS) * DAY_MS
  const at = (daysBefore: number, hour: number): number => endMs - daysBefore * DAY_MS + hour * HOUR_MS
  const invoke = (atMs: number): Invocation => ({ id: uuid(random), atMs })

  const steps: SampleStep[] = []
  for (let month = 1; month <= definition.months; month += 1) {
    const daysBefore = (definition.months - month) * DAYS_A_MONTH
    const project = projectIn(definition, month)
    const build = invoke(at(daysBefore, 4))
    const files = {
      'manifest.json': manifestOf(project, build),
      'catalog.json': catalogOf(project, invoke(at(daysBefore, 5))),
      'run_results.json': runResultsOf(project, build, daysBefore, random),
      'sources.json': freshnessOf(project, invoke(at(daysBefore, 3)), random),
    }
    steps.push({ kind: 'import', atMs: at(daysBefore, END_HOUR), files })
  }
  for (let week = WEEKS; week >= 1; week -= 1) {
    const daysBefore = week * 7
    if (daysBefore % DAYS_A_MONTH === 0) continue
    const project = projectIn(definition, Math.floor(definition.months - daysBefore / DAYS_A_MONTH))
    const files = { 'run_results.json': runResultsOf(project, invoke(at(daysBefore, 4)), daysBefore, random) }
    steps.push({ kind: 'import', atMs: at(daysBefore, END_HOUR), files })
  }

  const last = projectIn(definition, definition.months)
  const idOf = new Map(last.tables.map(({ name, uniqueId }) => [name, uniqueId]))
  const author = definition.decisions[0]?.author ?? definition.company
  steps.push({ kind: 'mapping', atMs: at((definition.months - 1) * DAYS_A_MONTH, 8), author, mapping: META_MAPPING })
  steps.push({ kind: 'glossary', atMs: at((definition.months - 2) * DAYS_A_MONTH, 9), author, terms: definition.glossary })
  for (const decision of definition.decisions) {
    const uniqueId = idOf.get(decision.model)
    if (uniqueId === undefined) throw new Error(`a decision is about ${decision.model}, which the sample does not end with`)
    steps.push({ kind: 'decide', atMs: at(decision.daysBefore, 10), decision, uniqueId })
  }
  return steps.sort((a, b) => a.atMs - b.atMs)
}

function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
