import type { ReadDb } from '#db/connection'
import { listSources, type SourceRow } from '#db/sources'

/** A source's name; where several have it, with what tells them apart: "shop (postgres)". */
export function labelSource(db: ReadDb, source: SourceRow): string {
  const isOnly = listSources(db).every((other) => other.id === source.id || other.name !== source.name)
  return isOnly ? source.name : `${source.name} (${source.target ?? source.identity})`
}
