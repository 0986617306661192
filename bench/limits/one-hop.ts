import { medianOf, type Numbers } from '../probe.ts'
import { openBare } from './bare.ts'

const SHOWN = `a.id, a.urn, a.name, a.kind, a."schema", a.resourceType, a.status, a.classification, a.ownerTeam, a.piiColumnCount,
  a.failingCheckCount, a.upstreamCount, a.downstreamCount`

/** A dataset and what lies one step up and down of it. */
export async function run({ book, calls }: { readonly book: string; readonly calls: number }): Promise<Numbers> {
  const db = openBare(book)
  const ids = db.prepare(`select id from asset where kind = 'dataset' order by id`).pluck().all() as number[]
  const self = db.prepare(`select ${SHOWN} from asset a where a.id = ?`)
  const up = db.prepare(`select ${SHOWN} from edge e join asset a on a.id = e.upId where e.downId = ?`)
  const down = db.prepare(`select ${SHOWN} from edge e join asset a on a.id = e.downId where e.upId = ?`)
  const aroundMs = await medianOf(calls, (index) => {
    const id = ids[(index * 97) % ids.length]
    return [self.get(id), up.all(id), down.all(id)]
  })
  db.close()
  return { aroundMs }
}
