import { csvText } from '../csv-cell.ts'
import { relationOf } from './artifacts.ts'
import type { SampleTable } from './tables.ts'

/**
 * The list a warehouse makes of which column comes from which: every column that a model only names is the one of that name in
 * the first table it reads that has one, as in its SQL.
 */
export function writeColumnLinks(tables: readonly SampleTable[]): string {
  const byId = new Map(tables.map((table) => [table.uniqueId, table]))
  const rows = tables.flatMap((table) => {
    const from = table.upstream.map((id) => byId.get(id)).filter((found) => found !== undefined)
    return inheritedColumns(table).flatMap((name) => {
      const source = from.find(({ columns }) => columns.some((column) => column.name === name))
      return source === undefined ? [] : [[relationOf(source), name, relationOf(table), name].map((text) => text.toUpperCase())]
    })
  })
  return csvText([['source_table_full_name', 'source_column_name', 'target_table_full_name', 'target_column_name'], ...rows])
}

/** Staging takes over all of its source; what a model says more of than its name it works out itself. */
function inheritedColumns({ model, columns }: SampleTable): string[] {
  const there = columns.map(({ name }) => name)
  if (model === null) return there
  const named = new Set(model.columns.filter((column) => typeof column === 'string'))
  return there.filter((name) => named.has(name))
}
