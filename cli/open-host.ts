import { openHost as openServices } from '#services/host'
import type { OpenHost } from './host.ts'

/** The real host, in this process. */
export const openHost: OpenHost = async ({ bookPath, author, root, holder, onUnsafeWrite }) => {
  const host = await openServices({
    root: root ?? null,
    holder,
    ...(bookPath === undefined ? {} : { bookPath }),
    ...(author === undefined ? {} : { author }),
    ...(onUnsafeWrite === undefined ? {} : { onUnsafeWrite }),
  })
  return {
    client: host.client,
    dispatch: host.dispatch,
    subscribe: host.subscribe,
    redeemTicket: host.tickets.redeem,
    pickPaths: (purpose, paths) => host.pickPath(purpose, ...paths),
    close: host.close,
  }
}
