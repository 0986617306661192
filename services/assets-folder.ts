import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A folder of this package's `assets`, found from the sources and from a bundle alike. @throws Error when it is not there */
export function assetsFolder(name: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'assets', name)
    if (existsSync(candidate)) return candidate
    if (dirname(folder) === folder) throw new Error(`no assets/${name} folder above ${import.meta.dirname}`)
  }
}
