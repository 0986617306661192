import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { type Beside, createBulkEditHandlers } from './datasets/bulk-edit.ts'
import { createExportHandler } from './datasets/export-datasets.ts'
import { createGetHandler } from './datasets/get-dataset.ts'
import { createCreateHandler, createRemoveHandler } from './datasets/hand-made.ts'
import { createListHandlers, type FacetsBeside } from './datasets/list-datasets.ts'
import { createChecksHandler } from './datasets/read-checks.ts'
import { createColumnsHandler } from './datasets/read-columns.ts'
import { createHistoryHandler } from './datasets/read-history.ts'
import type { GetBook } from './deps.ts'
import type { ExportParts } from './issue-export.ts'

/** What is done beside this thread, and where the files that are made wait. */
export type DatasetParts = Beside & ExportParts & { readonly facetsBeside: FacetsBeside }

/** Everything asked of datasets. @throws AppError from the handlers: not-found, ambiguous, invalid-input, conflict, book-read-only */
export function createDatasetHandlers(book: GetBook, parts: DatasetParts): Handlers<AppContract>['datasets'] {
  return {
    ...createListHandlers(book, parts.facetsBeside),
    get: createGetHandler(book),
    columns: createColumnsHandler(book),
    checks: createChecksHandler(book),
    history: createHistoryHandler(book, ['dataset']),
    ...createBulkEditHandlers(book, parts),
    export: createExportHandler(book, parts),
    create: createCreateHandler(book),
    remove: createRemoveHandler(book),
  }
}
