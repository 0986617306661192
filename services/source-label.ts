import type { ReadDb } from '#db/connection'
import { findSource, listSources, type SourceRow } from '#db/sources'

/** A source's name; where several have it, with what tells them apart: "shop (postgres)". */
export function labelSource(db: ReadDb, source: SourceRow): string {
  const isOnly = listSources(db).every((other) => other.id === source.id || other.name !== source.name)
  return isOnly ? source.name : `${source.name} (${source.target ?? source.identity})`
}

/** Names of the sources that facts come from, each once. */
export function namesOfSources(db: ReadDb, facts: readonly { readonly sourceId: number }[]): string[] {
  return [...new Set(facts.map((fact) => fact.sourceId))].map((id) => findSource(db, id)?.name ?? '')
}
