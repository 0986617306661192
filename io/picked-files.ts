import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#core/errors'
import { asFileError, systemCode } from './file-errors.ts'
import { isWithin } from './inside-root.ts'
import { openSourceFile, type SourceFile } from './source-file.ts'

/** A file or folder a person chose, and what the person calls it. */
export type PickedEntry = { readonly path: string; readonly name: string }

/** Says by a file's name whether an importer may want it. Given the name without folders and without a trailing `.gz`. */
export type IsWanted = (fileName: string) => boolean

/** dbt writes its artifacts here, below the project that a person is likely to pick. */
const ARTIFACT_FOLDER = 'target'

/**
 * Makes what a person chose readable: files as they are, folders by the wanted files in them.
 * @param within a real path no link may lead out of; null where the person names paths themselves
 * @throws AppError bad-file when something can't be read or a folder holds nothing that is wanted
 */
export async function openPickedFiles(
  entries: readonly PickedEntry[],
  isWanted: IsWanted,
  within: string | null = null,
): Promise<readonly SourceFile[]> {
  const found: PickedEntry[] = []
  for (const entry of entries) {
    found.push(...((await isFolder(entry)) ? await listWantedFiles(entry, isWanted, within) : [entry]))
  }
  const files: SourceFile[] = []
  for (const { path, name } of withDistinctNames(found)) files.push(await openSourceFile(path, name))
  return files
}

/**
 * When the newest of the files that openPickedFiles would open was written (ms UTC, by the file system's word). Not when a folder
 * was: writing a file anew in its place leaves no trace on that.
 * @throws AppError bad-file as openPickedFiles does
 */
export async function newestWriting(entries: readonly PickedEntry[], isWanted: IsWanted, within: string | null): Promise<number> {
  let newestMs = 0
  for (const entry of entries) {
    const files = (await isFolder(entry)) ? await listWantedFiles(entry, isWanted, within) : [entry]
    for (const { path } of files) newestMs = Math.max(newestMs, (await stat(path)).mtimeMs)
  }
  return newestMs
}

async function isFolder({ path, name }: PickedEntry): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw asFileError(error, name)
  }
}

/**
 * The wanted files of a folder; if it holds none itself, those of its `target`. It goes no deeper:
 * packages below a project hold artifacts of other projects.
 */
async function listWantedFiles(folder: PickedEntry, isWanted: IsWanted, within: string | null): Promise<readonly PickedEntry[]> {
  const own = await wantedIn(folder, '', isWanted, within)
  if (own.length > 0) return own
  const target = { path: join(folder.path, ARTIFACT_FOLDER), name: `${folder.name}/${ARTIFACT_FOLDER}` }
  const inTarget = await wantedIn(target, `${ARTIFACT_FOLDER}/`, isWanted, within)
  if (inTarget.length > 0) return inTarget
  throw new AppError(
    'bad-file',
    `“${folder.name}” holds no file that can be imported, and neither does a folder “${ARTIFACT_FOLDER}” in it.`,
    {
      folder: folder.name,
    },
  )
}

async function wantedIn(folder: PickedEntry, prefix: string, isWanted: IsWanted, within: string | null): Promise<PickedEntry[]> {
  let names: string[]
  try {
    names = await readdir(folder.path)
  } catch (error) {
    const isAbsent = prefix !== '' && (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR')
    if (isAbsent) return []
    throw asFileError(error, folder.name)
  }
  const wanted: PickedEntry[] = []
  for (const name of names.sort()) {
    if (!isWanted(name.replace(/\.gz$/i, ''))) continue
    const path = join(folder.path, name)
    if (await mayBeRead(path, within)) wanted.push({ path, name: prefix + name })
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
  return files.map((file) => (counts.get(file.name) === 1 ? file : { ...file, name: lastTwo(file.path) }))
}

const lastTwo = (path: string): string => path.split(/[/\\]/).slice(-2).join('/')
