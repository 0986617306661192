import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#contract/kit'

/**
 * A sentence whose first name is that of a file or folder, with its whole path: screens name a file as it was picked, a mail from
 * cron has no folder beside it. `paths` are those the person named; what lies in one of them is found too.
 */
export function wholePaths(sentence: string, paths: readonly string[]): string {
  return sentence.replace(/“([^”]+)”/, (quoted, name: string) => {
    const whole = findWhole(name, paths)
    return whole === undefined ? quoted : `“${whole}”`
  })
}

/** The same for an error on its way up. */
export function withWholePaths(error: unknown, paths: readonly string[]): unknown {
  if (!(error instanceof AppError)) return error
  const message = wholePaths(error.message, paths)
  return message === error.message ? error : new AppError(error.code, message, error.details)
}

function findWhole(name: string, paths: readonly string[]): string | undefined {
  const named = paths.filter((path) => basename(path) === name)
  if (named.length > 0) return named.length === 1 ? named[0] : undefined
  const within = paths.flatMap((path) => [join(path, name), join(dirname(path), name)]).filter((path) => existsSync(path))
  return new Set(within).size === 1 ? within[0] : undefined
}
