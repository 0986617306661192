import { createZstdCompress } from 'node:zlib'
import { Readable } from 'node:stream'
import type { SourceFile } from '#io/source-file'

export type Original = { readonly sha256: string; readonly sizeBytes: number; readonly encoding: 'zstd'; readonly bytes: Buffer }

const PIECE_BYTES = 1024 * 1024

/** Packs a file's content; compression runs beside the import's own work. */
export async function packOriginal(file: SourceFile): Promise<Original> {
  const { sha256, sizeBytes } = await file.fingerprint()
  const contents = async function* (): AsyncGenerator<Uint8Array> {
    for await (const { bytes } of file.open()) yield bytes
  }
  const packed: Buffer[] = []
  for await (const piece of Readable.from(contents()).pipe(createZstdCompress({ chunkSize: PIECE_BYTES }))) packed.push(piece as Buffer)
  return { sha256, sizeBytes, encoding: 'zstd', bytes: Buffer.concat(packed) }
}
