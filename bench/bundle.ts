import { join } from 'node:path'
import { build } from 'vite'

export const ROOT = join(import.meta.dirname, '..')

/**
 * Bundles the measuring programs as scripts/build.ts bundles the product: what is measured is what is shipped.
 * @param out below this repository, so that the programs find what they are made with
 * @returns the file to start
 */
export async function bundlePrograms(out: string): Promise<string> {
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
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: {
          program: join(ROOT, 'bench/program.ts'),
          worker: join(ROOT, 'services/jobs/worker.ts'),
          reader: join(ROOT, 'services/importing/reader.ts'),
          deriver: join(ROOT, 'services/importing/deriver.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  })
  return join(out, 'program.js')
}
