import type { TableKind } from '#core/assets/asset-table'
import type { JsonObject } from '#core/json'
import type { ReadDb } from '#db/connection'
import { listProducts } from '#db/products'
import { loadAsset, visibleContext } from './derive.ts'
import { readKnownDomains } from './known-domains.ts'
import { loadCurrentRules } from './rules.ts'

/** id null: things name it, and nobody has said more of it. */
type ListedThing = { readonly id: number | null; readonly name: string }

const LISTS: Readonly<Record<TableKind, (read: ReadDb) => readonly ListedThing[]>> = {
  domain: (read) => readKnownDomains(read).known.map(({ name, asset }) => ({ id: asset?.id ?? null, name })),
  data_product: listProducts,
}

/** What the list of one kind shows, as the table that import reads back takes it. */
export function listTableRows(read: ReadDb, kind: TableKind): JsonObject[] {
  const context = visibleContext(read, loadCurrentRules(read))
  return LISTS[kind](read).map(({ id, name }): JsonObject => {
    const fields = id === null ? [] : (loadAsset(context, id)?.current.fields() ?? [])
    return { ...Object.fromEntries(fields.map(({ field, value }) => [field, value])), name }
  })
}
