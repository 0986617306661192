import { readFileSync } from 'node:fs'
import { type Numbers, peakRssMb } from '../probe.ts'

/** The least a manifest costs: read it and parse it whole. */
export function run({ path }: { readonly path: string }): Numbers {
  const { parseMs, nodes } = parseManifest(path)
  return { parseMs, peakRssMb: peakRssMb(), nodes }
}

/** Lets go of what it parsed. */
export function parseManifest(path: string): { readonly parseMs: number; readonly nodes: number } {
  const startedAt = performance.now()
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly nodes: Record<string, unknown> }
  return { parseMs: performance.now() - startedAt, nodes: Object.keys(manifest.nodes).length }
}
