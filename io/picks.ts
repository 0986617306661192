import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '#core/errors'
import { asFileError } from './file-errors.ts'
import { isPlainName, isWithin, resolveInside, resolveInsideForWriting, splitRelative } from './inside-root.ts'
import type { PickedEntry } from './picked-files.ts'
import { createUploads, type UploadedFile } from './uploads.ts'

export type PicksOptions = {
  /** Folder whose content a screen may list and pick from; null where paths are named by the person at the machine. */
  readonly root: string | null
  readonly tempRoot: string
  readonly now: () => number
  readonly randomId: () => string
  readonly uploadLimitBytes?: number
}

/** What a pick id stands for. */
export type ResolvedPick = {
  readonly displayName: string
  readonly entries: readonly PickedEntry[]
  /** A path that can be read again later. Uploads have none. */
  readonly canRefresh: boolean
  /** No link below may lead out of here; null: anywhere. */
  readonly within: string | null
  /** Deletes uploaded files once nobody needs them; does nothing for paths. */
  readonly release: () => Promise<void>
}

export type FolderEntry = {
  readonly name: string
  readonly kind: 'file' | 'folder'
  readonly sizeBytes: number
  readonly modifiedAtMs: number
}
export type FolderListing = { readonly folder: string; readonly entries: readonly FolderEntry[]; readonly hidden: number }
/** May the picked thing be missing? `new` for files that are about to be written. */
export type PickTarget = 'existing' | 'new'

/** Files chosen by a person, kept here so that whoever asked holds only ids that work once, for one purpose. */
export type Picks = {
  /** The root's own name, for people; '' without a root. */
  readonly rootName: string
  readonly uploadLimitBytes: number
  readonly listFolder: (folder: string) => Promise<FolderListing>
  /** Picks a file or folder below the root; the name `.` stands for the folder itself, so that the root can be picked too. */
  readonly pickInside: (purpose: string, folder: string, name: string, target: PickTarget) => Promise<{ pickId: string; name: string }>
  /** Picks paths the person named at the machine itself (command line, system dialog). */
  readonly pickPaths: (purpose: string, paths: readonly string[]) => Promise<string>
  readonly beginUpload: (purpose: string, files: readonly UploadedFile[]) => Promise<string>
  readonly writeUpload: (uploadId: string, file: number, offset: number, bytes: Uint8Array) => Promise<number>
  readonly endUpload: (uploadId: string) => Promise<{ pickId: string; name: string }>
  /** Redeems a pick id. @throws AppError not-found when it is unknown, used, too old or was made for another purpose */
  readonly take: (pickId: string, purpose: string) => Promise<ResolvedPick>
  readonly close: () => Promise<void>
  readonly closeNow: () => void
}

const PICK_LIFETIME_MS = 60 * 60 * 1000
const MOST_PICKS = 500
const MOST_ENTRIES = 2000
const UPLOAD_LIMIT_BYTES = 4 * 1024 ** 3

/** @throws AppError from every function of the result, for what a person can act on */
export function createPicks(options: PicksOptions): Picks {
  const uploadLimitBytes = options.uploadLimitBytes ?? UPLOAD_LIMIT_BYTES
  const uploads = createUploads({ tempRoot: options.tempRoot, randomId: options.randomId, limitBytes: uploadLimitBytes })
  const uploadPurposes = new Map<string, string>()
  const waiting = createWaitingPicks(options)
  let realRoot: Promise<string> | undefined
  const root = (): Promise<string> => {
    if (options.root === null) throw new AppError('conflict', 'Files are chosen by their path here; there is no folder to list.')
    const given = options.root
    realRoot ??= realpath(given).catch((error: unknown) => {
      throw asFileError(error, given)
    })
    return realRoot
  }

  return {
    rootName: options.root === null ? '' : basename(resolve(options.root)) || resolve(options.root),
    uploadLimitBytes,
    listFolder: async (folder) => listInside(await root(), folder),
    pickInside: async (purpose, folder, name, target) => {
      const isFolderItself = name === '.' && target === 'existing'
      if (!isFolderItself && !isPlainName(name)) throw new AppError('invalid-input', `“${name}” is not a file name.`, { name })
      const within = await root()
      const names = isFolderItself ? splitRelative(folder) : [...splitRelative(folder), name]
      const path = target === 'new' ? await resolveInsideForWriting(within, names) : await resolveInside(within, names)
      const shown = isFolderItself ? basename(path) : name
      const pickId = await waiting.add(purpose, { ...asPathPick([{ path, name: shown }]), within })
      return { pickId, name: shown }
    },
    pickPaths: (purpose, paths) => {
      const entries = paths.map((path) => ({ path: resolve(path), name: basename(resolve(path)) }))
      return waiting.add(purpose, asPathPick(entries))
    },
    beginUpload: async (purpose, files) => {
      const uploadId = await uploads.begin(files)
      uploadPurposes.set(uploadId, purpose)
      return uploadId
    },
    writeUpload: uploads.write,
    endUpload: async (uploadId) => {
      const { entries, forget } = await uploads.end(uploadId)
      const purpose = uploadPurposes.get(uploadId) ?? ''
      uploadPurposes.delete(uploadId)
      const displayName = nameOf(entries)
      const pickId = await waiting.add(purpose, { displayName, entries, canRefresh: false, within: null, release: forget })
      return { pickId, name: displayName }
    },
    take: async (pickId, purpose) => waiting.take(pickId, purpose),
    close: () => uploads.close(),
    closeNow: () => uploads.closeNow(),
  }
}

type WaitingPick = { readonly purpose: string; readonly pick: ResolvedPick; readonly madeAtMs: number }
type WaitingPicks = {
  readonly add: (purpose: string, pick: ResolvedPick) => Promise<string>
  readonly take: (pickId: string, purpose: string) => Promise<ResolvedPick>
}

/** Picks not yet used. They end with use, with age, and when too many wait: a screen that forgot its own leaves nothing behind. */
function createWaitingPicks({ now, randomId }: PicksOptions): WaitingPicks {
  const waiting = new Map<string, WaitingPick>()
  const dropOld = async (): Promise<void> => {
    const bornAfterMs = now() - PICK_LIFETIME_MS
    for (const [pickId, { madeAtMs, pick }] of waiting) {
      if (madeAtMs >= bornAfterMs && waiting.size <= MOST_PICKS) break // oldest first
      waiting.delete(pickId)
      await pick.release()
    }
  }
  return {
    add: async (purpose, pick) => {
      const pickId = randomId()
      waiting.set(pickId, { purpose, pick, madeAtMs: now() })
      await dropOld()
      return pickId
    },
    take: async (pickId, purpose) => {
      await dropOld()
      const found = waiting.get(pickId)
      if (found === undefined || found.purpose !== purpose) {
        throw new AppError('not-found', 'This choice of a file was used already or is too old. Choose the file again.')
      }
      waiting.delete(pickId)
      await refuseIfMoved(found.pick)
      return found.pick
    },
  }
}

/** A link put in the place of a picked file after it was checked must not lead out of the root. */
async function refuseIfMoved({ within, entries }: ResolvedPick): Promise<void> {
  if (within === null) return
  for (const { path, name } of entries) {
    const real = await realpath(path).catch(() => path)
    if (real !== path) throw new AppError('not-found', `“${name}” is no longer where it was picked.`, { file: name })
  }
}

function asPathPick(entries: readonly PickedEntry[]): ResolvedPick {
  return { displayName: nameOf(entries), entries, canRefresh: true, within: null, release: async () => undefined }
}

function nameOf(entries: readonly PickedEntry[]): string {
  const [first, ...others] = entries
  if (first === undefined) return ''
  return others.length === 0 ? first.name : `${first.name} and ${others.length} more`
}

async function listInside(root: string, folder: string): Promise<FolderListing> {
  const path = await resolveInside(root, splitRelative(folder))
  let names: string[]
  try {
    names = await readdir(path)
  } catch (error) {
    throw asFileError(error, folder === '' ? basename(root) : folder)
  }
  const entries: FolderEntry[] = []
  for (const name of names) {
    const entry = name.startsWith('.') ? null : await describeEntry(root, join(path, name), name)
    if (entry !== null) entries.push(entry)
  }
  entries.sort((a, b) => (a.kind === b.kind ? compareNames(a.name, b.name) : a.kind === 'folder' ? -1 : 1))
  const shown = entries.slice(0, MOST_ENTRIES)
  return { folder, entries: shown, hidden: names.length - shown.length }
}

/** null for what can't be picked: links that lead out or nowhere, devices, names a URL or another system could misread. */
async function describeEntry(root: string, path: string, name: string): Promise<FolderEntry | null> {
  if (!isPlainName(name)) return null
  try {
    const isLink = (await lstat(path)).isSymbolicLink()
    if (isLink && !isWithin(root, await realpath(path))) return null
    const stats = await stat(path)
    if (!stats.isFile() && !stats.isDirectory()) return null
    const kind = stats.isDirectory() ? 'folder' : 'file'
    return { name, kind, sizeBytes: kind === 'file' ? stats.size : 0, modifiedAtMs: Math.trunc(stats.mtimeMs) }
  } catch {
    return null // gone or forbidden since the folder was read: counted as hidden
  }
}

const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
