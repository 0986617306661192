import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import type { ImportFile, IntakeEntry } from '../intake.ts'
import { faultsOfItems } from '../testing/check-items.ts'
import { countArtifact } from '../testing/independent-count.ts'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { dbtImporter } from './index.ts'
import { isDbtArtifactName } from './names.ts'

const FOLDER = resolve(process.env['STEWARDBOOK_REAL_DATA'] ?? '../shared/data')
const isThere = existsSync(join(FOLDER, 'dbt'))
if (!isThere) process.stderr.write(`No real dbt files under ${FOLDER}: tests on them are skipped.\n`)

const unpacked = (path: string): Buffer => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path))
const open = (path: string): ImportFile => memoryFile(relative(FOLDER, path), unpacked(path), [100_003])

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && isDbtArtifactName(found.name))
    .map((found) => join(found.parentPath, found.name))
    .sort()
}

const all = [
  ...listFiles(join(FOLDER, 'dbt')),
  ...listFiles(join(FOLDER, 'openlineage')).filter((path) => dirname(path).endsWith('target')),
]
const good = all.filter((path) => !path.includes('malformed'))
const folders = new Map<string, string[]>()
for (const path of good) folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), path])
/** Files of one folder are one project's, unless there are several of a kind. */
const sets = [...folders.values()].flatMap((paths) => {
  const kinds = new Set(paths.map((path) => /manifest|catalog|run_results|sources/.exec(basename(path))?.[0]))
  return kinds.size === paths.length && paths.length > 1 ? [paths, ...paths.map((path) => [path])] : paths.map((path) => [path])
})

const kindsIn = (kinds: readonly { kind: string; inFile: number }[]): Record<string, number> =>
  Object.fromEntries(kinds.map(({ kind, inFile }) => [kind, inFile]))

describe.skipIf(!isThere)('every real set of dbt artifacts', () => {
  it('is found', () => {
    expect(good.length).toBeGreaterThanOrEqual(126)
    expect(sets.length).toBeGreaterThan(good.length)
  })

  it.each(sets.map((paths) => [paths.map((path) => relative(FOLDER, path)).join(' + '), paths] as const))('%s', async (_name, paths) => {
    const files = paths.map((path) => open(path))
    const inspection = await dbtImporter.inspect(files, {})
    expect(inspection.sourceName).toMatch(/^[a-z_]+$/)
    const { items, batches, summary } = await readAll(dbtImporter, files)
    expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
    expect(summary.files).toHaveLength(paths.length)
    const entries = entriesOf(items)
    for (const path of paths) {
      const receipt = summary.files.find((file) => file.name === relative(FOLDER, path))
      expect(kindsIn(receipt?.kinds ?? [])).toEqual(countArtifact(unpacked(path).toString('utf8')))
    }
    // Whatever a project itself tells is taken; some of the other files here are odd on purpose.
    const manifests = summary.files.filter(({ artifact }) => artifact === 'manifest')
    expect(manifests.flatMap(({ kinds }) => kinds.filter(({ left, byDesign }) => left > byDesign))).toEqual([])
    expect(takenByKind(summary.files.flatMap((file) => file.kinds))).toEqual(countTaken(items))
    for (const path of paths) checkAgainstFile(JSON.parse(unpacked(path).toString('utf8')) as Raw, entries)
    expect(Math.max(0, ...batches.map((batch) => batch.length))).toBeLessThanOrEqual(500)
  })
})

function takenByKind(kinds: readonly { kind: string; taken: number }[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { kind, taken } of kinds) if (taken > 0 && kind !== 'compiled_code') sums[kind] = (sums[kind] ?? 0) + taken
  return sums
}

/** What the items themselves hold, by the same kinds. */
function countTaken(items: Awaited<ReturnType<typeof readAll>>['items']): Record<string, number> {
  const sums: Record<string, number> = {}
  const add = (kind: string, count: number): void => {
    if (count > 0) sums[kind] = (sums[kind] ?? 0) + count
  }
  for (const item of items) {
    if (item.kind === 'run-result') add('run_result', 1)
    if (item.kind !== 'entry') continue
    if (item.receiptKind !== null) add(item.receiptKind, 1)
    add('column', item.columns?.length ?? 0)
    add('edge', item.upstream?.length ?? 0)
  }
  return sums
}

/** Blank text says nothing. */
const textIn = (value: unknown): unknown => (typeof value === 'string' && value.trim() !== '' ? value : '')

type Raw = Record<string, Record<string, Record<string, unknown>>>
const DATASETS = new Set(['model', 'seed', 'snapshot', 'source'])

/** Compares fields with the file's own members, one by one. */
function checkAgainstFile(raw: Raw, entries: ReadonlyMap<string, IntakeEntry>): void {
  if (raw['macros'] === undefined && raw['parent_map'] === undefined) return
  const nodes = Object.entries({ ...raw['nodes'], ...raw['sources'], ...raw['exposures'], ...raw['metrics'], ...raw['unit_tests'] })
  for (const [id, node] of nodes) {
    const entry = entries.get(`manifest ${id}`)
    expect(entry?.fields['description'] ?? '').toBe(textIn(node['description']))
    const dependsOn = (node['depends_on'] as { nodes?: string[] } | undefined)?.nodes
    if (dependsOn !== undefined) expect(entry?.upstream).toEqual([...new Set(dependsOn)])
    expect(entry?.sql?.raw ?? '').toBe(textIn(node['raw_code'] ?? node['raw_sql']))
    expect(entry?.sql?.compiled ?? '').toBe(textIn(node['compiled_code'] ?? node['compiled_sql']))
    const columns = Object.values((node['columns'] ?? {}) as Record<string, { name: string; description?: string }>)
    if (DATASETS.has(String(node['resource_type']))) {
      expect(entry?.columns?.map((column) => [column.name, column.fields['description'] ?? ''])).toEqual(
        columns.map((column) => [column.name, column.description ?? '']),
      )
      expect(entry?.fields['schema']).toBe(node['schema'])
      expect(entry?.assetKind).toBe('dataset')
    }
    if (node['attached_node'] != null) expect(entry?.check?.datasetName).toBe(node['attached_node'])
  }
}

describe.skipIf(!isThere)('what a test looks at', () => {
  it('is found as dbt itself says where attached_node is taken away', async () => {
    let checked = 0
    for (const path of good.filter((name) => /manifest/.test(basename(name)))) {
      const raw = JSON.parse(unpacked(path).toString('utf8')) as Raw
      const attached = new Map<string, unknown>()
      for (const [id, node] of Object.entries(raw['nodes'] ?? {})) {
        if (node['attached_node'] != null) attached.set(id, node['attached_node'])
        delete node['attached_node']
      }
      if (attached.size === 0) continue
      const entries = entriesOf((await readAll(dbtImporter, [memoryFile('manifest.json', JSON.stringify(raw))])).items)
      for (const [id, name] of attached) expect([id, entries.get(`manifest ${id}`)?.check?.datasetName]).toEqual([id, name])
      checked += attached.size
    }
    expect(checked).toBeGreaterThan(900)
  })
})

describe.skipIf(!isThere)('projects and their remarks', () => {
  const inspectOne = async (path: string) => dbtImporter.inspect([open(join(FOLDER, path))], {})

  it('finds the project of old manifests by the hash of its name', async () => {
    const found = await inspectOne('dbt/fivetran-dbt_jira/v9-redshift-2023-09/manifest.json.gz')
    expect(found).toMatchObject({
      sourceName: 'jira_integration_tests',
      target: 'redshift',
      remarks: [],
      files: [{ artifact: 'manifest', version: 'v9' }],
    })
    const older = await inspectOne('dbt/flipsidecrypto-ethereum-models/2022-11-17/manifest.json.gz')
    expect(older).toMatchObject({
      sourceName: 'algorand_models',
      target: 'snowflake',
      files: [{ version: 'v6', generatedAtMs: Date.UTC(2022, 10, 17, 17, 50, 39, 509) }],
    })
  })

  it('guesses and says so where a file does not name its project', async () => {
    const found = await inspectOne('dbt/flipsidecrypto-ethereum-models/2022-11-09-catalog-only/catalog.json.gz')
    expect(found.target).toBeNull()
    expect(found.remarks).toEqual([expect.stringContaining(`“${found.sourceName}” was taken`)])
  })

  it('says that results of docs generate are no results', async () => {
    const found = await inspectOne('dbt/docglow-docglow/run_results.json')
    expect(found.remarks).toEqual([expect.stringContaining('dbt docs generate'), expect.any(String)])
    const { items } = await readAll(dbtImporter, [open(join(FOLDER, 'dbt/docglow-docglow/run_results.json'))])
    expect(new Set(items.map((item) => (item.kind === 'run-result' ? item.outcome : '')))).toEqual(new Set(['', 'compiled']))
  })
})

describe.skipIf(!isThere)('files that are broken as they were committed', () => {
  const cases: readonly [path: string, problem: string, line: number][] = [
    ['dbt/fivetran-dbt_jira/malformed/manifest-git-conflict-markers.json.gz', 'conflict-markers', 1],
    ['dbt/fivetran-dbt_jira/malformed/manifest-two-concatenated-docs.json.gz', 'two-documents', 4],
    ['openlineage/openlineage-openlineage/integration/common/tests/dbt/catalog/catalog.json', 'empty', 1],
    ['cost/finops-open-cost-and-usage-spec-focus-sample-data/lfs-pointer-instead-of-gzip/focus_data_table.csv.gz', 'lfs-pointer', 1],
    ['openlineage/openlineage-openlineage/integration/common/tests/dbt/small/result.json', 'not-an-object', 1],
  ]
  it.each(cases)('%s is %s', async (path, problem, line) => {
    const content = problem === 'lfs-pointer' ? readFileSync(join(FOLDER, path)) : unpacked(join(FOLDER, path))
    const file = memoryFile(path, content, [65536])
    const error = await errorOf(() => readAll(dbtImporter, [file]))
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('bad-file')
    const details = (error as AppError).details
    expect({ problem: details['problem'], file: details['file'], line: details['line'] ?? 1 }).toEqual({ problem, file: path, line })
  })
})
