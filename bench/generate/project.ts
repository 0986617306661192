import { createRandom } from '#core/random'
import { DOMAINS, tableName } from './words.ts'

/** What the generated files describe. Everything follows from it, so two files of one size fit each other. */
export type ProjectSize = { readonly models: number; readonly seed: number }

export const PROJECT = 'warehouse_project'
const LAYERS = ['stg', 'int', 'dim', 'fct', 'mart'] as const
/** Shares of the layers; the rest are marts. */
const LAYER_ENDS = [0.3, 0.58, 0.7, 0.85, 1] as const
export const TESTS_PER_MODEL = 3
const SOURCES_PER_MODEL = 0.05
/** So that 100,000 models have some 259,000 links. */
const ONE_MORE = 0.28

export type Table = {
  readonly index: number
  readonly kind: 'model' | 'source'
  readonly id: string
  readonly name: string
  readonly schema: string
  readonly domain: string
  /** Ids of tables one step upstream. */
  readonly upstream: readonly string[]
}

/** Sources first, then models from staging to marts; a table only depends on earlier ones. */
export function planTables({ models, seed }: ProjectSize): readonly Table[] {
  const random = createRandom(seed, 'tables')
  const tables: Table[] = []
  const sources = Math.max(1, Math.round(models * SOURCES_PER_MODEL))
  for (let i = 0; i < sources; i++) {
    const name = tableName(random, 'raw', i)
    tables.push({
      index: i,
      kind: 'source',
      id: `source.${PROJECT}.landing.${name}`,
      name,
      schema: 'landing',
      domain: random.pick(DOMAINS),
      upstream: [],
    })
  }
  const layerStarts = [sources]
  for (let i = 0; i < models; i++) {
    const layer = LAYER_ENDS.findIndex((end) => i / models < end)
    layerStarts[layer] ??= tables.length
    const prefix = LAYERS[layer] ?? 'mart'
    const domain = random.pick(DOMAINS)
    const name = tableName(random, prefix, i)
    const below = layer === 0 ? sources : (layerStarts[layer] ?? sources)
    const upstream = new Set<string>()
    const wanted = layer === 0 ? 1 : 1 + random.below(5) + (random.chance(ONE_MORE) ? 1 : 0)
    for (let n = 0; n < wanted; n++) {
      // Few tables are read by very many: the square of a uniform number leans to the start.
      const lean = random.chance(0.3) ? random.next() ** 3 : random.next()
      const found = tables[Math.floor(lean * below)]
      if (found !== undefined) upstream.add(found.id)
    }
    tables.push({
      index: sources + i,
      kind: 'model',
      id: `model.${PROJECT}.${name}`,
      name,
      schema: `${prefix}_${domain}`,
      domain,
      upstream: [...upstream],
    })
  }
  return tables
}
