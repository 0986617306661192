import type { ImportFormat } from '#core/importers/intake'
import type { JsonObject } from '#core/json'
import type { SeenFile } from '#io/source-file'
import { streamBeside } from '../beside/stream.ts'
import type { FactStream } from './fact-stream.ts'

export type ReadRequest = { readonly format: ImportFormat; readonly files: readonly SeenFile[]; readonly options: JsonObject }

/**
 * Reads files in a thread of its own.
 * @throws AppError bad-file as the importer does
 */
export function readBeside(request: ReadRequest): FactStream {
  return streamBeside({ folder: import.meta.dirname, name: 'reader' }, request)
}
