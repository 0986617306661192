/** A list of listeners with an unsubscribe each. */
export function createListeners<Args extends readonly unknown[]>() {
  const all = new Set<(...args: Args) => void>()
  return {
    add(listener: (...args: Args) => void): () => void {
      all.add(listener)
      return () => all.delete(listener)
    },
    tell(...args: Args): void {
      for (const listener of [...all]) listener(...args)
    },
  }
}
