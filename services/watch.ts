import { type ReadDb, readDataVersion } from '#db/connection'

/** How often an idle window looks whether another program changed the book. */
const LOOK_EVERY_MS = 1000

/**
 * Notices commits of other connections (the command line beside an open window, or this host's own workers)
 * by SQLite's data version: before each call, and every second while nothing is asked.
 */
export function watchOtherWriters(
  read: () => ReadDb | null,
  onChange: () => void,
): { readonly look: () => void; readonly stop: () => void } {
  let seen: { readonly db: ReadDb; readonly version: number } | null = null
  const look = (): void => {
    const db = read()
    if (db === null || !db.open) return
    const version = versionOf(db)
    if (version === null) return
    const isSame = seen?.db === db
    const isChanged = isSame && seen?.version !== version
    seen = { db, version }
    if (isChanged) onChange()
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return {
    look,
    stop: () => {
      clearInterval(timer)
    },
  }
}

/** Null where it can't be read: that fails again, with an answer, for whoever asks for something. */
function versionOf(db: ReadDb): number | null {
  try {
    return readDataVersion(db)
  } catch {
    return null
  }
}
