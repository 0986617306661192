import { expect, test } from 'vitest'
import type { JsonObject } from '#core/json'
import { type ArtifactSet, importDamaged } from '../testing/damaged-imports.ts'
import { makeBigProject } from '../testing/big-project.ts'
import { makeCatalog, makeManifest, SHOP, type TestProject, uniqueId } from '../testing/dbt-project.ts'
import { makeFreshness, makeRunResults } from '../testing/dbt-results.ts'

const DAMAGED = 300

function artifactsOf(project: TestProject): ArtifactSet {
  const bytes = (content: JsonObject): Uint8Array => new TextEncoder().encode(JSON.stringify(content))
  const ids = project.models.map((model) => uniqueId(project.name, model))
  const startedAtMs = Date.UTC(2026, 0, 3)
  const statuses = Object.fromEntries(ids.map((id, index) => [id, index % 3 === 0 ? ('error' as const) : ('success' as const)]))
  const fresh = Object.fromEntries(ids.filter((id) => id.startsWith('source.')).map((id) => [id, 'warn' as const]))
  return {
    name: project.name,
    files: [
      { name: 'manifest.json', bytes: bytes(makeManifest(project)) },
      { name: 'catalog.json', bytes: bytes(makeCatalog(project)) },
      { name: 'run_results.json', bytes: bytes(makeRunResults({ project: project.name, id: `${project.name}-1`, startedAtMs, statuses })) },
      { name: 'sources.json', bytes: bytes(makeFreshness('2026-01-03T00:00:00.000000Z', fresh)) },
    ],
  }
}

test(`${DAMAGED} damaged artifact folders are refused in words, or imported and undone exactly`, async () => {
  const sets = [artifactsOf(SHOP), artifactsOf(makeBigProject({ name: 'wide', models: 12, seed: 5 }))]
  const outcomes = await importDamaged(
    sets,
    Array.from({ length: DAMAGED }, (_, index) => index + 1),
  )
  process.stdout.write(`damaged artifact folders: ${JSON.stringify(outcomes)}\n`)
  expect(outcomes.applied + outcomes.unchanged + outcomes.refused).toBe(DAMAGED)
  expect(Math.min(outcomes.applied, outcomes.refused)).toBeGreaterThan(DAMAGED / 5)
}, 180_000)
