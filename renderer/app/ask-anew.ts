import type { Query, QueryClient } from '@tanstack/react-query'

/** For the `meta` of what is no answer but work that was begun by hand: nothing makes it old, and to stop it would lose how it ended. */
export const WORK = { isWork: true }

/** Makes what is held of these old after a change: what is on screen is asked again at once, the rest when it comes there. Resolves when the first are answered. */
export function askAnew(client: QueryClient, isMeant: (query: Query) => boolean): Promise<void> {
  const isOld = (query: Query): boolean => query.meta?.['isWork'] !== true && isMeant(query)
  // What is on its way may be of before the change, and would pass for new. On screen, and with an older answer there, it is stopped
  // as it is asked again; the others are stopped here.
  void client.cancelQueries({ predicate: (query) => isOld(query) && (!query.isActive() || query.state.data === undefined) })
  return client.invalidateQueries({ predicate: isOld })
}
