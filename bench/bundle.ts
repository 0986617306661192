import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

export const ROOT = join(import.meta.dirname, '..')

const PROGRAMS = {
  program: 'bench/program.ts',
  worker: 'services/jobs/worker.ts',
  beside: 'services/importing/beside.ts',
}

/**
 * Bundles the measuring programs as scripts/build.ts bundles the product: what is measured is what is shipped.
 * @param out below this repository, so that the programs find what they are made with
 * @returns the file to start
 */
export async function bundlePrograms(out: string): Promise<string> {
  rmSync(out, { recursive: true, force: true })
  for (const [name, source] of Object.entries(PROGRAMS)) await bundle(out, name, source)
  return join(out, 'program.js')
}

async function bundle(out: string, name: string, source: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: ['better-sqlite3', '@playwright/test'], target: 'node' },
    build: {
      ssr: true,
      target: 'node22',
      outDir: out,
      emptyOutDir: false,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { [name]: join(ROOT, source) },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  })
}
