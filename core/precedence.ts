import type { PrecedencePack } from './rule-packs.ts'

type Order = { readonly ranks: ReadonlyMap<string, number>; readonly last: number }
type Compiled = { readonly byField: ReadonlyMap<string, Order>; readonly otherwise: Order }

// Asked for every field of every dataset: the pack's lists are turned into maps once per pack.
const compiled = new WeakMap<PrecedencePack, Compiled>()

/**
 * How much the word of one part of a source counts for a field: 0 first. Equal numbers count the same, so that
 * differing values are a conflict. What the pack does not name comes last, all of it equal.
 * @param part as in the fact's key; values that a mapping read from meta are ranked as part `meta`
 */
export function rankOf(pack: PrecedencePack, field: string, format: string, part: string): number {
  const { byField, otherwise } = compile(pack)
  const order = byField.get(field) ?? otherwise
  return order.ranks.get(`${format}.${part}`) ?? order.ranks.get(`${format}.*`) ?? order.last
}

function compile(pack: PrecedencePack): Compiled {
  const known = compiled.get(pack)
  if (known !== undefined) return known
  const byField = new Map<string, Order>()
  for (const rule of pack.rules) {
    const ranks = new Map(rule.order.flatMap((voices, rank) => voices.map((voice) => [voice, rank] as const)))
    const order: Order = { ranks, last: rule.order.length }
    for (const field of rule.fields) byField.set(field, order)
  }
  const made: Compiled = { byField, otherwise: byField.get('*') ?? { ranks: new Map(), last: 0 } }
  compiled.set(pack, made)
  return made
}
