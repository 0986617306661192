import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#core/errors'
import { asFileError } from './file-errors.ts'
import type { PickedEntry } from './picked-files.ts'
import { folderWhenNeeded } from './private-folder.ts'

export type UploadedFile = { readonly name: string; readonly sizeBytes: number }

export type UploadOptions = {
  readonly tempRoot: string
  readonly randomId: () => string
  /** All files of all uploads that are not yet forgotten, together. */
  readonly limitBytes: number
}

type Part = { readonly entry: PickedEntry; readonly sizeBytes: number; readonly handle: FileHandle; receivedBytes: number }
type Upload = { readonly parts: readonly Part[]; readonly sizeBytes: number }

/** Files a browser sends in pieces. They land in a private folder that goes when the program ends. */
export type Uploads = {
  readonly limitBytes: number
  readonly begin: (files: readonly UploadedFile[]) => Promise<string>
  /** Pieces of a file come in order. @returns what has arrived of this file */
  readonly write: (uploadId: string, file: number, offset: number, bytes: Uint8Array) => Promise<number>
  /** Takes the finished files over; the upload id is then unknown. */
  readonly end: (uploadId: string) => Promise<{ readonly entries: readonly PickedEntry[]; readonly forget: () => Promise<void> }>
  readonly close: () => Promise<void>
  readonly closeNow: () => void
}

/** @throws AppError from every function: not-found, invalid-input, conflict, disk-full */
export function createUploads({ tempRoot, randomId, limitBytes }: UploadOptions): Uploads {
  const uploads = new Map<string, Upload>()
  const folder = folderWhenNeeded(tempRoot, 'upload')
  let heldBytes = 0

  const find = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId)
    if (upload === undefined) throw new AppError('not-found', 'This upload is not known, or it has ended.')
    return upload
  }
  const drop = async (upload: Upload): Promise<void> => {
    heldBytes -= upload.sizeBytes
    for (const { entry } of upload.parts) await rm(entry.path, { force: true })
  }

  return {
    limitBytes,
    begin: async (files) => {
      const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
      if (heldBytes + sizeBytes > limitBytes) {
        throw new AppError('invalid-input', `These files are ${sizeBytes} bytes; at most ${limitBytes - heldBytes} can be uploaded now.`, {
          sizeBytes,
          limitBytes,
        })
      }
      heldBytes += sizeBytes
      const uploadId = randomId()
      try {
        const parts = await openParts(await folder.path(), randomId, files)
        uploads.set(uploadId, { parts, sizeBytes })
      } catch (error) {
        heldBytes -= sizeBytes
        throw asFileError(error, files[0]?.name ?? 'upload')
      }
      return uploadId
    },
    write: async (uploadId, file, offset, bytes) => {
      const upload = find(uploadId)
      const part = upload.parts[file]
      if (part === undefined) throw new AppError('invalid-input', `This upload has no file number ${file}.`)
      refuseWrongPiece(part, offset, bytes.length)
      // Counted before the write, so that the same piece sent twice at once is refused once.
      part.receivedBytes += bytes.length
      try {
        await writeWhole(part.handle, offset, bytes)
      } catch (error) {
        uploads.delete(uploadId)
        await closeParts(upload)
        await drop(upload)
        throw asFileError(error, part.entry.name)
      }
      return part.receivedBytes
    },
    end: async (uploadId) => {
      const upload = find(uploadId)
      const short = upload.parts.find((part) => part.receivedBytes !== part.sizeBytes)
      if (short !== undefined) {
        throw new AppError('conflict', `“${short.entry.name}” has not arrived whole: ${short.receivedBytes} of ${short.sizeBytes} bytes.`)
      }
      uploads.delete(uploadId)
      await closeParts(upload)
      return { entries: upload.parts.map((part) => part.entry), forget: () => drop(upload) }
    },
    close: async () => {
      for (const upload of uploads.values()) await closeParts(upload)
      uploads.clear()
      await folder.remove()
    },
    closeNow: folder.removeNow,
  }
}

/** Stored under a random name: what a browser calls a file is shown, and says whether it is wanted; it never becomes a path. */
async function openParts(folder: string, randomId: () => string, files: readonly UploadedFile[]): Promise<Part[]> {
  const parts: Part[] = []
  for (const { name, sizeBytes } of files) {
    const path = join(folder, randomId())
    const handle = await open(path, 'wx', 0o600)
    parts.push({ entry: { path, ...namesOf(name) }, sizeBytes, handle, receivedBytes: 0 })
  }
  return parts
}

/** What is shown, at most the last two steps of the path, and the whole path below a folder; nothing in them could pass for a place. */
function namesOf(name: string): Omit<PickedEntry, 'path'> {
  const steps = name.split(/[/\\]/).filter((step) => step !== '' && step !== '.' && step !== '..')
  const shown = steps.slice(-2).join('/') || 'file'
  return steps.length > 1 ? { name: shown, inside: steps.join('/') } : { name: shown }
}

function refuseWrongPiece(part: Part, offset: number, length: number): void {
  if (offset !== part.receivedBytes) {
    throw new AppError('conflict', `“${part.entry.name}” goes on at byte ${part.receivedBytes}, not ${offset}.`, {
      expectedOffset: part.receivedBytes,
    })
  }
  if (offset + length > part.sizeBytes) {
    throw new AppError('invalid-input', `“${part.entry.name}” is longer than the ${part.sizeBytes} bytes that were announced.`)
  }
}

/** A full disk takes the first half of a piece without a word; the second half says why. */
async function writeWhole(handle: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, offset + done)).bytesWritten
  }
}

async function closeParts(upload: Upload): Promise<void> {
  for (const part of upload.parts) await part.handle.close()
}
