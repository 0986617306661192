import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Files below the given files and folders of `root`, in a fixed order; tests never make a difference to a build. */
export function listInputs(root: string, places: readonly string[]): string[] {
  return places
    .map((place) => join(root, place))
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      statSync(path).isDirectory()
        ? readdirSync(path, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name))
        : [path],
    )
    .filter((path) => !/\.test\.[a-z]+$|\/testing\//.test(path))
    .sort()
}

/** A fingerprint of names and contents. */
export function fingerprint(root: string, files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * Runs `build` unless `stampFile` says that the same inputs were built before, and `product` is there. The stamp goes before
 * the build starts and comes back after it ended well, so a build that was cut off is never taken for done.
 * @returns whether it built
 */
export async function buildOnce(
  stampFile: string,
  stamp: string,
  product: string,
  build: () => Promise<void>,
): Promise<'built' | 'current'> {
  if (existsSync(product) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 'current'
  rmSync(stampFile, { force: true })
  await build()
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
  return 'built'
}
