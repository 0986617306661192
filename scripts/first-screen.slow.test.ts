import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { beforeAll, expect, test, vi } from 'vitest'
import { chunksBefore, SCREENS } from './screens.ts'
import { ROOT } from './tool.ts'

// What the first screen loads, read from the real build of the screens.

const FIRST = ['renderer/book/first-start.tsx', 'renderer/home/home-screen.tsx'].map((path) => join(ROOT, path))
/** Charts, graphs, highlighting and reports: none of it is on a first screen. */
const LATER =
  /\/node_modules\/(?:recharts|victory-vendor|@xyflow|elkjs|d3-[^/]+|highlight\.js)\/|\/renderer\/(?:reports|ui\/charts)\/(?!.*\.css)|\/renderer\/datasets\/(?:lineage-|sql-|highlight)|\/core\/reports\//

let chunks: readonly Rolldown.OutputChunk[]
beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const built = await build({ ...SCREENS, build: { ...SCREENS.build, write: false } })
  vi.unstubAllEnvs()
  if (!('output' in built)) throw new Error('the screens are not built in one go')
  chunks = built.output.filter((part) => part.type === 'chunk')
}, 60_000)

const modulesOf = (some: readonly Pick<Rolldown.OutputChunk, 'moduleIds'>[]): readonly string[] =>
  some.flatMap(({ moduleIds }) => moduleIds)

test('the first screen loads no chart, graph, highlighting or report code', () => {
  const first = chunksBefore(chunks, ...FIRST)
  expect(modulesOf(first)).toEqual(expect.arrayContaining(FIRST))
  expect(modulesOf(first).filter((id) => LATER.test(id))).toEqual([])
})

test('that code is in the build, under the names it is looked for by', () => {
  const later = modulesOf(chunks).filter((id) => LATER.test(id))
  for (const part of ['recharts', 'd3-scale', 'highlight.js', 'report-screen', 'share-bars', 'lineage-tab'])
    expect(
      later.some((id) => id.includes(part)),
      part,
    ).toBe(true)
})

test('zod is told to make no code before the first schema is made', () => {
  const files = ['/node_modules/zod/v4/core/core.js', '/renderer/app/jitless.ts'].map((end) =>
    chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(end))),
  )
  expect(files[0]).toBeDefined()
  expect(files[1]?.fileName).toBe(files[0]?.fileName)
})
