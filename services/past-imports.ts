import type { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { ImportRow as ImportShape, OpenRenames } from '#contract/imports'
import type { Handlers } from '#contract/kit'
import type { ChangeCounts } from '#contract/shapes'
import { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import type { ReadDb } from '#db/connection'
import { countStandingOnKeysOf } from '#db/decisions'
import {
  countImports,
  findImport,
  findNewestImport,
  findOriginal,
  type ImportRow,
  listImportFiles,
  listImports,
  listImportsFrom,
} from '#db/imports'
import { appendJournal } from '#db/journal'
import { findSource } from '#db/sources'
import { commit, type GetBook, refuseReadOnly } from './deps.ts'
import type { ChangesPage, ChangesRequest } from './import-changes.ts'
import { contentOfOriginal } from './importing/originals.ts'
import { createRenamesReader } from './importing/read-renames.ts'
import { readReceipt } from './importing/receipts.ts'
import { findRenamesOf } from './importing/taken-renames.ts'
import { type ExportParts, issueExport } from './issue-export.ts'
import type { JobPool } from './jobs/pool.ts'
import { rememberLastAwaited } from './remember.ts'
import { inSnapshot } from './snapshot.ts'
import { labelSource } from './source-label.ts'

export type ReadChanges = (request: Omit<ChangesRequest, 'total'>, counts: ChangeCounts) => Promise<ChangesPage>

const RENAMES_AT_MOST = 500
const NO_CHANGES: ChangeCounts = { added: 0, changed: 0, removed: 0, unchanged: 0, conflicts: 0 }

export type PastImportServices = ExportParts & {
  readonly book: GetBook
  readonly jobs: () => JobPool
  readonly afterChange: () => void
}

type ImportHandlers = Handlers<AppContract>['imports']
type Past = Pick<ImportHandlers, 'list' | 'show' | 'renames' | 'original' | 'changes' | 'exportChanges' | 'undoPlan' | 'undo'>

/** What was imported: looked up, its originals read again, and taken back. @throws AppError from the handlers: not-found, conflict, book-read-only */
export function createPastImportHandlers(services: PastImportServices, changes: ReadChanges): Past {
  const { book, jobs, tickets, afterChange } = services
  const renames = rememberLastAwaited<OpenRenames>()
  const readRenames = createRenamesReader(services, RENAMES_AT_MOST)
  return {
    list: ({ sourceId, cursor, limit }) => {
      const { read } = book()
      const beforeId = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
      return inSnapshot(read, () => {
        const rows = listImports(read, { sourceId: sourceId ?? null, beforeId, limit: limit + 1 })
        const items = rows.slice(0, limit)
        return {
          items: items.map((row) => toImportShape(read, row)),
          total: countImports(read, sourceId ?? null),
          nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null,
        }
      })
    },
    show: ({ importId }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const row = requireImport(read, importId)
        return { row: toImportShape(read, row), receipt: readReceipt(read, row) }
      })
    },
    renames: ({ importId }) => {
      const { read } = book()
      const row = requireImport(read, importId)
      return renames.ask(read, String(importId), () => readRenames(row))
    },
    original: ({ importId, file: name }) => {
      const deps = book()
      requireImport(deps.read, importId)
      const found = listImportFiles(deps.read, importId).find((file) => file.name === name)
      if (found === undefined) throw new AppError('not-found', `Import ${importId} had no file “${name}”.`, { importId, file: name })
      const original = findOriginal(deps.read, found.sha256)
      if (original === undefined) {
        throw new AppError('not-found', `The original of “${name}” was not kept with import ${importId}.`, { importId, file: name })
      }
      const content = contentOfOriginal(original, name)
      const { fileName, sizeBytes } = content
      const payload = { what: 'original', importId, file: name, sha256: found.sha256 }
      if (!deps.file.isReadOnly) {
        commit(deps, ['journal'], (write) => appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'export', payload }))
      }
      return { ticket: tickets.issue(content), fileName, sizeBytes }
    },
    changes: ({ importId, filter, cursor, limit }) => {
      const row = requireImport(book().read, importId)
      if (row.status === 'undone') return { items: [], total: 0, nextCursor: null }
      return changes({ importId, filter, cursor, limit }, JSON.parse(row.changes) as ChangeCounts)
    },
    exportChanges: createExportChanges(services),
    undoPlan: ({ importId }) => {
      const { read } = book()
      return inSnapshot(read, () => planUndo(read, importId))
    },
    undo: async ({ importId, withNewer }) => {
      refuseReadOnly(book)
      requireImport(book().read, importId)
      let undone: number[] = []
      const jobId = jobs().start('undo', `Undoing import ${importId}`, async (work) => {
        undone = (await work.run({ kind: 'undo', importId, newer: withNewer ? 'undo-too' : 'refuse' })) as number[]
        afterChange()
        return { importId: null }
      })
      const job = await jobs().wait(jobId)
      if (job.error !== null)
        throw new AppError(job.error.code as AppError['code'], job.error.message, job.error.details as AppError['details'])
      return { undone }
    },
  }
}

function planUndo(read: ReadDb, importId: number): z.input<AppContract['imports']['undoPlan']['output']> {
  const row = requireImport(read, importId)
  if (row.status === 'undone') throw new AppError('conflict', `Import ${importId} is undone already.`, { importId })
  const rows = listImportsFrom(read, row.sourceId, importId)
  return {
    imports: rows.slice(0, 200).map((item) => toImportShape(read, item)),
    changes: sumChanges(rows),
    // Their subjects go with these imports: they sleep until those come again. Renames taken with an import go with it.
    sleepingDecisions: countStandingOnKeysOf(read, {
      importIds: rows.map(({ id }) => id),
      butGroups: [...findRenamesOf(read, rows).values()],
    }),
  }
}

function createExportChanges(services: PastImportServices): ImportHandlers['exportChanges'] {
  const { book } = services
  return async ({ importId, filter }) => {
    const row = requireImport(book().read, importId)
    if (row.status === 'undone') throw new AppError('conflict', `Import ${importId} was undone: it changes nothing any more.`, { importId })
    const counts = JSON.parse(row.changes) as ChangeCounts
    const what = { what: 'import-changes', importId, ...(filter as JsonObject) }
    return issueExport(book, services, { what: 'import-changes', importId, filter, counts }, what)
  }
}

function requireImport(read: ReadDb, importId: number): ImportRow {
  const row = findImport(read, importId)
  if (row === undefined) throw new AppError('not-found', `There is no import ${importId}.`, { importId })
  return row
}

/** An import as lists show it. */
export function toImportShape(read: ReadDb, row: ImportRow): ImportShape {
  const source = findSource(read, row.sourceId)
  if (source === undefined) throw new Error(`the source of import ${row.id} is missing`)
  return {
    importId: row.id,
    sourceId: row.sourceId,
    sourceName: labelSource(read, source),
    format: source.format as ImportShape['format'],
    status: row.status === 'undone' ? 'undone' : 'visible',
    undoneAtMs: row.undoneAtMs,
    checkedAtMs: row.checkedAtMs,
    startedAtMs: row.startedAtMs,
    generatedAtMs: row.generatedAtMs,
    author: row.author,
    fileNames: listImportFiles(read, row.id)
      .slice(0, 200)
      .map((file) => file.name),
    changes: JSON.parse(row.changes) as ChangeCounts,
    isNewest: findNewestImport(read, row.sourceId)?.id === row.id,
  }
}

function sumChanges(rows: readonly ImportRow[]): ChangeCounts {
  return rows
    .map((row) => JSON.parse(row.changes) as ChangeCounts)
    .reduce(
      (a, b) => ({ added: a.added + b.removed, changed: a.changed + b.changed, removed: a.removed + b.added, unchanged: 0, conflicts: 0 }),
      NO_CHANGES,
    )
}
