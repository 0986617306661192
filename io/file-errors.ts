import { AppError } from '#core/errors'

const SENTENCES: Readonly<Record<string, (name: string) => string>> = {
  ENOENT: (name) => `There is no file or folder “${name}”.`,
  ENOTDIR: (name) => `“${name}” is not in a folder: a part of its path is a file.`,
  EEXIST: (name) => `“${name}” can’t be made: something of this name is there.`,
  EISDIR: (name) => `“${name}” is a folder, not a file.`,
  EACCES: (name) => `“${name}” can’t be read: permission is denied.`,
  EPERM: (name) => `“${name}” can’t be read: permission is denied.`,
  ELOOP: (name) => `“${name}” can’t be read: its links go in a circle.`,
  ENAMETOOLONG: (name) => `“${name.slice(0, 80)}…” is too long for a file name.`,
  EIO: (name) => `“${name}” can’t be read: the disk reports an error.`,
  EMFILE: (name) => `“${name}” can’t be read: too many files are open.`,
  EBUSY: (name) => `“${name}” can’t be read: another program keeps it to itself.`,
  EROFS: (name) => `“${name}” can’t be written: this place is read-only.`,
}

/** The operating system's word for what went wrong (`ENOENT`), or null. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code
}

/**
 * What a person should read about an error of the file system. `name` is what the person called the file.
 * Anything the file system did not say is a bug and comes back as it was.
 */
export function asFileError(error: unknown, name: string): unknown {
  const code = systemCode(error)
  if (code === null) return error
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk-full', `There is no room left on the disk for “${name}”.`, { file: name })
  }
  const sentence = SENTENCES[code]
  return sentence === undefined ? error : new AppError('bad-file', sentence(name), { file: name, reason: code })
}
