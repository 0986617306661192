/** A point in a catalog file's life: its newest journal entry and import at an instant (milliseconds UTC). */
export type Mark = { readonly seq: number; readonly hash: string; readonly importId: number; readonly atMs: number }

/** A person's present visit: where the one before ended (null: none is known), and their last sign in this one. */
export type Visit = { readonly since: Mark | null; readonly seen: Mark }

/** Away for longer than this, and the next sign begins a new visit. */
const AWAY_MS = 4 * 3_600_000

/**
 * A visit lasts as long as the person gives a sign at least every four hours. So a reload, a short break or an app that is
 * started anew go on with the visit and its "since", and an app left open over night begins a new one in the morning.
 * @param known what was remembered of this catalog file; undefined = nothing
 */
export function nextVisit(known: Visit | undefined, now: Mark): Visit {
  if (known === undefined) return { since: null, seen: now }
  const isBack = now.atMs - known.seen.atMs > AWAY_MS
  return { since: isBack ? known.seen : known.since, seen: now }
}
