import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { asFileError } from './file-errors.ts'
import { folderWhenNeeded } from './private-folder.ts'
import { CHUNK_BYTES } from './source-file.ts'
import type { TicketContent } from './tickets.ts'

/** A file that was made for a person to fetch, and waits for that. */
export type MadeFile = {
  readonly path: string
  readonly fileName: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** Places for files that are made to be fetched: in a private folder that goes when the program ends. */
export type MadePlaces = {
  readonly next: () => Promise<string>
  /** Nothing came of a file there, or not all of it. Never rejects. */
  readonly drop: (path: string) => Promise<void>
  readonly close: () => Promise<void>
}

export function createMadePlaces({ tempRoot, randomId }: { readonly tempRoot: string; readonly randomId: () => string }): MadePlaces {
  const folder = folderWhenNeeded(tempRoot, 'export')
  return {
    next: async () => join(await folder.path(), randomId()),
    drop: forgetFile,
    close: folder.remove,
  }
}

/** Pieces become bytes once they are about so long together. */
const TEXT_AT_ONCE = 256 * 1024

/**
 * Writes text piece by piece: however long the file is, only some of it is ever in memory.
 * @throws AppError disk-full, bad-file, naming the file as the person knows it
 */
export function writePieces(
  { path, fileName }: Pick<MadeFile, 'path' | 'fileName'>,
  pieces: Iterable<string>,
): Pick<MadeFile, 'sizeBytes' | 'sha256'> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const file = naming(fileName, () => openSync(path, 'wx', 0o600))
  const write = (texts: readonly string[]): void => {
    const bytes = Buffer.from(texts.join(''))
    hash.update(bytes)
    sizeBytes += bytes.length
    // A full disk takes the first half of a piece without a word; the second half says why.
    naming(fileName, () => {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done)
    })
  }
  try {
    let held: string[] = []
    let length = 0
    for (const piece of pieces) {
      held.push(piece)
      length += piece.length
      if (length < TEXT_AT_ONCE) continue
      write(held)
      held = []
      length = 0
    }
    write(held)
  } finally {
    closeSync(file)
  }
  return { sizeBytes, sha256: hash.digest('hex') }
}

function naming<T>(fileName: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asFileError(error, fileName)
  }
}

/** Where it can't be removed, the folder goes later. */
const forgetFile = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined)

/** A made file as something to fetch: it goes as it is opened, or when nobody reads it. */
export function contentOfMade({ path, fileName, mediaType, sizeBytes }: MadeFile): TicketContent {
  const remove = (): Promise<void> => forgetFile(path)
  return {
    fileName,
    mediaType,
    sizeBytes,
    drop: () => void remove(),
    open: async function* once() {
      const handle = await open(path, 'r').catch((error: unknown) => {
        throw asFileError(error, fileName)
      })
      try {
        // What is open stays readable: nothing is left behind where the reader goes away.
        await remove()
        for (;;) {
          const bytes = Buffer.allocUnsafeSlow(CHUNK_BYTES)
          const { bytesRead } = await handle.read(bytes, 0, bytes.length)
          if (bytesRead === 0) return
          yield bytes.subarray(0, bytesRead)
        }
      } finally {
        await handle.close()
        await remove()
      }
    },
  }
}
