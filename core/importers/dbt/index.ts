import { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import type { Coverage, FileReceipt, ImportFile, Importer, Inspection, IntakeItem, IntakeSummary } from '../intake.ts'
import { type Artifact, type ArtifactKind, lookAt } from './artifact.ts'
import { readCatalog } from './catalog.ts'
import { readFreshness } from './freshness.ts'
import { readManifest } from './manifest.ts'
import { runsNothing } from './outcomes.ts'
import type { CompiledPrints } from './node.ts'
import { likelyPackage } from './project.ts'
import { readRunResults, runId } from './run-results.ts'

/** dbt's artifacts: manifest v1 to v12 and of dbt 2, catalog, source freshness, run results; any of them alone or together. */
export const dbtImporter: Importer = { format: 'dbt', inspect, read }

/** What defines comes before what adds to it. */
const READING_ORDER: readonly ArtifactKind[] = ['manifest', 'catalog', 'sources', 'run_results']
/** The book keeps one word of a source's manifest, catalog and freshness; of runs it keeps all. */
const ONE_OF_A_KIND: ReadonlySet<ArtifactKind> = new Set(['manifest', 'catalog', 'sources'])

type Looked = { readonly file: ImportFile; readonly artifact: Artifact }
type Identified = {
  readonly files: readonly Looked[]
  readonly project: string | null
  readonly target: string | null
  readonly remarks: readonly string[]
}

async function inspect(files: readonly ImportFile[], options: JsonObject): Promise<Inspection> {
  const { files: looked, project, target, remarks } = await identify(files, options)
  return {
    format: 'dbt',
    sourceName: project,
    target,
    files: looked.map(({ file, artifact }) => ({
      name: file.name,
      artifact: artifact.kind,
      version: artifact.version,
      generatedAtMs: artifact.generatedAtMs,
    })),
    remarks,
  }
}

async function* read(files: readonly ImportFile[], options: JsonObject): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  const { files: looked, project: named, target } = await identify(files, options)
  const project = named ?? 'project'
  const receipts: FileReceipt[] = []
  const covers: Coverage[] = []
  const runs = new Map<string, string>()
  let defined: ReadonlySet<string> | null = null
  const compiled: CompiledPrints | null = looked.some(({ artifact }) => artifact.kind === 'run_results') ? new Map() : null
  for (const [fileIndex, { file, artifact }] of looked.entries()) {
    covers.push(...coverageOf(artifact.kind))
    switch (artifact.kind) {
      case 'manifest': {
        const { receipt, names } = yield* readManifest(file, { project, platform: target, artifact, fileIndex, compiled })
        defined = names
        receipts.push(receipt)
        break
      }
      case 'catalog':
        receipts.push(yield* readCatalog(file, { artifact, defined, fileIndex }))
        break
      case 'sources':
        receipts.push(yield* readFreshness(file, { artifact, defined, fileIndex }))
        break
      case 'run_results': {
        const id = runId(file, artifact)
        const known = { artifact, defined, fileIndex, compiled: defined === null ? null : compiled }
        receipts.push(yield* readRunResults(file, { ...known, project, runsTold: runs }))
        if (!runs.has(id)) runs.set(id, file.name)
        break
      }
    }
  }
  return { files: receipts, covers }
}

async function identify(files: readonly ImportFile[], options: JsonObject): Promise<Identified> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const looked: Looked[] = []
  for (const file of files) looked.push({ file, artifact: await lookAt(file) })
  looked.sort((a, b) => compareFiles(a, b))
  refuseSeveral(looked)
  const remarks = looked.flatMap(({ file, artifact }) => remarksOn(file, artifact))
  const given = options['sourceName']
  const project = typeof given === 'string' && given !== '' ? given : await findProject(looked, remarks)
  const target = looked.find(({ artifact }) => artifact.adapterType !== null)?.artifact.adapterType ?? null
  return { files: looked, project, target, remarks }
}

function compareFiles(a: Looked, b: Looked): number {
  const byKind = READING_ORDER.indexOf(a.artifact.kind) - READING_ORDER.indexOf(b.artifact.kind)
  if (byKind !== 0) return byKind
  const byTime = (a.artifact.generatedAtMs ?? 0) - (b.artifact.generatedAtMs ?? 0)
  return byTime !== 0 ? byTime : a.file.name < b.file.name ? -1 : 1
}

function refuseSeveral(looked: readonly Looked[]): void {
  for (const kind of ONE_OF_A_KIND) {
    const names = looked.filter(({ artifact }) => artifact.kind === kind).map(({ file }) => file.name)
    if (names.length > 1) {
      const list = names.map((name) => `“${name}”`).join(', ')
      throw new AppError('ambiguous', `These files hold more than one ${kind}: ${list}. Choose one of them.`, { candidates: names })
    }
  }
}

function remarksOn(file: ImportFile, artifact: Artifact): readonly string[] {
  if (!runsNothing(artifact.command)) return artifact.remarks
  const command = artifact.command === 'generate' ? 'docs generate' : artifact.command
  return [
    ...artifact.remarks,
    `“${file.name}” comes from “dbt ${command}”: its results say that SQL was compiled, not that anything was built or tested.`,
  ]
}

/** The manifest's project; without a manifest, the package most results belong to. */
async function findProject(looked: readonly Looked[], remarks: string[]): Promise<string | null> {
  const manifest = looked.find(({ artifact }) => artifact.kind === 'manifest')
  if (manifest !== undefined) return manifest.artifact.project
  const likely = await likelyPackage(looked.map(({ file }) => file))
  if (likely !== null)
    remarks.push(`These files do not name their project; “${likely}” was taken because most of their entries belong to it.`)
  return likely
}

function coverageOf(kind: ArtifactKind): readonly Coverage[] {
  if (kind === 'manifest') {
    return [
      { part: 'manifest', names: { kind: 'all' } },
      { part: 'groups', names: { kind: 'all' } },
    ]
  }
  return [{ part: kind, names: { kind: 'none' } }]
}
