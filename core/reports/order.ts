/** Code-unit order: the same in every locale, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Groups in order of their names; things without a name (null) come last. */
export function groupBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string | null,
): (readonly [name: string | null, items: readonly Item[]])[] {
  const groups = new Map<string | null, Item[]>()
  for (const item of items) {
    const name = nameOf(item)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  }
  return [...groups].sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : compareText(a, b)))
}
