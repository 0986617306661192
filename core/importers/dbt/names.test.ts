import { expect, it } from 'vitest'
import { isDbtArtifactName } from './names.ts'

it.each([
  'manifest.json',
  'target/manifest.json',
  'C:\\shop\\target\\catalog.json',
  'run_results.json.gz',
  'run-results.json',
  'sources.json',
  'manifest_1.10.json',
  'manifest-v12.json.gz',
  'prod_catalog.json',
  'Manifest.JSON',
])('%s is a dbt artifact by name', (name) => {
  expect(isDbtArtifactName(name)).toBe(true)
})

it.each([
  'package.json',
  'graph_summary.json',
  'semantic_manifest.json',
  'web-manifest.json',
  'partial_parse.msgpack',
  'manifest.json.bak',
  'manifest/readme.json',
  'mymanifest.json',
  'resources.json',
  'graph.gpickle',
])('%s is none', (name) => {
  expect(isDbtArtifactName(name)).toBe(false)
})
