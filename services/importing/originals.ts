import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import type { Receipt } from '#contract/imports'
import { AppError } from '#core/errors'
import { formatBytes } from '#core/format'
import { unpackedName } from '#core/importers/wanted-files'
import type { ReadDb } from '#db/connection'
import { hasOriginal, type OriginalRow } from '#db/imports'
import type { Fingerprint, SourceFile } from '#io/source-file'
import type { TicketContent } from '#io/tickets'

export type Original = { readonly sha256: string; readonly sizeBytes: number; readonly encoding: 'zstd'; readonly bytes: Buffer }

const PIECE_BYTES = 1024 * 1024

/** Packs a file's content; compression runs beside the import's own work. */
async function packOriginal(file: SourceFile): Promise<Original> {
  const { sha256, sizeBytes } = await file.fingerprint()
  const contents = async function* (): AsyncGenerator<Uint8Array> {
    for await (const { bytes } of file.open()) yield bytes
  }
  const packed: Buffer[] = []
  const packer = createZstdCompress({ chunkSize: PIECE_BYTES })
  // Unlike pipe, it hands on what goes wrong while the file is read: the loop below meets it.
  pipeline(Readable.from(contents()), packer, () => undefined)
  for await (const piece of packer) packed.push(piece as Buffer)
  return { sha256, sizeBytes, encoding: 'zstd', bytes: Buffer.concat(packed) }
}

/** Originals of files up to this unpacked size are kept. */
export type Keeping = { readonly write: ReadDb; readonly keepOriginalUpToBytes: number }
type FileOfReceipt = Receipt['files'][number]

/** Whether the original of a file is kept, or why not. */
export function fateOfOriginal({ write, keepOriginalUpToBytes }: Keeping, { sha256, sizeBytes }: Fingerprint): FileOfReceipt['original'] {
  if (hasOriginal(write, sha256)) return 'kept'
  if (sizeBytes === 0) return 'not-kept' // nothing would be kept
  if (keepOriginalUpToBytes === 0) return 'switched-off'
  return sizeBytes > keepOriginalUpToBytes ? 'over-limit' : 'kept'
}

/** Packs the originals that are to be kept and are not yet. */
export async function packOriginals(tools: Keeping, files: readonly SourceFile[]): Promise<readonly Original[]> {
  const packed: Original[] = []
  for (const file of files) {
    const print = await file.fingerprint()
    if (!hasOriginal(tools.write, print.sha256) && fateOfOriginal(tools, print) === 'kept') packed.push(await packOriginal(file))
  }
  return packed
}

/** What a person should know of originals that are not kept: what is left out of them can't be read later. */
export function remarksOnOriginals(files: readonly FileOfReceipt[], keepUpToBytes: number): string[] {
  const list = (fate: FileOfReceipt['original']): string =>
    files
      .filter(({ original }) => original === fate)
      .map(({ name }) => `“${name}”`)
      .join(', ')
  const large = list('over-limit')
  const left = list('switched-off')
  return [
    ...(large === ''
      ? []
      : [`Larger than ${formatBytes(keepUpToBytes)}, so the original is not kept with the catalog file: ${large}. ${LATER}`]),
    ...(left === '' ? [] : [`Originals are not kept with this catalog file (a setting): ${left}. ${LATER}`]),
  ]
}
const LATER = 'What is left out of it can only be read in the file itself.'

/**
 * A kept original as it was imported: unpacked, where it was packed. Reading it throws AppError book-damaged where it is not
 * that any more, and always before its last piece: a download that ends early is no whole file to anybody.
 */
export function contentOfOriginal({ sha256, sizeBytes, bytes }: OriginalRow, name: string): TicketContent {
  const fileName = unpackedName(name.split('/').at(-1) ?? name)
  const open = async function* (): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256')
    let last: Buffer | undefined
    try {
      for await (const piece of Readable.from([bytes]).pipe(createZstdDecompress())) {
        if (last !== undefined) yield last
        last = piece as Buffer
        hash.update(last)
      }
    } catch {
      throw damaged(name) // it can't be unpacked any more
    }
    if (hash.digest('hex') !== sha256) throw damaged(name)
    if (last !== undefined) yield last
  }
  return { fileName, mediaType: 'application/octet-stream', sizeBytes, open }
}

const damaged = (name: string): AppError =>
  new AppError('book-damaged', `The original kept of “${name}” is not the file that was imported any more.`, { file: name })
