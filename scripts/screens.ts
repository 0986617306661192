import { join } from 'node:path'
import type { InlineConfig, Rolldown } from 'vite'
import { ROOT } from './tool.ts'

/** How the screens are built for people. */
export const SCREENS: InlineConfig = {
  configFile: join(ROOT, 'renderer/vite.config.ts'),
  root: join(ROOT, 'renderer'),
  logLevel: 'warn',
  build: { minify: 'oxc', reportCompressedSize: false, chunkSizeWarningLimit: 4000 },
}

type Chunk = Pick<Rolldown.OutputChunk, 'fileName' | 'imports' | 'moduleIds' | 'isEntry' | 'code'>

/** The files a page must have before any of `modules` can run, with what starts the page: what is imported as it is needed is not among them. */
export function chunksBefore(chunks: readonly Chunk[], ...modules: readonly string[]): readonly Chunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set<Chunk>()
  const take = (chunk: Chunk): void => {
    if (found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) {
      const next = byName.get(name)
      if (next === undefined) throw new Error(`${chunk.fileName} imports ${name}, which was not built`)
      take(next)
    }
  }
  for (const chunk of chunks) if (chunk.isEntry || modules.some((id) => chunk.moduleIds.includes(id))) take(chunk)
  return [...found]
}
