import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Where other projects' real artifacts are; they are never copied here. */
export const REAL_DATA = resolve(process.env['STEWARDBOOK_REAL_DATA'] ?? '../shared/data')
export const hasRealData = existsSync(join(REAL_DATA, 'dbt'))

/** Files of one project that belong together. */
export type RealSet = { readonly name: string; readonly paths: readonly string[] }

const KIND = /^(?:.*[-_])?(manifest|catalog|run_results|sources)(?:[-_.].*)?\.json(?:\.gz)?$/
const kindOf = (path: string): string | undefined => KIND.exec(basename(path))?.[1]

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && kindOf(found.name) !== undefined)
    .map((found) => join(found.parentPath, found.name))
    .sort()
}

function listAll(): string[] {
  const targets = listFiles(join(REAL_DATA, 'openlineage')).filter((path) => dirname(path).endsWith('target'))
  return [...listFiles(join(REAL_DATA, 'dbt')), ...targets]
}

/** Every folder's artifacts as one set, each file by itself where a folder holds several of a kind; and every catalog alone. */
export function listRealSets(): readonly RealSet[] {
  const folders = new Map<string, string[]>()
  for (const path of listAll().filter((found) => !found.includes('malformed'))) {
    folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), path])
  }
  const sets: string[][] = []
  for (const paths of folders.values()) {
    const kinds = new Set(paths.map((path) => kindOf(path)))
    if (kinds.size === paths.length) sets.push(paths)
    else sets.push(...paths.map((path) => [path]))
    if (kinds.size === paths.length && paths.length > 1)
      sets.push(...paths.filter((path) => kindOf(path) === 'catalog').map((path) => [path]))
  }
  return sets.map((paths) => ({ name: paths.map((path) => relative(REAL_DATA, path)).join(' + '), paths }))
}

/** Files that are broken as their projects committed them. */
export function listBrokenFiles(): readonly string[] {
  return listAll().filter((path) => path.includes('malformed'))
}

export function readArtifact(path: string): string {
  return (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('utf8')
}
