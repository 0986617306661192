import { canonicalJson, type JsonObject, type JsonValue } from '#core/json'
import { parseColumns, parseFields, type Section } from '#core/reconcile/sections'
import type { ReadDb } from '#db/connection'
import { listStandingDecisions } from '#db/decisions'

export type Overruled = {
  readonly column: string
  readonly field: string
  readonly before: JsonValue | null
  readonly after: JsonValue | null
  readonly decided: JsonValue
}

/** Fields that change in the file though a decision on them stands and says otherwise. */
export function listOverruled(
  db: ReadDb,
  urn: string,
  before: ReadonlyMap<Section, string>,
  after: ReadonlyMap<Section, string>,
): Overruled[] {
  const found: Overruled[] = []
  for (const row of listStandingDecisions(db, urn)) {
    if (row.value === null) continue
    const was = said(before, row.column, row.field)
    const is = said(after, row.column, row.field)
    const decided = JSON.parse(row.value) as JsonValue
    if (canonicalJson(was) === canonicalJson(is) || canonicalJson(is) === canonicalJson(decided)) continue
    found.push({ column: row.column, field: row.field, before: was, after: is, decided })
  }
  return found
}

function said(sections: ReadonlyMap<Section, string>, column: string, field: string): JsonValue | null {
  if (column === '') {
    const fields = sections.get('fields')
    return fields === undefined ? null : (parseFields(fields)[field] ?? null)
  }
  const columns = sections.get('columns')
  const found: JsonObject | undefined =
    columns === undefined ? undefined : parseColumns(columns).find((item) => item.name === column)?.fields
  return found?.[field] ?? null
}
