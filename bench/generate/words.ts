import type { Random } from '#core/random'

export const DOMAINS = ['sales', 'finance', 'product', 'marketing', 'supply', 'people', 'support', 'platform', 'risk', 'growth'] as const
const ENTITIES = `order customer invoice payment shipment product session campaign ticket employee account contract refund
  subscription visit device supplier warehouse price discount lead quote review event forecast budget ledger claim`.split(/\s+/)
const SHAPES =
  `daily weekly monthly history summary snapshot detail rollup changes latest by_region by_channel enriched deduplicated`.split(/\s+/)
const COLUMN_STEMS = `amount quantity status created updated region channel currency country email name type category score rate total
  discount tax cost margin started ended closed opened source code version label rank share count duration balance`.split(/\s+/)
const COLUMN_ENDS = ['', '', '_id', '_at', '_date', '_code', '_usd', '_flag', '_key', '_pct'] as const
const FILLER = `the of each per and for with from one row unique number when where before after net gross taken as reported by
  source system including excluding returns customers orders payments amounts in currency at time of first last known value`.split(/\s+/)
export const COLUMN_TYPES = ['varchar', 'bigint', 'numeric(18,2)', 'timestamp', 'date', 'boolean', 'double'] as const

export const TEAMS = ['Commerce Data', 'Finance Analytics', 'Growth', 'Platform', 'People Insights', 'Risk', 'Supply Chain'] as const

/** Some words, as a description has them. */
export function sentence(random: Random, words: number): string {
  const said: string[] = []
  for (let i = 0; i < words; i++) said.push(random.chance(0.25) ? random.pick(ENTITIES) : random.pick(FILLER))
  const text = said.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** No two alike: the number is the term's. */
export function termName(random: Random, index: number): string {
  const word = random.pick(ENTITIES)
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${random.pick(COLUMN_STEMS)} ${index}`
}

export function tableName(random: Random, prefix: string, index: number): string {
  return `${prefix}_${random.pick(ENTITIES)}_${random.pick(SHAPES)}_${index}`
}

/** `count` distinct column names; the first is the table's key. */
export function columnNames(random: Random, count: number): readonly string[] {
  const names = new Set(['id'])
  while (names.size < count) {
    const stem = random.chance(0.5) ? `${random.pick(ENTITIES)}_${random.pick(COLUMN_STEMS)}` : random.pick(COLUMN_STEMS)
    names.add(`${stem}${random.pick(COLUMN_ENDS)}`)
  }
  return [...names]
}
