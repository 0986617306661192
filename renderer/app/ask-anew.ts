import type { Query, QueryClient } from '@tanstack/react-query'

/** Makes what is held of these old after a change: what is on screen is asked again at once, the rest when it comes there. Resolves when the first are answered. */
export function askAnew(client: QueryClient, isMeant: (query: Query) => boolean): Promise<void> {
  // What is on its way may be of before the change, and would pass for new. On screen, and with an older answer there, it is stopped
  // as it is asked again; the others are stopped here.
  void client.cancelQueries({ predicate: (query) => isMeant(query) && (!query.isActive() || query.state.data === undefined) })
  return client.invalidateQueries({ predicate: isMeant })
}
