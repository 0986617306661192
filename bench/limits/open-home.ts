import type { Numbers } from '../probe.ts'
import { markAfterFirstImport, openBare } from './bare.ts'

const LEFT = `select a.name from asset a join asset_key k on k.assetId = a.id join decision d on d.subject = k.urn and d.field = 'hasLeft'
  where a.kind = 'owner' and a.status = 'active'`
const HELD = `select count(*) from asset where id in (select id from asset where ownerTeam = :name union select id from asset where steward = :name)`

/** By the indexes there are: checks that fail now and were told to be well, or nothing, by what was imported up to then. */
const NEWLY_FAILING = `select c.urn, c.name, d.urn, d.name from asset c indexed by asset_failing cross join asset d on d.id = c.checkedAssetId
  where c.lastOutcome in ('fail', 'error') and c.kind = 'check' and c.status = 'active' and d.status = 'active'
    and coalesce((select r.outcome from asset_key k cross join run_subject s on s.sourceId = k.sourceId and s.name = k.name
      cross join run_result r on r.subjectId = s.id where k.assetId = c.id and r.importId <= :importId order by r.endedAtMs desc limit 1), '')
      not in ('fail', 'error')
  order by d.sortName, c.sortName`

/**
 * Opens a book and reads what the first screen shows: what it is, the counters, the sources with their imports, who has left,
 * what one person holds, what is new since a visit.
 */
export function run({ book }: { readonly book: string }): Numbers {
  const { seq, importId } = markAfterFirstImport(book)
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
  db.prepare('select * from journal where seq > ?').all(seq)
  db.prepare(NEWLY_FAILING).all({ importId })
  const openMs = performance.now() - startedAt
  db.close()
  return { openMs }
}
