import type { Numbers } from '../probe.ts'
import { openBare } from './bare.ts'

const LEFT = `select a.name from asset a join asset_key k on k.assetId = a.id join decision d on d.subject = k.urn and d.field = 'hasLeft'
  where a.kind = 'owner' and a.status = 'active'`
const HELD = `select count(*) from asset where id in (select id from asset where ownerTeam = :name union select id from asset where steward = :name)`

/** Opens a book and reads what the first screen shows: what it is, the counters, the sources with their imports, who has left, what one person holds. */
export function run({ book }: { readonly book: string }): Numbers {
  globalThis.gc?.()
  const startedAt = performance.now()
  const db = openBare(book)
  db.prepare('select * from book').get()
  db.prepare('select facet, value, count from facet_count').all()
  db.prepare('select * from source').all()
  db.prepare('select * from "import" order by id').all()
  db.prepare('select name, value from setting').all()
  db.prepare(LEFT).all()
  db.prepare(HELD).get({ name: 'nobody' })
  db.prepare('select seq, hash from journal order by seq desc limit 1').get()
  const openMs = performance.now() - startedAt
  db.close()
  return { openMs }
}
