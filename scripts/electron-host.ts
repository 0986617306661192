import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './tool.ts'

// Whether `npm start` shows the app in a window of its own or in the browser. Electron's program is no part of its npm package:
// it is fetched once, which not every machine can do.

/** What a look around says. */
export type Surroundings = {
  /** $STEWARDBOOK_HOST */
  readonly wanted: string | undefined
  readonly isInstalled: boolean
  readonly hasDisplay: boolean
  readonly isRoot: boolean
  /** Options of browser mode, such as --root, were given. */
  readonly hasServeOptions: boolean
  /** This version could not be fetched before. */
  readonly hasFailedBefore: boolean
}
export type HostDecision =
  | { readonly kind: 'electron' }
  | { readonly kind: 'fetch'; readonly isNeeded: 'needed' | 'welcome' }
  | { readonly kind: 'browser'; readonly because: string | null }
  | { readonly kind: 'refuse'; readonly because: string }

const COULD_NOT_FETCH = 'Electron’s program is not on this machine and could not be fetched, so Stewardbook opens in your browser.'

/** Electron where it is or can be had, else the browser; what a person asked for by name is done or refused, never replaced. */
export function decideHost({ wanted, isInstalled, hasDisplay, isRoot, hasServeOptions, hasFailedBefore }: Surroundings): HostDecision {
  switch (wanted) {
    case 'browser':
      return { kind: 'browser', because: null }
    case 'electron':
      return isInstalled ? { kind: 'electron' } : { kind: 'fetch', isNeeded: 'needed' }
    case undefined:
    case '':
      break
    default:
      return { kind: 'refuse', because: `STEWARDBOOK_HOST is electron or browser, not “${wanted}”.` }
  }
  if (hasServeOptions || !hasDisplay) return { kind: 'browser', because: null }
  if (isRoot) return { kind: 'browser', because: 'Electron does not run as root, so Stewardbook opens in your browser.' }
  if (isInstalled) return { kind: 'electron' }
  return hasFailedBefore ? { kind: 'browser', because: COULD_NOT_FETCH } : { kind: 'fetch', isNeeded: 'welcome' }
}

const ELECTRON = join(ROOT, 'node_modules/electron')
const TRIED = join(ROOT, '.cache/electron-fetch.json')
const FETCH_LIMIT_MS = 20_000

function version(): string {
  return (JSON.parse(readFileSync(join(ELECTRON, 'package.json'), 'utf8')) as { version: string }).version
}

/** Where Electron's program is, or null. */
function findElectron(): string | null {
  try {
    const path = join(ELECTRON, 'dist', readFileSync(join(ELECTRON, 'path.txt'), 'utf8'))
    return existsSync(path) ? path : null
  } catch {
    return null // never fetched
  }
}

function hasFailedBefore(): boolean {
  try {
    return (JSON.parse(readFileSync(TRIED, 'utf8')) as { failed: string }).failed === version()
  } catch {
    return false // never tried
  }
}

/** One try. Electron's own installer compares what it gets with the checksums in the npm package. */
function fetchElectron(): string | null {
  process.stderr.write('Fetching Electron once; this takes at most 20 seconds.\n')
  const env = { ...process.env }
  // A checksum that comes from where the file comes from proves nothing.
  delete env['electron_use_remote_checksums']
  delete env['npm_config_electron_use_remote_checksums']
  spawnSync(process.execPath, [join(ELECTRON, 'install.js')], { timeout: FETCH_LIMIT_MS, killSignal: 'SIGKILL', stdio: 'ignore', env })
  const program = findElectron()
  if (program === null) {
    mkdirSync(dirname(TRIED), { recursive: true })
    writeFileSync(TRIED, JSON.stringify({ failed: version() }))
  }
  return program
}

function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== ''
}

export type Chosen = { readonly kind: 'electron'; readonly program: string } | Extract<HostDecision, { kind: 'browser' | 'refuse' }>

/** Decides, fetching if need be. */
export function chooseHost(args: readonly string[]): Chosen {
  const program = findElectron()
  const decision = decideHost({
    wanted: process.env['STEWARDBOOK_HOST'],
    isInstalled: program !== null,
    hasDisplay: hasDisplay(),
    isRoot: process.getuid?.() === 0,
    hasServeOptions: args.some((argument) => argument.startsWith('-')),
    hasFailedBefore: hasFailedBefore(),
  })
  switch (decision.kind) {
    case 'electron':
      return { kind: 'electron', program: program ?? '' }
    case 'browser':
    case 'refuse':
      return decision
    case 'fetch': {
      const fetched = fetchElectron()
      if (fetched !== null) return { kind: 'electron', program: fetched }
      if (decision.isNeeded === 'welcome') return { kind: 'browser', because: COULD_NOT_FETCH }
      return {
        kind: 'refuse',
        because:
          'Electron’s program is not on this machine and could not be fetched: see docs/guide/electron.md, or start with STEWARDBOOK_HOST=browser.',
      }
    }
  }
}
