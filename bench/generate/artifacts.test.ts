import { expect, test } from 'vitest'
import { catalogPieces, manifestPieces } from './artifacts.ts'

type Node = {
  readonly resource_type: string
  readonly columns?: Record<string, unknown>
  readonly depends_on?: { readonly nodes: readonly string[] }
}
type Manifest = {
  readonly nodes: Record<string, Node>
  readonly sources: Record<string, Node>
  readonly child_map: Record<string, string[]>
}

const textOf = (pieces: Iterable<string>): string => [...pieces].join('')

test('the same seed gives the same file, another seed another', () => {
  const once = textOf(manifestPieces({ models: 40, seed: 7 }))
  expect(textOf(manifestPieces({ models: 40, seed: 7 }))).toBe(once)
  expect(textOf(manifestPieces({ models: 40, seed: 8 }))).not.toBe(once)
})

test('a manifest has its models, three tests each, about twenty columns each, and links only to what it defines', () => {
  const manifest = JSON.parse(textOf(manifestPieces({ models: 200, seed: 1 }))) as Manifest
  const nodes = Object.values(manifest.nodes)
  const models = nodes.filter((node) => node.resource_type === 'model')
  expect(models).toHaveLength(200)
  expect(nodes.filter((node) => node.resource_type === 'test')).toHaveLength(600)
  const columns = models.reduce((sum, model) => sum + Object.keys(model.columns ?? {}).length, 0)
  expect(columns / models.length).toBeGreaterThan(18)
  expect(columns / models.length).toBeLessThan(22)
  const defined = new Set([...Object.keys(manifest.nodes), ...Object.keys(manifest.sources)])
  const links = nodes.flatMap((node) => node.depends_on?.nodes ?? [])
  expect(links.length).toBeGreaterThan(800)
  expect(links.filter((id) => !defined.has(id))).toEqual([])
})

test('a catalog has the manifest’s tables with the manifest’s columns', () => {
  const manifest = JSON.parse(textOf(manifestPieces({ models: 30, seed: 1 }))) as Manifest
  const catalog = JSON.parse(textOf(catalogPieces({ models: 30, seed: 1 }))) as Manifest
  const tables = Object.entries({ ...catalog.nodes, ...catalog.sources })
  expect(tables.length).toBeGreaterThan(30)
  for (const [id, table] of tables) {
    const told = manifest.nodes[id] ?? manifest.sources[id]
    expect(Object.keys(table.columns ?? {})).toEqual(Object.keys(told?.columns ?? {}))
  }
})
