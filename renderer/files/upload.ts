import { Pick, type PickPurpose } from '#contract/desktop'
import { valueOf } from '#contract/kit'
import { AppError } from '#core/errors'
import { plural } from '#core/format'
import { send } from '../app/api.ts'
import { bridge, type Desktop } from '../app/bridge.ts'
import type { z } from 'zod'

/** A file to send, named as a person would find it again: with its folders where a folder was given. */
export type LocalFile = { readonly name: string; readonly file: File }
export type UploadProgress = { readonly doneBytes: number; readonly totalBytes: number }
export type Picked = z.infer<typeof Pick>

const CHUNK_BYTES = 1024 * 1024
const MOST_FILES = 200
/** What an import can read. The rest of a dropped folder (compiled SQL, logs) stays where it is. */
const READABLE = /\.(json|csv|ya?ml)(\.gz)?$/i

/**
 * Sends files in pieces to a private folder of the program, which is wiped when they were read.
 * @throws AppError; `signal` stops it between two pieces
 */
export async function uploadFiles(
  purpose: PickPurpose,
  files: readonly LocalFile[],
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<Picked> {
  if (bridge.desktop !== null) return dropFiles(bridge.desktop, purpose, files)
  if (files.length === 0) throw new AppError('bad-file', 'There is no JSON or CSV file among what you chose.')
  if (files.length > MOST_FILES)
    throw new AppError(
      'bad-file',
      `${plural(files.length, 'file')} are too many at once; at most ${MOST_FILES}. Choose the folder that holds manifest.json.`,
    )
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0)
  const { uploadId } = await send('desktop', 'uploadBegin', {
    purpose,
    files: files.map(({ name, file }) => ({ name, sizeBytes: file.size })),
  })
  let doneBytes = 0
  for (const [index, { file }] of files.entries()) {
    for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
      if (signal.aborted) throw new AppError('cancelled', 'Stopped. Nothing was imported.')
      const piece = file.slice(offset, offset + CHUNK_BYTES)
      await send('desktop', 'uploadChunk', { uploadId, file: index, offset, base64: await toBase64(piece) })
      doneBytes += piece.size
      onProgress({ doneBytes, totalBytes })
    }
  }
  return send('desktop', 'uploadEnd', { uploadId })
}

/** In the app nothing is sent: dropped files are read where they are, and can be refreshed. */
async function dropFiles({ drop }: Desktop, purpose: PickPurpose, files: readonly LocalFile[]): Promise<Picked> {
  const reply = await drop(
    purpose,
    files.map(({ file }) => file),
  )
  return Pick.parse(valueOf(reply))
}

function toBase64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : ''
      resolve(url.slice(url.indexOf(',') + 1))
    }
    reader.onerror = () => reject(new AppError('bad-file', 'The file could not be read. Is it still there?'))
    reader.readAsDataURL(piece)
  })
}

/** Files of a file input; with `webkitdirectory` they carry the path below the chosen folder. */
export function filesOfInput(list: FileList): LocalFile[] {
  const files = [...list].map((file) => ({ name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }))
  return files.length > 1 || files.some(({ name }) => name.includes('/')) ? files.filter(({ name }) => READABLE.test(name)) : files
}

/** Files of a drop, folders opened. Must be called in the drop event itself: the list is gone afterwards. */
export async function filesOfDrop(transfer: DataTransfer): Promise<LocalFile[]> {
  // The app reads folders itself, by their path.
  if (bridge.desktop !== null) return [...transfer.files].map((file) => ({ name: file.name, file }))
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  // Some sources of a drop name files without a place on disk.
  if (entries.length === 0) return [...transfer.files].map((file) => ({ name: file.name, file }))
  const found: LocalFile[] = []
  for (const entry of entries) await collect(entry, found, entries.length === 1 && entry.isFile)
  return found
}

// Not by instanceof: Chromium knows these classes under no global name.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

async function collect(entry: FileSystemEntry, found: LocalFile[], isAsked: boolean): Promise<void> {
  if (found.length > MOST_FILES) return
  if (isFile(entry)) {
    if (!isAsked && !READABLE.test(entry.name)) return
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    found.push({ name: entry.fullPath.replace(/^\//, ''), file })
  } else if (isFolder(entry)) {
    const reader = entry.createReader()
    // A reader gives at most a hundred entries at a time.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (some.length === 0) return
      for (const one of some) await collect(one, found, false)
    }
  }
}
