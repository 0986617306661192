import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { AppError } from '#core/errors'
import type { Chunk, ImportFile } from '#core/importers/intake'
import { asFileError } from './file-errors.ts'
import { gunzip, isGzip, UNPACK_LIMITS, type UnpackLimits } from './gunzip.ts'

/** Size of the pieces a file is read in. */
export const CHUNK_BYTES = 1024 * 1024

/** What a file holds, whatever it is called and however it is packed. */
export type Fingerprint = { readonly sha256: string; readonly sizeBytes: number }

/** A file on disk as importers read it: unpacked, from its first byte, as often as asked. */
export type SourceFile = ImportFile & {
  readonly path: string
  readonly isPacked: boolean
  /** Size on disk; `sizeBytes` is the unpacked size and null for packed files. */
  readonly storedBytes: number
  readonly modifiedAtMs: number
  /** For another thread to read the very same by: see readSeenFile. */
  readonly seen: SeenFile
  /** Hash and size of the unpacked content. Reads the file once; later calls answer from memory. */
  readonly fingerprint: () => Promise<Fingerprint>
}

type Seen = { readonly sizeBytes: number; readonly modifiedAtMs: number }

/** A file as it was looked at; may cross to another thread. */
export type SeenFile = { readonly path: string; readonly name: string; readonly seen: Seen; readonly isPacked: boolean }

/**
 * Looks at a file and makes it readable. Gzip is known by its first bytes, so a `.json` that is packed and a `.gz` that is not both work.
 * @param name what the person calls the file; errors and receipts show it, never the path
 * @throws AppError bad-file when it can't be read; reading throws the same when it changed since
 */
export async function openSourceFile(path: string, name: string, limits: UnpackLimits = UNPACK_LIMITS): Promise<SourceFile> {
  return readSeenFile({ path, name, ...(await lookAt(path, name)) }, limits)
}

/** Makes a file readable that was looked at before. Reading throws AppError bad-file when it changed since. */
export function readSeenFile(file: SeenFile, limits: UnpackLimits = UNPACK_LIMITS): SourceFile {
  const { path, name, seen, isPacked } = file
  const openUnpacked = (): AsyncIterable<Chunk> => {
    const stored = readStored(path, name, seen)
    return withPositions(isPacked ? gunzip(stored, name, CHUNK_BYTES, limits) : stored)
  }
  let known: Promise<Fingerprint> | undefined
  const fingerprint = (): Promise<Fingerprint> => {
    known ??= computeFingerprint(openUnpacked()).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
  return {
    name,
    path,
    isPacked,
    sizeBytes: isPacked ? null : seen.sizeBytes,
    storedBytes: seen.sizeBytes,
    modifiedAtMs: seen.modifiedAtMs,
    seen: file,
    open: openUnpacked,
    fingerprint,
  }
}

/** Hash and size of a whole stream of chunks. */
async function computeFingerprint(chunks: AsyncIterable<Chunk>): Promise<Fingerprint> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  for await (const { bytes } of chunks) {
    hash.update(bytes)
    sizeBytes += bytes.length
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}

async function lookAt(path: string, name: string): Promise<{ seen: Seen; isPacked: boolean }> {
  let handle: FileHandle | undefined
  try {
    // Before opening: opening a pipe would wait for whoever writes to it.
    const stats = await stat(path)
    refuseUnlessFile(stats, name)
    handle = await open(path, 'r')
    const head = Buffer.alloc(2)
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    return { seen: asSeen(stats), isPacked: bytesRead === head.length && isGzip(head) }
  } catch (error) {
    throw asFileError(error, name)
  } finally {
    await handle?.close()
  }
}

function refuseUnlessFile(stats: Stats, name: string): void {
  if (stats.isFile()) return
  const what = stats.isDirectory() ? 'a folder' : 'neither a file nor a folder'
  throw new AppError('bad-file', `“${name}” is ${what}; a file is needed here.`, { file: name })
}

const asSeen = (stats: Stats): Seen => ({ sizeBytes: stats.size, modifiedAtMs: Math.trunc(stats.mtimeMs) })

/**
 * The bytes as they are stored. Every chunk has its own memory: a reader may keep it.
 * A file that another program is writing would be read half old, half new; that is noticed before and after.
 */
async function* readStored(path: string, name: string, seen: Seen): AsyncGenerator<Uint8Array> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    refuseIfChanged(await handle.stat(), name, seen)
    let position = 0
    for (;;) {
      const bytes = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, Math.max(1, seen.sizeBytes - position)))
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, position)
      if (bytesRead === 0) break
      position += bytesRead
      yield bytesRead === bytes.length ? bytes : bytes.subarray(0, bytesRead)
    }
    refuseIfChanged(await handle.stat(), name, seen)
  } catch (error) {
    throw asFileError(error, name)
  } finally {
    await handle?.close()
  }
}

function refuseIfChanged(stats: Stats, name: string, seen: Seen): void {
  const now = asSeen(stats)
  if (now.sizeBytes === seen.sizeBytes && now.modifiedAtMs === seen.modifiedAtMs) return
  throw new AppError('bad-file', `“${name}” changed while it was being read. Try again when the program that writes it has finished.`, {
    file: name,
  })
}

async function* withPositions(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Chunk> {
  let position = 0
  for await (const bytes of pieces) {
    yield { bytes, position }
    position += bytes.length
  }
}
