import type { Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FOLDER_PLACES, type IsWanted, noneWanted, unpackedName, wantedOfFolders } from '#core/importers/wanted-files'
import { asFileError, systemCode } from './file-errors.ts'
import { isWithin } from './inside-root.ts'
import { openSourceFile, type SourceFile } from './source-file.ts'

/**
 * A file or folder a person chose, and what the person calls it. `inside`: of an uploaded file that came with a folder, its path
 * from that folder on (`shop/target/manifest.json`). Such a folder lies nowhere here; it is picked as one all the same.
 */
export type PickedEntry = { readonly path: string; readonly name: string; readonly inside?: string }

/**
 * Makes what a person chose readable: files as they are, folders, uploaded ones too, by the wanted files in them.
 * @param within a real path no link may lead out of; null where the person names paths themselves
 * @throws AppError bad-file when something can't be read or a folder holds nothing that is wanted
 */
export async function openPickedFiles(
  entries: readonly PickedEntry[],
  isWanted: IsWanted,
  within: string | null = null,
): Promise<readonly SourceFile[]> {
  const found = await listFiles(entries, isWanted, within)
  const files: SourceFile[] = []
  for (const { path, name } of withDistinctNames(found)) files.push(await openSourceFile(path, name))
  return files
}

/**
 * What the files that openPickedFiles would open take on disk, in bytes.
 * @throws AppError bad-file as openPickedFiles does
 */
export async function storedBytes(entries: readonly PickedEntry[], isWanted: IsWanted, within: string | null): Promise<number> {
  let bytes = 0
  for await (const { size } of statOfEach(entries, isWanted, within)) bytes += size
  return bytes
}

/**
 * When the newest of the files that openPickedFiles would open was written (ms UTC, by the file system's word). Not when a folder
 * was: writing a file anew in its place leaves no trace on that.
 * @throws AppError bad-file as openPickedFiles does
 */
export async function newestWriting(entries: readonly PickedEntry[], isWanted: IsWanted, within: string | null): Promise<number> {
  let newestMs = 0
  for await (const { mtimeMs } of statOfEach(entries, isWanted, within)) newestMs = Math.max(newestMs, mtimeMs)
  return newestMs
}

async function* statOfEach(entries: readonly PickedEntry[], isWanted: IsWanted, within: string | null): AsyncGenerator<Stats> {
  for (const { path } of await listFiles(entries, isWanted, within)) yield await stat(path)
}

async function listFiles(entries: readonly PickedEntry[], isWanted: IsWanted, within: string | null): Promise<PickedEntry[]> {
  const found: PickedEntry[] = []
  for (const entry of wantedOfFolders(entries, ({ inside }) => inside ?? '', isWanted)) {
    found.push(...((await isFolder(entry)) ? await listWantedFiles(entry, isWanted, within) : [entry]))
  }
  return found
}

async function isFolder({ path, name }: PickedEntry): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw asFileError(error, name)
  }
}

/** The wanted files of a folder, from the first of its places that holds any. */
async function listWantedFiles(folder: PickedEntry, isWanted: IsWanted, within: string | null): Promise<readonly PickedEntry[]> {
  for (const place of FOLDER_PLACES) {
    const wanted = await wantedIn(folder, place, isWanted, within)
    if (wanted.length > 0) return wanted
  }
  throw noneWanted(folder.name)
}

async function wantedIn(folder: PickedEntry, place: string, isWanted: IsWanted, within: string | null): Promise<PickedEntry[]> {
  const below = place === '' ? '' : `${place}/`
  let names: string[]
  try {
    names = await readdir(join(folder.path, place))
  } catch (error) {
    const isAbsent = place !== '' && (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR')
    if (isAbsent) return []
    throw asFileError(error, place === '' ? folder.name : `${folder.name}/${place}`)
  }
  const wanted: PickedEntry[] = []
  for (const name of names.sort()) {
    if (!isWanted(unpackedName(name))) continue
    const path = join(folder.path, place, name)
    if (await mayBeRead(path, within)) wanted.push({ path, name: below + name })
  }
  return wanted
}

/** A file (or a link to one) that does not lead out of `within`. */
async function mayBeRead(path: string, within: string | null): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false
    return within === null || isWithin(within, await realpath(path))
  } catch {
    return false // a link that leads nowhere is no file
  }
}

/** Two picked files of one name would be one in the receipt: those are told apart by their path as given. */
function withDistinctNames(files: readonly PickedEntry[]): readonly PickedEntry[] {
  const counts = new Map<string, number>()
  for (const { name } of files) counts.set(name, (counts.get(name) ?? 0) + 1)
  return files.map((file) => (counts.get(file.name) === 1 ? file : { ...file, name: file.inside ?? lastTwo(file.path) }))
}

const lastTwo = (path: string): string => path.split(/[/\\]/).slice(-2).join('/')
