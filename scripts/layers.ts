/**
 * Who may import whom: the one table behind the lint rules and docs/guide/architecture.md.
 * A layer may import itself (by relative path; `#layer/...` where that would climb two folders) and what its row
 * names (by `#layer/...`), nothing else of ours.
 */
export type Layer = 'core' | 'contract' | 'io' | 'db' | 'services' | 'electron' | 'cli' | 'renderer' | 'scripts' | 'bench' | 'e2e'

type Row = {
  /** Whole layers this one may import. */
  readonly layers: readonly Layer[]
  /** Single modules of other layers, as they stand after `#layer/`; a trailing `*` takes a folder. */
  readonly modules: Partial<Record<Layer, readonly string[]>>
  readonly node: 'yes' | 'no'
  /** Packages it may import; `allBut` names those that belong to other layers. */
  readonly packages: { readonly only: readonly string[] } | { readonly allBut: readonly string[] }
}

const SCREEN = ['react', 'react-dom', '@mantine', '@tanstack', '@xyflow', 'recharts', 'elkjs', 'highlight.js']
const SQL = ['better-sqlite3', 'drizzle-orm', 'drizzle-kit']
/** Packages that compute and do nothing else: no file, no clock, no network. */
const PURE = ['zod', 'csv-parse', 'csv-stringify', 'yaml']

export const LAYERS: Readonly<Record<Layer, Row>> = {
  core: { layers: [], modules: {}, node: 'no', packages: { only: PURE } },
  contract: { layers: ['core'], modules: {}, node: 'no', packages: { only: ['zod'] } },
  io: { layers: ['core'], modules: {}, node: 'yes', packages: { allBut: [...SCREEN, 'drizzle-orm', 'drizzle-kit', 'electron'] } },
  db: { layers: ['core'], modules: {}, node: 'yes', packages: { only: ['zod', ...SQL] } },
  services: { layers: ['core', 'contract', 'io', 'db'], modules: {}, node: 'yes', packages: { allBut: [...SCREEN, ...SQL, 'electron'] } },
  electron: {
    layers: ['contract', 'services'],
    modules: { db: ['open', 'migrate'], io: ['worker', 'workers/*'] },
    node: 'yes',
    packages: { allBut: [...SCREEN, ...SQL] },
  },
  cli: {
    layers: ['contract', 'services'],
    modules: { db: ['open', 'migrate'], io: ['worker', 'workers/*'] },
    node: 'yes',
    packages: { allBut: [...SCREEN, ...SQL, 'electron'] },
  },
  renderer: { layers: ['core', 'contract'], modules: {}, node: 'no', packages: { allBut: [...SQL, 'electron', 'commander'] } },

  // Not part of the product: they may look at it from outside, nothing may import them.
  scripts: { layers: ['core', 'contract', 'cli'], modules: {}, node: 'yes', packages: { allBut: [] } },
  bench: { layers: ['core', 'contract', 'io', 'db', 'services', 'cli'], modules: {}, node: 'yes', packages: { allBut: [] } },
  e2e: { layers: ['core', 'contract'], modules: {}, node: 'yes', packages: { allBut: SQL } },
}

export const LAYER_NAMES = Object.keys(LAYERS) as readonly Layer[]

/** Globals that would give core or contract a clock, randomness, a platform or a screen. */
export const IMPURE_GLOBALS = [
  'process',
  'Buffer',
  'global',
  'require',
  'module',
  '__dirname',
  '__filename',
  'console',
  'performance',
  'crypto',
  'fetch',
  'navigator',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'window',
  'document',
  'location',
  'localStorage',
  'sessionStorage',
  'Worker',
  'WebSocket',
  'XMLHttpRequest',
] as const

/** Members that read a clock or roll dice. */
export const IMPURE_MEMBERS = [
  { object: 'Date', property: 'now', message: 'Time arrives as an argument.' },
  { object: 'Math', property: 'random', message: 'Randomness arrives as an argument.' },
  { object: 'globalThis', property: 'crypto', message: 'Randomness arrives as an argument.' },
  { object: 'globalThis', property: 'process', message: 'Only node layers know the process.' },
] as const
