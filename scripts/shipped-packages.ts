import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package whose code is in what we hand out (bundled or installed with it). */
export type ShippedPackage = { readonly name: string; readonly version: string; readonly license: string; readonly text: string }

const SHIPPED_LAYERS = ['core', 'contract', 'io', 'db', 'services', 'electron', 'cli', 'renderer']
const IMPORT = /^(?:import|export)\s(?!type\s)(?:[^'"]*?\sfrom\s*)?['"]([^'".#/][^'"]*)['"]|\bimport\(\s*['"]([^'".#/][^'"]*)['"]/gm
const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

/** Their dependencies fetch what is shipped; they are not shipped themselves. */
const INSTALLERS: ReadonlySet<string> = new Set(['electron'])

/** `@scope/name/part` and `name/part` without the part. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The packages a source text imports for more than types. */
export function importedPackages(source: string): string[] {
  return [...source.matchAll(IMPORT)]
    .map((found) => found[1] ?? found[2] ?? '')
    .filter((name) => !name.startsWith('node:'))
    .map(packageOf)
}

function directPackages(root: string): Set<string> {
  const files = SHIPPED_LAYERS.filter((layer) => existsSync(join(root, layer))).flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' }).map((name) => join(root, layer, name)),
  )
  const sources = files.filter((name) => /\.(?:ts|tsx|mjs)$/.test(name) && !/\.(?:test|config)\.\w+$|\/testing\//.test(name))
  return new Set(sources.flatMap((name) => importedPackages(readFileSync(name, 'utf8'))))
}

type Manifest = {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly dependencies?: Record<string, string>
}

/** Looks where Node would: in the asking package's own node_modules first, then upwards. */
function findFolder(root: string, asking: string, name: string): string | undefined {
  const nested = join(asking, 'node_modules', name)
  return [nested, join(root, 'node_modules', name)].find((folder) => existsSync(join(folder, 'package.json')))
}

function readPackage(folder: string): { manifest: Manifest; text: string } {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const files = readdirSync(folder)
    .filter((name) => LICENSE_FILE.test(name))
    .sort()
  return { manifest, text: files.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n') }
}

/** Every package our shipped sources import, and theirs in turn, by name and version. */
export function findShippedPackages(root: string): ShippedPackage[] {
  const found = new Map<string, ShippedPackage>()
  const visit = (asking: string, name: string): void => {
    const folder = findFolder(root, asking, name)
    if (folder === undefined) return
    const { manifest, text } = readPackage(folder)
    const id = `${manifest.name}@${manifest.version}`
    if (found.has(id)) return
    found.set(id, { name: manifest.name, version: manifest.version, license: manifest.license ?? 'unknown', text })
    if (INSTALLERS.has(name)) return
    for (const next of Object.keys(manifest.dependencies ?? {})) visit(folder, next)
  }
  for (const name of directPackages(root)) visit(root, name)
  return [...found.values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1))
}
