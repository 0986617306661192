import { lstat, realpath } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import { AppError } from '#core/errors'
import { asFileError, systemCode } from './file-errors.ts'

/** True when `path` is `root` or lies below it. Both must be real paths (no links left in them). */
export function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
}

/**
 * The names of a folder below the root, as a screen says it: `a/b`, '' for the root itself.
 * @throws AppError invalid-input for anything that could mean another place
 */
export function splitRelative(relative: string): readonly string[] {
  if (relative === '') return []
  const names = relative.split('/')
  const isSafe = !isAbsolute(relative) && names.every(isPlainName)
  if (!isSafe) throw new AppError('invalid-input', `“${relative}” is not a folder below the root.`, { folder: relative })
  return names
}

/** True for a name that is one step down and nothing else, on any system. */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name) && !/^[a-zA-Z]:/.test(name)
}

/**
 * The real path of a thing below the root. Links are followed and must end below the root too.
 * @throws AppError not-found when it leads out of the root; bad-file when it does not exist
 */
export async function resolveInside(root: string, names: readonly string[]): Promise<string> {
  const shown = names.join('/')
  let real: string
  try {
    real = await realpath(join(root, ...names))
  } catch (error) {
    throw asFileError(error, shown)
  }
  if (!isWithin(root, real)) throw new AppError('not-found', `“${shown}” leads out of the folder this window may use.`, { file: shown })
  return real
}

/** As resolveInside, but the last name need not exist yet. A link there that leads nowhere is refused. */
export async function resolveInsideForWriting(root: string, names: readonly string[]): Promise<string> {
  const parent = await resolveInside(root, names.slice(0, -1))
  const path = join(parent, names.at(-1) ?? '')
  try {
    await realpath(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw asFileError(error, names.join('/'))
    await refuseDanglingLink(path, names.join('/'))
    return path
  }
  return resolveInside(root, names)
}

async function refuseDanglingLink(path: string, shown: string): Promise<void> {
  const stats = await lstat(path).catch(() => null)
  if (stats !== null) throw new AppError('not-found', `“${shown}” is a link that leads nowhere.`, { file: shown })
}
