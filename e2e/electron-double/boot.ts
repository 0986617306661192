import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// What Electron's program does at its start: reads its arguments, puts its module in place, runs the app's main file.

const here = import.meta.dirname
const double = pathToFileURL(join(here, 'electron.ts')).href
const ELECTRON_NAMES = new Set(['electron', 'electron/main', 'electron/common'])
registerHooks({
  resolve: (specifier, context, next) =>
    ELECTRON_NAMES.has(specifier) ? { url: double, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
})

const { chromiumReady } = await import('./chromium.ts')
const electronPackage = JSON.parse(readFileSync(join(here, '../../node_modules/electron/package.json'), 'utf8')) as { version: string }
const versions = { ...process.versions, electron: electronPackage.version, chrome: '' }
Object.defineProperty(process, 'versions', { value: versions })
Object.defineProperty(process, 'type', { value: 'browser' })
Object.defineProperty(process, 'resourcesPath', { value: join(here, 'dist', 'resources'), writable: true })

const args = process.argv.slice(2)
const required: string[] = []
while (args[0] === '-r' || args[0] === '--require') {
  required.push(args[1] ?? '')
  args.splice(0, 2)
}
process.argv = [process.env['ELECTRON_DOUBLE_PROGRAM'] ?? process.execPath, ...args]
const { becomeReady, configure } = await import('./app.ts')
await import('./electron.ts')
const require = createRequire(import.meta.url)
for (const file of required) require(file) // Playwright's loader; it takes its own arguments out of process.argv

const target = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (target === undefined) {
  process.stderr.write('electron-double: no app was given\n')
  process.exit(64)
}
const path = resolve(target)
const isFolder = statSync(path).isDirectory()
const folder = isFolder ? path : dirname(path)
const packageFile = join(folder, 'package.json')
type Manifest = { readonly name?: string; readonly productName?: string; readonly version?: string; readonly main?: string }
const manifest = existsSync(packageFile) ? (JSON.parse(readFileSync(packageFile, 'utf8')) as Manifest) : {}
configure({ name: manifest.productName ?? manifest.name ?? 'Electron', version: manifest.version ?? '0.0.0', path: folder })
await import(pathToFileURL(isFolder ? join(path, manifest.main ?? 'index.js') : path).href)
versions.chrome = (await chromiumReady).product.split('/')[1] ?? ''
becomeReady()
