import type { ReadDb } from '#db/connection'
import { countDatasets } from '#db/datasets'

/** What a worker costs to start is more than looking through fewer takes. */
const MANY_DATASETS = 5000

/** Whether a book's active datasets are so many that they are looked through beside the thread that answers: by the counter that is kept of them. */
export const isLargeBook = (read: ReadDb): boolean => countDatasets(read, {}) > MANY_DATASETS
