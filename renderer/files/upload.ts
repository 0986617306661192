import { Pick } from '#contract/desktop'
import { valueOf } from '#contract/kit'
import { AppError } from '#core/errors'
import { plural } from '#core/format'
import type { ImportFormat } from '#core/importers/intake'
import { FOLDER_PLACES, isReadable, isWantedBy, unpackedName, wantedOfFolders } from '#core/importers/wanted-files'
import { send } from '../app/api.ts'
import { bridge, type Desktop } from '../app/bridge.ts'
import type { z } from 'zod'

/** A file to send, named as a person would find it again: with its folders where a folder was given. */
export type LocalFile = { readonly name: string; readonly open: () => Promise<File> }
export type UploadProgress = { readonly doneBytes: number; readonly totalBytes: number }
export type Picked = z.infer<typeof Pick>

const CHUNK_BYTES = 1024 * 1024
const MOST_FILES = 200
const PURPOSE = 'import'

/**
 * Sends files for an import in pieces to a private folder of the program, which is wiped when they were read.
 * @param format what they are, null where that shows when they are read
 * @throws AppError; `signal` stops it between two pieces
 */
export async function uploadFiles(
  chosen: readonly LocalFile[],
  format: ImportFormat | null,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<Picked> {
  if (bridge.desktop !== null) return dropFiles(bridge.desktop, chosen)
  const worthSending = withoutOthers(chosen, format)
  if (worthSending.length === 0) throw new AppError('bad-file', 'There is no JSON or CSV file among what you chose.')
  if (worthSending.length > MOST_FILES)
    throw new AppError(
      'bad-file',
      `${plural(worthSending.length, 'file')} are too many at once; at most ${MOST_FILES}. Choose the folder that holds manifest.json.`,
    )
  const files = await openAll(worthSending)
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0)
  const { uploadId } = await send('desktop', 'uploadBegin', {
    purpose: PURPOSE,
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

/**
 * What is read of folders, by the same rule as the program's own, so that the rest (compiled SQL, packages, logs) is not even sent.
 * Of several files named by themselves, those that no import reads stay too; one alone is sent, to be told what it is instead.
 */
function withoutOthers(chosen: readonly LocalFile[], format: ImportFormat | null): LocalFile[] {
  const isAlone = chosen.length === 1
  const asked = chosen.filter(({ name }) => isAlone || name.includes('/') || isReadable(unpackedName(name)))
  return wantedOfFolders(asked, ({ name }) => name, isWantedBy(format))
}

const openAll = (files: readonly LocalFile[]): Promise<{ name: string; file: File }[]> =>
  Promise.all(files.map(async ({ name, open }) => ({ name, file: await open() })))

/** In the app nothing is sent: dropped files are read where they are, and can be refreshed. */
async function dropFiles({ drop }: Desktop, chosen: readonly LocalFile[]): Promise<Picked> {
  const files = await openAll(chosen)
  const reply = await drop(
    PURPOSE,
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

const asLocal = (file: File): LocalFile => ({
  name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
  open: async () => file,
})

/** Files of a file input; with `webkitdirectory` they carry the path from the chosen folder on. */
export const filesOfInput = (list: FileList): LocalFile[] => [...list].map(asLocal)

/** Files of a drop, folders opened. Must be called in the drop event itself: the list is gone afterwards. */
export async function filesOfDrop(transfer: DataTransfer): Promise<LocalFile[]> {
  const files = [...transfer.files].map(asLocal)
  // The app reads folders itself, by their path.
  if (bridge.desktop !== null) return files
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  // Some sources of a drop name files without a place on disk.
  if (entries.length === 0) return files
  const found = await Promise.all(entries.map(filesOfEntry))
  return found.flat()
}

// Not by instanceof: Chromium knows these classes under no global name.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

function localFiles(entries: readonly FileSystemEntry[]): LocalFile[] {
  return entries.filter(isFile).map((entry) => ({
    name: entry.fullPath.replace(/^\//, ''),
    open: () => new Promise<File>((resolve, reject) => entry.file(resolve, reject)),
  }))
}

/** A file, or those in a folder's places. Nothing else of a folder is read, so it is not even listed. */
async function filesOfEntry(entry: FileSystemEntry): Promise<LocalFile[]> {
  if (!isFolder(entry)) return localFiles([entry])
  const places: readonly string[] = FOLDER_PLACES
  const own = await listFolder(entry)
  const below = await Promise.all(
    own
      .filter(isFolder)
      .filter(({ name }) => places.includes(name))
      .map(listFolder),
  )
  return localFiles([...own, ...below.flat()])
}

async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const found: FileSystemEntry[] = []
  // A reader gives at most a hundred entries at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    found.push(...some)
  }
}
