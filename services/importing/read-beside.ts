import type { ImportFormat } from '#core/importers/intake'
import type { JsonObject } from '#core/json'
import type { SeenFile } from '#io/source-file'
import { streamBeside } from '../beside/stream.ts'
import type { BesideRequest } from './beside.ts'
import { BESIDE } from './beside-thread.ts'
import { type CrossingItems, unpackItems } from './crossing.ts'
import type { FactStream, ToldSummary } from './fact-stream.ts'
import type { ReadySource } from './ready-asset.ts'

export type ReadRequest = {
  readonly format: ImportFormat
  readonly files: readonly SeenFile[]
  readonly options: JsonObject
  /** Whose new assets are derived too, and the book whose rules say how; null: none are. */
  readonly ready: (ReadySource & { readonly path: string }) | null
}

/**
 * Reads files in a thread of its own.
 * @throws AppError bad-file as the importer does
 */
export async function* readBeside(request: ReadRequest): FactStream {
  const stream = streamBeside<CrossingItems, ToldSummary>(BESIDE, { kind: 'read', ...request } satisfies BesideRequest)
  try {
    for (;;) {
      const next = await stream.next()
      if (next.done === true) return next.value
      yield unpackItems(next.value)
    }
  } finally {
    await stream.return({ files: [], covers: [], factDigest: null })
  }
}
