/** How the catalog spells a value of a field; the value itself where it has no such value yet. */
export type Spelling = (field: string, value: string) => string

/** The most frequent spelling of each value, whatever its letter case, so that “marketing” does not come to stand beside “Marketing”. */
export function findSpelling(told: Iterable<{ readonly field: string; readonly value: string }>): Spelling {
  const counts = new Map<string, Map<string, number>>()
  for (const { field, value } of told) {
    const spellings = counts.get(idOf(field, value)) ?? new Map<string, number>()
    counts.set(idOf(field, value), spellings)
    spellings.set(value, (spellings.get(value) ?? 0) + 1)
  }
  const usual = new Map([...counts].map(([id, spellings]) => [id, mostFrequent(spellings)] as const))
  return (field, value) => usual.get(idOf(field, value)) ?? value
}

const idOf = (field: string, value: string): string => `${field}\u0000${value.toLowerCase()}`

/** Of two that are as frequent, the first in code-unit order: the order of the datasets has no influence. */
function mostFrequent(spellings: ReadonlyMap<string, number>): string | undefined {
  const [first] = [...spellings].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
  return first?.[0]
}
