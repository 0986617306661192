import { renameSync, rmSync } from 'node:fs'
import { openBulkConnection } from '#db/connection'
import { createBatches } from '#services/importing/batches'
import { rankSearchWords } from '#services/rank-search-words'
import type { Host } from '#services/host'
import type { PARTS_OF_A_BOOK } from '../generate/files.ts'
import { DOMAINS } from '../generate/words.ts'
import type { Numbers } from '../probe.ts'
import { apply, createBook, openBench, preview } from './host.ts'

/** As a window would by the time somebody searches. */
async function rankWords(path: string): Promise<void> {
  const write = openBulkConnection(path)
  await rankSearchWords(write, createBatches(write, { isCancelled: () => false }))
  write.close()
}

/** Where each part was generated, and where the book goes. */
export type Parts = Readonly<Record<(typeof PARTS_OF_A_BOOK)[number], string>> & { readonly folder: string; readonly book: string }

/** The book that reading is measured on: of an estate that people have begun to look after. */
export async function run(input: Parts): Promise<Numbers> {
  const part = input.book.replace(/\.stewardbook$/, '.part.stewardbook')
  // What a run left that was stopped.
  for (const left of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(left, { force: true })
  const host = await openBench(input.folder, null)
  await createBook(host, part)
  await apply(host, await preview(host, input.manifest))
  await mapMeta(host)
  await apply(host, await preview(host, input.runs))
  await apply(host, await preview(host, input.costs, { format: 'costs', sourceName: 'cloud bill' }))
  await apply(host, await preview(host, input.links, { format: 'links', sourceName: 'warehouse lineage' }))
  await apply(host, await preview(host, input.terms, { format: 'glossary', sourceName: 'glossary' }))
  await apply(host, await preview(host, input.domains, { format: 'domains', sourceName: 'domains' }))
  await apply(host, await preview(host, input.products, { format: 'products', sourceName: 'products' }))
  await lookAfter(host)
  await host.close()
  await rankWords(part)
  renameSync(part, input.book)
  return {}
}

/** What the project says of its tables in its own words becomes owners, tiers, domains and classifications. */
async function mapMeta({ client }: Host): Promise<void> {
  const [source] = (await client.sources.list({})).items
  const fields = { owner: 'ownerTeam', tier: 'tier', domain: 'domain', classification: 'classification' }
  const mapping = Object.entries(fields).map(([metaKey, field]) => ({ metaKey, scope: 'dataset' as const, field }))
  await client.sources.setMetaMapping({ sourceId: source?.sourceId ?? 0, mapping })
}

/** A domain gets its stewards, another one its terms. */
async function lookAfter({ client }: Host): Promise<void> {
  const [term] = (await client.terms.list({})).items
  const [first, second] = DOMAINS
  for (const [domain, change] of [
    [first, { field: 'steward', value: 'Ines Duarte' }],
    [second, { field: 'glossaryTerms', value: [term?.name ?? ''], how: 'add' }],
  ] as const) {
    const edit = {
      selection: { filter: { domain: [domain] }, except: [] },
      changes: [{ how: 'set' as const, where: 'all' as const, ...change }],
    }
    const { planId } = await client.datasets.previewEdit(edit)
    await client.datasets.edit({ ...edit, planId, reason: 'looked through' })
  }
}
