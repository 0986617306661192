import { type ReadDb, sql } from './connection.ts'
import type { AssetRefRow } from './datasets.ts'

export type ListedAsset = AssetRefRow & {
  readonly sortName: string
  readonly description: string | null
  readonly ownerTeam: string | null
}
export type AssetPosition = { readonly name: string; readonly id: number }

const MATCHES = `kind = :kind and status = 'active'
  and not exists (select 1 from json_each(:pieces) p where instr(sortName, p.value) = 0)`

/** Active assets of a kind by `schema.name`, those that hold every piece (lower case) in it. */
export function listAssets(
  db: ReadDb,
  page: {
    readonly kind: string
    readonly pieces: readonly string[]
    readonly after: AssetPosition | null
    readonly skip?: number | undefined
    readonly limit: number
  },
): ListedAsset[] {
  const beyond = page.after === null ? '' : 'and (sortName, id) > (:afterName, :afterId)'
  return sql<ListedAsset>(
    db,
    `select id, urn, name, kind, "schema", resourceType, status, sortName, description, ownerTeam from asset where ${MATCHES} ${beyond}
     order by sortName, id limit :limit offset :skip`,
  ).all({
    kind: page.kind,
    skip: page.skip ?? 0,
    pieces: JSON.stringify(page.pieces),
    limit: page.limit,
    ...(page.after === null ? {} : { afterName: page.after.name, afterId: page.after.id }),
  })
}

export function countAssets(db: ReadDb, kind: string, pieces: readonly string[]): number {
  return sql<{ n: number }>(db, `select count(*) n from asset where ${MATCHES}`).get({ kind, pieces: JSON.stringify(pieces) })?.n ?? 0
}

/** An active asset of the kind with this very name. */
export function findAssetNamed(db: ReadDb, kind: string, name: string): { readonly id: number; readonly urn: string } | undefined {
  return sql<{ id: number; urn: string }>(
    db,
    `select id, urn from asset where lower(name) = lower(:name) and name = :name and kind = :kind and status = 'active' order by id limit 1`,
  ).get({ kind, name })
}
