import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'
import { buildOnce, fingerprint, listInputs } from './build-stamp.ts'
import { SCREENS } from './screens.ts'
import { ROOT } from './tool.ts'

// `npm run build`: screens to out/renderer; command line, workers and the app's host to out/node; the app's main and preload to
// out/electron. What has not changed is not built again.

const SHARED = [
  'core',
  'contract',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/build.ts',
  'scripts/build-stamp.ts',
  'scripts/screens.ts',
]
const NODE_LAYERS = ['io', 'db', 'services', 'cli', 'electron', 'assets']

const PROGRAMS = { cli: 'cli/main.ts', host: 'electron/host.ts' }

/**
 * What a thread of its own starts from, by name; services/beside/thread-file finds it. Each is bundled by itself: a thread is started
 * for many a job, and to look for sixty files that it shares with others takes it as long as most of its code.
 */
const THREADS = { worker: 'services/jobs/worker.ts', beside: 'services/importing/beside.ts' }

/** What every start of a program needs is one file: each one more takes as long as a good part of its code. */
const STARTED = { groups: [{ name: 'host', test: /\/services\/(?:host|book)\.ts$|\/contract\/book\.ts$/ }] }

const COMMON = { configFile: false, root: ROOT, logLevel: 'warn', publicDir: false } as const

/** Everything is bundled but better-sqlite3, which finds its binary beside itself. */
function nodeSide(entries: Record<string, string>, shared: { readonly codeSplitting?: typeof STARTED } = {}): InlineConfig {
  return {
    ...COMMON,
    ssr: { noExternal: true, external: ['better-sqlite3'], target: 'node' },
    build: {
      ssr: true,
      target: 'node22',
      outDir: join(ROOT, 'out/node'),
      emptyOutDir: false,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { input: entries, output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js', ...shared } },
    },
  }
}

/** Electron's main process reads ES modules; the preload of a sandboxed window must be CommonJS. */
function appSide(name: 'main' | 'preload'): InlineConfig {
  return {
    ...COMMON,
    ssr: { noExternal: true, external: ['electron'], target: 'node' },
    build: {
      ssr: true,
      target: 'node22',
      outDir: join(ROOT, 'out/electron'),
      emptyOutDir: false,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(ROOT, `electron/${name}.ts`),
        output:
          name === 'main'
            ? { format: 'es', entryFileNames: 'main.js', chunkFileNames: '[name].js' }
            : { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
      },
    },
  }
}

async function buildAppSide(): Promise<void> {
  rmSync(join(ROOT, 'out/electron'), { recursive: true, force: true })
  await build(appSide('main'))
  await build(appSide('preload'))
}

function stampOf(places: readonly string[]): string {
  return fingerprint(ROOT, listInputs(ROOT, places))
}

async function buildNodeSide(): Promise<void> {
  rmSync(join(ROOT, 'out/node'), { recursive: true, force: true })
  const programs = Object.entries(PROGRAMS).map(([name, source]) => [name, join(ROOT, source)] as const)
  await build(nodeSide(Object.fromEntries(programs), { codeSplitting: STARTED }))
  for (const [name, source] of Object.entries(THREADS)) await build(nodeSide({ [name]: join(ROOT, source) }))
}

const out = (name: string): string => join(ROOT, 'out', name)

async function buildAll(): Promise<void> {
  const startedAtMs = performance.now()
  const results = {
    node: await buildOnce(out('node.stamp'), stampOf([...SHARED, ...NODE_LAYERS]), out('node/cli.js'), buildNodeSide),
    app: await buildOnce(out('app.stamp'), stampOf([...SHARED, 'services', 'electron']), out('electron/preload.cjs'), buildAppSide),
    screens: await buildOnce(
      out('renderer.stamp'),
      stampOf([...SHARED, 'renderer']),
      out('renderer/index.html'),
      async () => void (await build(SCREENS)),
    ),
  }
  const built = Object.entries(results).filter(([, result]) => result === 'built')
  if (built.length > 0) {
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
    process.stderr.write(`Built ${built.map(([name]) => name).join(' and ')} in ${seconds} s.\n`)
  }
}

// Whoever asks for it: a test that starts the program would otherwise have screens built that are several times as slow.
process.env['NODE_ENV'] = 'production'
try {
  await buildAll()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
