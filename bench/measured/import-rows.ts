import { join } from 'node:path'
import { detectFormat, importers } from '#core/importers/index'
import { createBook } from '#db/book-file/create'
import { openBulkConnection, sql, type WriteDb } from '#db/connection'
import { openPickedFiles } from '#io/picked-files'
import { createBatches } from '#services/importing/batches'
import { type FactStream, streamFacts, type ToldItem, type ToldSummary } from '#services/importing/fact-stream'
import { beginImport, prepareImport } from '#services/importing/prepare-import'
import { showImport } from '#services/importing/show-import'
import { writeImport } from '#services/importing/write-import'
import { loadCurrentRules } from '#services/rules'
import { type Numbers, timed } from '../probe.ts'

/** The engine alone: what the thread that reads hands over is in memory already. */
export async function run({ artifacts, folder }: { readonly artifacts: string; readonly folder: string }): Promise<Numbers> {
  const files = await openPickedFiles([{ path: artifacts, name: 'artifacts' }], (name) => name.endsWith('.json'))
  const told: (readonly ToldItem[])[] = []
  const stream = streamFacts(importers[await detectFormat(files)].read(files, {}))
  let next = await stream.next()
  for (; next.done !== true; next = await stream.next()) told.push(next.value)
  const summary = next.value

  const path = join(folder, `rows-${process.pid}.stewardbook`)
  createBook(path, { name: 'Bench', currency: 'USD', nowMs: 1, author: 'Bench' })
  const write = openBulkConnection(path)
  const request = { format: null, sourceId: null, sourceName: null, options: {}, place: null, author: 'Bench', whenUndone: 'take' } as const
  const prepared = await prepareImport(write, files, request)
  const importMs = await timed(async () => {
    const batches = createBatches(write, { isCancelled: () => false })
    const { importId, source, seenAtMs } = write.transaction(() => beginImport(write, prepared, request, 1)).immediate()
    const target = { importId, sourceId: source.id, identity: source.identity, seenAtMs, isNewSource: true, digests: 'here' } as const
    const written = await writeImport(write, target, replay(told, summary), batches, () => {})
    const show = { ...written, importId, sourceId: source.id, isNewSource: true, finishedAtMs: 1, receipt: '{}', changes: '{}' }
    await showImport(
      write,
      loadCurrentRules(write),
      show,
      batches,
      () => {},
      () => {},
    )
  })
  const rows = countRows(write)
  write.close()
  return { importMs, rows }
}

/** What was taken over is let go, as it is where a thread hands it over. */
async function* replay(told: (readonly ToldItem[])[], summary: ToldSummary): FactStream {
  for (const [index, items] of told.entries()) {
    told[index] = []
    yield items
  }
  return summary
}

function countRows(db: WriteDb): number {
  const tables = sql<{ name: string }>(
    db,
    `select name from sqlite_schema where type = 'table' and name not like 'asset_search_%' and name not like 'asset_name_search%'`,
  ).all()
  return tables.reduce((sum, { name }) => sum + (sql<{ n: number }>(db, `select count(*) n from "${name}"`).get()?.n ?? 0), 0)
}
