import { Readable, pipeline } from 'node:stream'
import { AppError } from '#core/errors'
import type { BadFileProblem } from '#core/importers/bad-file'
import { systemCode } from './file-errors.ts'

/** How far a packed file may unpack before it is taken for a trap. */
export type UnpackLimits = {
  readonly maxUnpackedBytes: number
  /** Unpacked bytes per packed byte. Metadata packs 10 to 60 times; a file made to fill the disk, about 1000 times. */
  readonly maxRatio: number
  /** The ratio counts from this many unpacked bytes on: small files of one letter are harmless. */
  readonly ratioCountsFromBytes: number
}
export const UNPACK_LIMITS: UnpackLimits = { maxUnpackedBytes: 16 * 1024 ** 3, maxRatio: 400, ratioCountsFromBytes: 64 * 1024 ** 2 }

const GZIP_MAGIC = [0x1f, 0x8b] as const

/** True when a file that begins so is gzip, whatever it is called. */
export function isGzip(firstBytes: Uint8Array): boolean {
  return firstBytes[0] === GZIP_MAGIC[0] && firstBytes[1] === GZIP_MAGIC[1]
}

/**
 * Unpacks gzip piece by piece, in pieces of at most `chunkBytes`.
 * @throws AppError bad-file when the data is damaged, cut short, or unpacks beyond the limits; `position` is in the unpacked bytes
 */
export async function* gunzip(
  packed: AsyncIterable<Uint8Array>,
  name: string,
  chunkBytes: number,
  limits: UnpackLimits = UNPACK_LIMITS,
): AsyncGenerator<Uint8Array> {
  // Read here and not above: every start would wait for it, and few files are packed.
  const { createGunzip } = process.getBuiltinModule('node:zlib')
  const unpacker = createGunzip({ chunkSize: chunkBytes })
  // The callback only keeps pipeline from throwing on its own: the loop below meets the same error.
  pipeline(Readable.from(packed, { objectMode: false, highWaterMark: chunkBytes }), unpacker, () => undefined)
  let unpackedBytes = 0
  try {
    for await (const piece of unpacker as AsyncIterable<Uint8Array>) {
      unpackedBytes += piece.length
      refuseTrap(name, unpackedBytes, unpacker.bytesWritten, limits)
      yield piece
    }
  } catch (error) {
    throw asUnpackError(error, name, unpackedBytes)
  }
}

function refuseTrap(name: string, unpackedBytes: number, packedBytes: number, limits: UnpackLimits): void {
  const isTooBig = unpackedBytes > limits.maxUnpackedBytes
  const isTooDense = unpackedBytes > limits.ratioCountsFromBytes && unpackedBytes > packedBytes * limits.maxRatio
  if (!isTooBig && !isTooDense) return
  const why = isTooBig
    ? `it unpacks to more than ${limits.maxUnpackedBytes} bytes`
    : `it unpacks to more than ${limits.maxRatio} times its size, which metadata never does`
  throw new AppError('bad-file', `“${name}” was not read: ${why}.`, {
    file: name,
    problem: 'unpacks-too-far' satisfies BadFileProblem,
    position: unpackedBytes,
    packedBytes,
  })
}

function asUnpackError(error: unknown, name: string, unpackedBytes: number): unknown {
  const code = systemCode(error)
  if (code === null || !code.startsWith('Z_')) return error
  const isCut = code === 'Z_BUF_ERROR'
  const what = isCut ? 'it ends in the middle of its gzip data' : 'its gzip data is damaged'
  return new AppError('bad-file', `“${name}” can’t be unpacked: ${what}, after ${unpackedBytes} unpacked bytes.`, {
    file: name,
    problem: (isCut ? 'truncated' : 'bad-gzip') satisfies BadFileProblem,
    position: unpackedBytes,
    reason: code,
  })
}
