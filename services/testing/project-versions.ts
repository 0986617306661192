import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { makeCatalog, makeManifest, type TestModel, type TestProject, uniqueId } from './dbt-project.ts'
import { makeFreshness, makeRunResults, type TestStatus } from './dbt-results.ts'

/** What one import finds in a folder: some of a project's artifacts, as one version of it has them. */
export type ProjectVersion = {
  readonly project: TestProject
  readonly parts: readonly ('manifest' | 'catalog' | 'run_results' | 'sources')[]
  readonly run: string
  readonly statuses: readonly TestStatus[]
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const COLUMNS = ['id', 'name', 'EMAIL', 'email', 'amount'] as const
const WORDS = ['', 'Orders', 'Customers, one row each', 'Überall', 'zeta'] as const
const OWNERS = ['Core', 'Growth', 'Finance'] as const

const column = fc.record(
  { name: fc.constantFrom(...COLUMNS), type: fc.constantFrom('text', 'integer'), description: fc.constantFrom(...WORDS) },
  { requiredKeys: ['name'], noNullPrototype: true },
)

const model = (name: string): fc.Arbitrary<TestModel> =>
  fc.record(
    {
      name: fc.constant(name),
      kind: fc.oneof({ weight: 5, arbitrary: fc.constant('model' as const) }, fc.constantFrom('seed' as const, 'source' as const)),
      description: fc.constantFrom(...WORDS),
      schema: fc.constantFrom('main', 'raw'),
      columns: fc.uniqueArray(column, { maxLength: 4, selector: (found) => found.name }),
      dependsOn: fc.uniqueArray(fc.constantFrom(...NAMES, 'nowhere'), { maxLength: 3 }),
      meta: fc.constantFrom({}, { owner: 'Core' }, { owner: 'Growth', tier: 'gold' }),
      tags: fc.constantFrom([], ['finance'], ['finance', 'daily']),
      group: fc.constantFrom('one', 'two'),
      notNull: fc.constantFrom([], ['id'], ['id', 'name']),
      sql: fc.constantFrom('select 1', 'select 2'),
    },
    { requiredKeys: ['name', 'kind'], noNullPrototype: true },
  )

/** A version of the project called `name`. Its models come and go, link to each other and to things that are not there. */
export function projectVersion(name: string): fc.Arbitrary<ProjectVersion> {
  const project = fc.record({
    name: fc.constant(name),
    generatedAt: fc.integer({ min: 0, max: 400 }).map((days) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString()),
    models: fc.subarray([...NAMES]).chain((names) => fc.tuple(...names.map((found) => model(found)))),
    groups: fc.constantFrom(
      [],
      [{ name: 'one', owner: 'Core' }],
      [
        { name: 'one', owner: 'Growth' },
        { name: 'two', owner: 'Finance' },
      ],
    ),
    looseChecks: fc.constantFrom([], [{ name: 'loose', on: `model.${name}.a` }], [{ name: 'loose', on: `model.${name}.nowhere` }]),
  })
  return fc.record({
    project,
    parts: fc.constantFrom(
      ['manifest'] as const,
      ['manifest'] as const,
      ['manifest', 'catalog'] as const,
      ['manifest', 'catalog', 'run_results', 'sources'] as const,
      ['manifest', 'run_results'] as const,
      ['catalog'] as const,
      ['run_results'] as const,
      ['sources'] as const,
    ),
    run: fc.constantFrom('run-1', 'run-2', 'run-3'),
    statuses: fc.array(fc.constantFrom<TestStatus[]>('success', 'error', 'pass', 'fail', 'skipped'), { minLength: 1, maxLength: 5 }),
  })
}

/** The same version with every dataset under another name; links go along. */
export function renamed(version: ProjectVersion, to: number): ProjectVersion {
  const { project } = version
  const names = new Map(project.models.map(({ name }) => [name, `${name.charAt(0)}${to}`]))
  const models = project.models.map((found) => ({
    ...found,
    name: names.get(found.name) ?? found.name,
    ...(found.dependsOn === undefined ? {} : { dependsOn: found.dependsOn.map((name) => names.get(name) ?? name) }),
  }))
  return { ...version, project: { ...project, models } }
}

/** Writes the version's artifacts into a folder of its own. */
export function writeVersion(folder: string, { project, parts, run, statuses }: ProjectVersion): string {
  mkdirSync(folder, { recursive: true })
  const write = (file: string, content: unknown): void => writeFileSync(join(folder, file), JSON.stringify(content))
  const ids = project.models.map((found) => uniqueId(project.name, found))
  const checks = project.models.flatMap((found) =>
    (found.notNull ?? []).map((name) => `test.${project.name}.not_null_${found.name}_${name}`),
  )
  for (const part of parts) {
    switch (part) {
      case 'manifest':
        write('manifest.json', makeManifest(project))
        break
      case 'catalog':
        write('catalog.json', makeCatalog(project))
        break
      case 'run_results': {
        const named = [...ids, ...checks].map((id, index) => [id, statuses[index % statuses.length] ?? 'success'] as const)
        const startedAtMs = Date.parse(project.generatedAt ?? '') + 1000
        write('run_results.json', makeRunResults({ project: project.name, id: run, startedAtMs, statuses: Object.fromEntries(named) }))
        break
      }
      case 'sources': {
        const fresh = ids.filter((id) => id.startsWith('source.')).map((id) => [id, statuses.length > 2 ? 'warn' : 'pass'] as const)
        write('sources.json', makeFreshness(project.generatedAt ?? '', Object.fromEntries(fresh)))
      }
    }
  }
  return folder
}

/** A decision: on which thing (by number, of those there are), which column or none, which field and what. */
export type RandomDecision = {
  readonly at: number
  readonly on: 'asset' | 'column'
  readonly field: 'description' | 'ownerTeam' | 'tier'
  readonly value: string | null
}

export const randomDecision: fc.Arbitrary<RandomDecision> = fc.record({
  at: fc.nat(1000),
  on: fc.constantFrom('asset' as const, 'asset' as const, 'column' as const),
  field: fc.constantFrom('description' as const, 'ownerTeam' as const, 'tier' as const),
  value: fc.constantFrom(null, 'Ours', 'Orders', ...OWNERS),
})
