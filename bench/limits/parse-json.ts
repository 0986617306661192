import { readFileSync } from 'node:fs'
import { type Numbers, peakRssMb } from '../probe.ts'

/** The least a manifest costs: read it and parse it whole. */
export function run({ path }: { readonly path: string }): Numbers {
  const startedAt = performance.now()
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly nodes: Record<string, unknown> }
  const parseMs = performance.now() - startedAt
  return { parseMs, peakRssMb: peakRssMb(), nodes: Object.keys(manifest.nodes).length }
}
