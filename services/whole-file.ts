import { rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '#core/errors'

/**
 * Writes a file whole or not at all: beside its place first, piece by piece, then moved there.
 * @throws AppError bad-file, disk-full, and what reading the pieces throws
 */
export async function writeWholeFile(cwd: string, name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const path = resolve(cwd, name)
  const beside = `${path}.${process.pid}.part`
  try {
    await writeFile(beside, pieces, { flag: 'wx' })
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined) // it was never made
    if (error instanceof AppError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '') throw error
    if (code === 'ENOSPC') throw new AppError('disk-full', `There is no room left on the disk for “${name}”.`, { file: name })
    throw new AppError('bad-file', `“${name}” can’t be written: ${sentenceOf(code)}.`, { file: name, reason: code })
  }
}

function sentenceOf(code: string): string {
  switch (code) {
    case 'ENOENT':
      return 'its folder does not exist'
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied'
    case 'EISDIR':
      return 'a folder has this name'
    case 'EROFS':
      return 'this place is read-only'
    default:
      return code
  }
}
