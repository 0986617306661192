import { type TableKind, writeAssetTable } from '#core/assets/asset-table'
import type { JsonObject } from '#core/json'
import type { Tickets } from '#io/tickets'
import type { BookDeps } from './deps.ts'
import { loadAsset, visibleContext } from './derive.ts'
import { issueExport } from './issue-export.ts'
import { inSnapshot } from './snapshot.ts'

/** id null: things name it, and nobody has said more of it. */
export type ListedThing = { readonly id: number | null; readonly name: string }

const FILES = {
  domain: { fileName: 'domains.csv', what: { what: 'domains' } },
  data_product: { fileName: 'data-products.csv', what: { what: 'products' } },
} as const satisfies Record<TableKind, unknown>

/** What the list of one kind shows, as the table that import reads back. `list` is asked inside the snapshot. */
export function exportTable(
  deps: BookDeps,
  tickets: Tickets,
  kind: TableKind,
  list: () => readonly ListedThing[],
): { ticket: string; fileName: string; count: number } {
  const { read, rules } = deps
  const rows = inSnapshot(read, () => {
    const context = visibleContext(read, rules.current(read))
    return list().map(({ id, name }): JsonObject => {
      const fields = id === null ? [] : (loadAsset(context, id)?.current.fields() ?? [])
      return { ...Object.fromEntries(fields.map(({ field, value }) => [field, value])), name }
    })
  })
  return issueExport(deps, tickets, { ...FILES[kind], mediaType: 'text/csv', text: writeAssetTable(kind, rows), count: rows.length })
}
