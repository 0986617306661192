import type { ImportFormat } from '#core/importers/intake'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { AppEvent } from '#contract/events'
import type { AssetKind } from '#core/assets/kinds'
import type { IntakeCheck, IntakeEntry, IntakeItem, IntakeSummary } from '#core/importers/intake'
import { createBook } from '#db/book-file/create'
import { bumpSeq } from '#db/book-file/info'
import { openBook } from '#db/book-file/open'
import { findSourceByIdentity, insertSource } from '#db/sources'
import { insertImport } from '#db/imports'
import { appendJournal } from '#db/journal'
import type { WriteDb } from '#db/connection'
import type { BookDeps, GetBook } from '../deps.ts'
import { createBatches } from '../importing/batches.ts'
import { streamFacts } from '../importing/fact-stream.ts'
import { showImport } from '../importing/show-import.ts'
import { writeImport } from '../importing/write-import.ts'
import { createRulesCache } from '../rules.ts'

export type SmallBook = {
  readonly deps: BookDeps
  readonly get: GetBook
  readonly write: WriteDb
  readonly events: AppEvent[]
  /** The book's clock; moves a minute with each import. */
  readonly clock: { nowMs: number }
}

/** An empty book in a folder of its own, gone when the test ends. */
export function smallBook(): SmallBook {
  const folder = mkdtempSync(join(tmpdir(), 'stewardbook-services-'))
  const path = join(folder, 'test.stewardbook')
  const clock = { nowMs: Date.UTC(2026, 0, 1) }
  createBook(path, { name: 'Test', currency: 'EUR', nowMs: clock.nowMs, author: 'Tester' })
  const file = openBook(path, { holder: 'cli', nowMs: clock.nowMs, author: 'Tester' })
  onTestFinished(() => {
    file.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { write } = file
  if (write === null) throw new Error('the test book is read-only')
  const events: AppEvent[] = []
  const deps: BookDeps = {
    file,
    read: file.read,
    now: () => clock.nowMs,
    author: () => 'Tester',
    rules: createRulesCache(),
    announce: (event) => void events.push(event),
  }
  return { deps, get: () => deps, write, events, clock }
}

type Told = Partial<Omit<IntakeEntry, 'kind' | 'check'>> & { readonly name: string; readonly check?: Partial<IntakeCheck> }

const CHECK: IntakeCheck = {
  datasetName: null,
  columnName: null,
  checkType: 'not_null',
  style: 'generic',
  namespace: null,
  severity: 'error',
  arguments: {},
}

/** What a source tells of one thing, with everything left out that the test does not speak of. */
export function entry({ name, check, ...told }: Told): IntakeEntry {
  return {
    kind: 'entry',
    name,
    assetKind: told.assetKind === undefined ? 'dataset' : told.assetKind,
    receiptKind: 'model',
    fileIndex: 0,
    part: 'manifest',
    fields: {},
    columns: null,
    upstream: null,
    sql: null,
    extras: {},
    carriesValues: [],
    position: name,
    ...told,
    check: check === undefined ? null : { ...CHECK, ...check },
  }
}

/** A dataset as a project file tells it: `model.shop.orders`, table `shop.main.orders`. */
export function dataset(name: string, told: Partial<Told> = {}): IntakeEntry {
  const fields = {
    name,
    database: 'shop',
    schema: 'main',
    relation: `"shop"."main"."${name}"`,
    resourceType: 'model',
    platform: 'duckdb',
    ...told.fields,
  }
  return entry({ upstream: [], ...told, name: told.name ?? `model.shop.${name}`, fields })
}

/** A thing that is no dataset. */
export function thing(assetKind: AssetKind, name: string, told: Partial<Told> = {}): IntakeEntry {
  return entry({ ...told, assetKind, name: `${assetKind}.shop.${name}`, fields: { name, ...told.fields } })
}

export type Telling = {
  readonly source?: { readonly format: ImportFormat; readonly name: string }
  readonly covers?: IntakeSummary['covers']
}

/** Imports these items with the real engine, all the way to visible. Returns the import's id. */
export async function tell(book: SmallBook, items: readonly IntakeItem[], telling: Telling = {}): Promise<number> {
  const { write, deps, clock } = book
  clock.nowMs += 60_000
  const { format, name } = telling.source ?? { format: 'dbt', name: 'shop' }
  const identity = `${format}:${name}`
  const known = findSourceByIdentity(write, identity)
  const sourceId =
    known?.id ?? insertSource(write, { identity, format, name, target: null, place: null, options: '{}', createdAtMs: clock.nowMs })
  const times = { startedAtMs: clock.nowMs, generatedAtMs: clock.nowMs - 30_000, seenAtMs: clock.nowMs - 30_000 }
  const importId = insertImport(write, { sourceId, ...times, author: 'Tester', sourceBefore: null })
  const batches = createBatches(write, { isCancelled: () => false })
  const isNewSource = known === undefined
  const summary: IntakeSummary = { files: [], covers: telling.covers ?? [{ part: 'manifest', names: { kind: 'all' } }] }
  const target = { importId, sourceId, identity, seenAtMs: times.seenAtMs, isNewSource, digests: 'here' } as const
  const written = await writeImport(write, target, streamFacts(intake(items, summary)), batches, () => undefined)
  const show = {
    importId,
    sourceId,
    isNewSource,
    newKinds: written.newKinds,
    finishedAtMs: clock.nowMs,
    receipt: '{}',
    changes: JSON.stringify({ added: items.length, changed: 0, removed: 0, unchanged: 0, conflicts: 0 }),
    factDigest: written.factDigest,
    readySince: written.readySince,
  }
  deps.rules.drop()
  await showImport(
    write,
    deps.rules.current(write),
    show,
    batches,
    () => undefined,
    () => {
      const payload = { importId, factDigest: written.factDigest }
      appendJournal(write, { atMs: clock.nowMs, author: 'Tester', kind: 'import', payload })
      bumpSeq(write)
    },
  )
  return importId
}

async function* intake(items: readonly IntakeItem[], summary: IntakeSummary): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  yield items
  return summary
}
