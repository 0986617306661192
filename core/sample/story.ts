import type { JsonObject } from '../json.ts'
import type { CostTableRow } from '../costs/cost-table.ts'
import { createRandom } from '../random.ts'
import { catalogOf, type Invocation, manifestOf, META_MAPPING, projectIn } from './artifacts.ts'
import { writeColumnLinks } from './column-links.ts'
import { billsOf } from './costs.ts'
import type { SampleDefinition } from './definition.ts'
import { freshnessOf, runResultsOf } from './runs.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** By then (UTC) a day’s runs are over and imported. */
const END_HOUR = 6
const DAYS_A_MONTH = 30
/** So many weeks before the end have a run each; earlier, each month has one. */
const WEEKS = 12
const LINKED_DAYS_BEFORE = 52
const PRODUCTS_DAYS_BEFORE = 38

export type SampleChoice = {
  /** Another seed gives other durations and run ids, the same company. */
  readonly seed: number
  /** The story ends with the last morning, six o’clock UTC, that is over at this instant (ms UTC). */
  readonly untilMs: number
}

/** What a sample book is filled with, in the order of time. */
export type SampleStep =
  | { readonly kind: 'import'; readonly atMs: number; readonly files: Readonly<Record<string, JsonObject>> }
  | {
      readonly kind: 'costs'
      readonly atMs: number
      readonly sourceName: string
      readonly fileName: string
      readonly rows: readonly CostTableRow[]
    }
  | { readonly kind: 'column-links'; readonly atMs: number; readonly sourceName: string; readonly fileName: string; readonly text: string }
  | { readonly kind: 'mapping'; readonly atMs: number; readonly author: string; readonly mapping: typeof META_MAPPING }
  | { readonly kind: 'glossary'; readonly atMs: number; readonly author: string; readonly terms: SampleDefinition['glossary'] }
  | { readonly kind: 'domains'; readonly atMs: number; readonly author: string; readonly domains: SampleDefinition['domains'] }
  | { readonly kind: 'links'; readonly atMs: number; readonly author: string; readonly links: readonly TermLinks[] }
  | { readonly kind: 'products'; readonly atMs: number; readonly author: string; readonly products: readonly Product[] }
  | { readonly kind: 'leave'; readonly atMs: number; readonly departure: SampleDefinition['departures'][number] }
  | { readonly kind: 'decide'; readonly atMs: number; readonly decision: SampleDefinition['decisions'][number]; readonly uniqueId: string }

/** The terms that one dataset ('' as column) or one of its columns carries. */
type TermLinks = { readonly uniqueId: string; readonly column: string; readonly terms: readonly string[] }
type Product = SampleDefinition['products'][number] & { readonly uniqueIds: readonly string[] }

/**
 * The sample company's story: its project imported month by month, the last weeks' runs, its bills, and what people set by hand.
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

  // Whoever begins a catalog has the bill of the month before at hand.
  const firstBillMs = at((definition.months - 1) * DAYS_A_MONTH, 7)
  const sourceName = definition.costs.source
  for (const bill of billsOf(definition, seed, firstBillMs, endMs)) steps.push({ kind: 'costs', sourceName, ...bill })

  const last = projectIn(definition, definition.months)
  const list = { sourceName: 'Warehouse lineage', fileName: 'column-lineage.csv', text: writeColumnLinks(last.tables) }
  steps.push({ kind: 'column-links', atMs: at(0, END_HOUR), ...list })
  const idOf = new Map(last.tables.map(({ name, uniqueId }) => [name, uniqueId]))
  const author = definition.decisions[0]?.author ?? definition.company
  steps.push({ kind: 'mapping', atMs: at((definition.months - 1) * DAYS_A_MONTH, 8), author, mapping: META_MAPPING })
  steps.push({ kind: 'glossary', atMs: at((definition.months - 2) * DAYS_A_MONTH, 9), author, terms: definition.glossary })
  const find = (name: string): string => {
    const uniqueId = idOf.get(name)
    if (uniqueId === undefined) throw new Error(`something is said of ${name}, which the sample does not end with`)
    return uniqueId
  }
  const { domains } = definition
  steps.push({ kind: 'domains', atMs: at((definition.months - 2) * DAYS_A_MONTH, 8), author, domains })
  steps.push({ kind: 'links', atMs: at(LINKED_DAYS_BEFORE, 9), author, links: linksOf(definition, find) })
  const products = definition.products.map((product) => ({ ...product, uniqueIds: product.datasets.map(find) }))
  steps.push({ kind: 'products', atMs: at(PRODUCTS_DAYS_BEFORE, 9), author, products })
  for (const departure of definition.departures) steps.push({ kind: 'leave', atMs: at(departure.daysBefore, 11), departure })
  for (const decision of definition.decisions) {
    const uniqueId = find(decision.model)
    steps.push({ kind: 'decide', atMs: at(decision.daysBefore, 10), decision, uniqueId })
  }
  return steps.sort((a, b) => a.atMs - b.atMs)
}

function linksOf({ glossary, mentions }: SampleDefinition, find: (name: string) => string): TermLinks[] {
  const terms = new Map<string, string[]>()
  for (const { term, on } of [...glossary, ...mentions]) for (const place of on) terms.set(place, [...(terms.get(place) ?? []), term])
  return [...terms].map(([place, carried]) => {
    const [model = '', column = ''] = place.split('.')
    return { uniqueId: find(model), column, terms: carried }
  })
}

function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
