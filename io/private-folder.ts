import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { asFileError, systemCode } from './file-errors.ts'

/** A folder only this user can look into, gone when the program ends. */
type PrivateFolder = {
  readonly path: string
  readonly remove: () => Promise<void>
  /** For the last moment of a process, when nothing can be waited for. */
  readonly removeNow: () => void
}

/** The owner's process id is part of the name, so that a later program knows what a crash left behind. */
const folderPrefix = (use: string): string => `stewardbook-${use}-`

/** Makes a private folder below `tempRoot` and removes those whose program is gone. */
async function createPrivateFolder(tempRoot: string, use: string): Promise<PrivateFolder> {
  await removeLeftBehind(tempRoot, folderPrefix(use))
  // mkdtemp makes it for its owner only (0700).
  const path = await mkdtemp(join(tempRoot, `${folderPrefix(use)}${process.pid}-`))
  return {
    path,
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    removeNow: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** A private folder that is there from when it is first asked for. */
export type FolderWhenNeeded = {
  /** @throws AppError where it can't be made; it is tried again the next time */
  readonly path: () => Promise<string>
  readonly remove: () => Promise<void>
  readonly removeNow: () => void
}

export function folderWhenNeeded(tempRoot: string, use: string): FolderWhenNeeded {
  let folder: Promise<PrivateFolder> | undefined
  let made: PrivateFolder | undefined
  return {
    path: async () => {
      // What empties places for passing files may do so under a window that is open for days.
      if (made !== undefined && !existsSync(made.path)) folder = undefined
      folder ??= createPrivateFolder(tempRoot, use)
      try {
        made = await folder
        return made.path
      } catch (error) {
        folder = undefined
        throw asFileError(error, tempRoot)
      }
    },
    remove: async () => {
      await folder?.catch(() => undefined)
      await made?.remove()
    },
    removeNow: () => made?.removeNow(),
  }
}

async function removeLeftBehind(tempRoot: string, prefix: string): Promise<void> {
  const names = await readdir(tempRoot)
  for (const name of names) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined
    if (pid === undefined || isRunning(Number(pid))) continue
    const path = join(tempRoot, name)
    // What can't be removed now is left to a later program.
    if (await isOurs(path)) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) !== 'ESRCH' // someone else's process runs too
  }
}

async function isOurs(path: string): Promise<boolean> {
  const uid = process.getuid?.()
  if (uid === undefined) return true
  const stats = await stat(path).catch(() => null)
  return stats?.uid === uid
}
