import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { type Beside, createBulkEditHandlers } from './datasets/bulk-edit.ts'
import { createGetHandler } from './datasets/get-dataset.ts'
import { createCreateHandler, createRemoveHandler } from './datasets/hand-made.ts'
import { createFacetsHandler, createListHandler } from './datasets/list-datasets.ts'
import { createChecksHandler } from './datasets/read-checks.ts'
import { createColumnsHandler } from './datasets/read-columns.ts'
import { createHistoryHandler } from './datasets/read-history.ts'
import type { GetBook } from './deps.ts'

/** Everything asked of datasets. @throws AppError from the handlers: not-found, ambiguous, invalid-input, conflict, book-read-only */
export function createDatasetHandlers(book: GetBook, beside: Beside): Handlers<AppContract>['datasets'] {
  return {
    list: createListHandler(book),
    facets: createFacetsHandler(book),
    get: createGetHandler(book),
    columns: createColumnsHandler(book),
    checks: createChecksHandler(book),
    history: createHistoryHandler(book, ['dataset']),
    ...createBulkEditHandlers(book, beside),
    create: createCreateHandler(book),
    remove: createRemoveHandler(book),
  }
}
