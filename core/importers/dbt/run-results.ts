import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import { parseInstant } from '../instant.ts'
import {
  COMPILED_CODE,
  type FileReceipt,
  type ImportFile,
  type IntakeEntry,
  type IntakeItem,
  type IntakeRun,
  type IntakeRunResult,
} from '../intake.ts'
import { ItemBatch } from '../item-batch.ts'
import { splitJson } from '../json/split.ts'
import { kindOf, ObjectReader, quoted, withoutBlanks } from '../object-reader.ts'
import { Tally } from '../tally.ts'
import type { Artifact } from './artifact.ts'
import type { FileFacts } from './file-facts.ts'
import { noteOpen, noteRoot } from './freshness.ts'
import { unknownMembers } from './kept-keys.ts'
import { pipelineName } from './kinds.ts'
import { outcomeOf, runsNothing } from './outcomes.ts'
import { RunSummary } from './run-summary.ts'
import { textPrint } from './text-print.ts'

const SECTIONS: ReadonlySet<string> = new Set(['results'])
/** Of the command's arguments only what says what ran; others hold paths and settings of the machine it ran on. */
const KEPT_ARGUMENTS = [
  'select',
  'exclude',
  'selector',
  'resource_types',
  'exclude_resource_types',
  'full_refresh',
  'empty',
  'target',
  'models',
] as const

/** What fields of a result are read from; all else it says is kept with it. */
const READ_KEYS: ReadonlySet<string> = new Set([
  ...['unique_id', 'status', 'timing', 'execution_time', 'adapter_response', 'message', 'failures', COMPILED_CODE],
  // Of millions of results: which thread it was, and what the thing itself says.
  ...['thread_id', 'relation_name', 'compiled'],
])
/** Longer SQL of a single run is not kept. */
const SQL_KEPT = 20_000

export type RunFacts = FileFacts & {
  readonly project: string
  /** Prints of the compiled SQL that manifest tells; null where there is none. */
  readonly compiled: ReadonlyMap<string, number> | null
  /** Runs that earlier files told of, with the file's name. */
  readonly runsTold: ReadonlyMap<string, string>
}

/** Name of a run inside its source. */
export function runId(file: ImportFile, artifact: Artifact): string {
  if (artifact.invocationId !== null) return artifact.invocationId
  return artifact.generatedAtMs === null ? `file:${file.name}` : `at:${artifact.generatedAtMs}`
}

/**
 * Reads run results: one run of the project's pipeline and what it did to each thing.
 * The file is read twice: the run is told first, and its end says how it went.
 * @throws AppError bad-file
 */
export async function* readRunResults(file: ImportFile, facts: RunFacts): AsyncGenerator<readonly IntakeItem[], FileReceipt> {
  const { artifact } = facts
  const summary = new RunSummary(artifact)
  for await (const parts of splitJson(file, SECTIONS)) for (const part of parts) summary.notice(part)
  const tally = new Tally()
  const batch = new ItemBatch()
  // The pipeline is told by the manifest, or by the first run.
  if (facts.defined === null && facts.runsTold.size === 0) batch.add(pipelineEntry(facts), 0)
  if (!facts.runsTold.has(runId(file, artifact))) batch.add(runOf(file, artifact, facts.project, summary), 0)
  const reader = new ResultReader(runId(file, artifact), facts, tally)
  for await (const parts of splitJson(file, SECTIONS)) {
    for (const part of parts) {
      if (part.kind === 'open') noteOpen(tally, part.shape, part.isDuplicate)
      else if (part.section === null) noteRoot(tally, part.key, part.value)
      else if (!part.isDuplicate) {
        const result = reader.read(`results/${part.key}`, part.value)
        if (result !== null) batch.add(result, part.sizeBytes)
      }
      if (batch.isFull) yield batch.take()
    }
  }
  if (!batch.isEmpty) yield batch.take()
  return tally.receipt({ name: file.name, artifact: 'run_results', version: artifact.version, generatedAtMs: artifact.generatedAtMs })
}

function runOf(file: ImportFile, artifact: Artifact, project: string, summary: RunSummary): IntakeRun {
  const kept: JsonObject = Object.fromEntries(KEPT_ARGUMENTS.map((name) => [name, summary.args[name] ?? null]))
  return {
    kind: 'run',
    externalId: runId(file, artifact),
    pipelineName: pipelineName(project),
    command: artifact.command,
    startedAtMs: summary.startedAtMs,
    endedAtMs: summary.endedAtMs,
    status: summary.status,
    extras: withoutBlanks({ ...kept, dbt_version: artifact.dbtVersion, elapsed_time: summary.elapsedSeconds }),
  }
}

function pipelineEntry({ project, fileIndex }: RunFacts): IntakeEntry {
  return {
    kind: 'entry',
    name: pipelineName(project),
    assetKind: 'pipeline',
    receiptKind: null,
    fileIndex,
    part: 'run_results',
    fields: { name: project, resourceType: 'project', package: project },
    columns: null,
    upstream: null,
    check: null,
    sql: null,
    extras: {},
    carriesValues: [],
    position: 'metadata',
  }
}

class ResultReader {
  readonly #runId: string
  readonly #facts: RunFacts
  readonly #tally: Tally
  readonly #seen = new Set<string>()

  constructor(id: string, facts: RunFacts, tally: Tally) {
    this.#runId = id
    this.#facts = facts
    this.#tally = tally
  }

  read(path: string, value: JsonValue): IntakeRunResult | null {
    this.#tally.found('run_result')
    const reason = this.#whyLeft(value)
    if (reason !== null || !isJsonObject(value)) {
      this.#tally.left('run_result', path, reason ?? '')
      const sql = isJsonObject(value) ? value[COMPILED_CODE] : null
      if (typeof sql === 'string' && sql.trim() !== '') {
        this.#tally.found(COMPILED_CODE)
        this.#tally.left(COMPILED_CODE, `${path}/${COMPILED_CODE}`, 'its result was left')
      }
      return null
    }
    const name = value['unique_id'] as string
    this.#seen.add(name)
    this.#tally.took('run_result')
    return this.#result(new ObjectReader(value, path, this.#tally), name, value['status'] as string)
  }

  #whyLeft(value: JsonValue): string | null {
    if (!isJsonObject(value)) return `the result is ${kindOf(value)}, not an object`
    const { unique_id: id, status } = value
    if (typeof id !== 'string' || id === '') return 'the result has no unique_id'
    if (typeof status !== 'string' || status === '') return 'the result has no status'
    const toldBy = this.#facts.runsTold.get(this.#runId)
    if (toldBy !== undefined) return `“${toldBy}” tells of the same run`
    if (this.#seen.has(id)) return `“${id}” is told twice; the first was taken`
    const { defined } = this.#facts
    return defined === null || defined.has(id) ? null : 'the manifest given with it does not hold this'
  }

  #result(result: ObjectReader, name: string, status: string): IntakeRunResult {
    const { startedAtMs, endedAtMs } = readTiming(result)
    const response = result.object('adapter_response') ?? {}
    const answer = result.inner('adapter_response')
    return {
      kind: 'run-result',
      runExternalId: this.#runId,
      name,
      sourceStatus: status,
      outcome: this.#outcome(result, status),
      startedAtMs,
      endedAtMs,
      durationSeconds: result.number('execution_time'),
      failures: readFailures(result),
      message: result.text('message'),
      // Adapters answer -1 where they don't know.
      rowsAffected: notNegative(answer.number('rows_affected')),
      bytesProcessed: notNegative(answer.number('bytes_processed')),
      adapterResponse: response,
      extras: this.#extras(result, name),
      fileIndex: this.#facts.fileIndex,
      position: result.path,
    }
  }

  #extras(result: ObjectReader, name: string): JsonObject {
    const extras = unknownMembers(result.value, READ_KEYS)
    const compiled = this.#ownSql(result, name)
    if (compiled !== null) extras.push([COMPILED_CODE, compiled])
    return Object.fromEntries(extras)
  }

  /** The SQL as this run compiled it, where it is not the very text that the manifest tells: that is kept once, with the thing itself. */
  #ownSql(result: ObjectReader, name: string): string | null {
    const sql = result.text(COMPILED_CODE)
    if (sql === null) return null
    this.#tally.found(COMPILED_CODE)
    const { compiled } = this.#facts
    if (compiled?.get(name) === textPrint(sql)) {
      this.#tally.took(COMPILED_CODE)
      return null
    }
    const path = `${result.path}/${COMPILED_CODE}`
    if (compiled === null)
      this.#tally.leftByDesign(COMPILED_CODE, path, 'stays in the original file; of results alone it would be kept anew with every run')
    else if (sql.length > SQL_KEPT)
      this.#tally.leftByDesign(COMPILED_CODE, path, `stays in the original file; it is longer than ${SQL_KEPT} characters`)
    else {
      this.#tally.took(COMPILED_CODE)
      return sql
    }
    return null
  }

  #outcome(result: ObjectReader, status: string): IntakeRunResult['outcome'] {
    if (runsNothing(this.#facts.artifact.command)) return 'compiled'
    const outcome = outcomeOf(status)
    if (outcome === undefined) result.notUnderstood('status', `${quoted(status)} is no status this version knows`)
    return outcome ?? 'other'
  }
}

/** When the thing itself ran; where only compiling was timed, when that was. */
function readTiming(result: ObjectReader): { readonly startedAtMs: number | null; readonly endedAtMs: number | null } {
  const steps = (result.list('timing') ?? []).filter((step) => isJsonObject(step))
  const step = steps.find(({ name }) => name === 'execute') ?? steps[0]
  const at = (key: string): number | null => {
    const text = step?.[key]
    return typeof text === 'string' ? parseInstant(text) : null
  }
  return { startedAtMs: at('started_at'), endedAtMs: at('completed_at') }
}

function readFailures(result: ObjectReader): number | null {
  const value = result.value['failures']
  if (typeof value !== 'string') return result.number('failures')
  if (/^\s*\d+\s*$/.test(value)) return Number(value)
  result.notUnderstood('failures', `${quoted(value)} is no number`)
  return null
}

const notNegative = (value: number | null): number | null => (value !== null && value >= 0 ? value : null)
