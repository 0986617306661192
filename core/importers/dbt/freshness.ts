import { isJsonObject, type JsonValue } from '#core/json'
import { parseInstant } from '../instant.ts'
import type { FileReceipt, ImportFile, IntakeEntry, IntakeItem } from '../intake.ts'
import { ItemBatch } from '../item-batch.ts'
import { splitJson } from '../json/split.ts'
import { kindOf, ObjectReader, quoted } from '../object-reader.ts'
import { Tally } from '../tally.ts'
import { cleanFreshness } from './datasets.ts'
import { type Fields, put } from './fields.ts'
import type { FileFacts } from './file-facts.ts'
import { unknownMembers } from './kept-keys.ts'
import { valuePathsOf } from './others.ts'

const SECTIONS: ReadonlySet<string> = new Set(['results'])
const KNOWN_ROOT_KEYS: ReadonlySet<string> = new Set(['metadata', 'elapsed_time', 'results', 'args'])
/** What is not read here but known; `error` is kept as an extra, it says why there is no result. */
const KNOWN_KEYS: ReadonlySet<string> = new Set(
  ['unique_id', 'resource_type', 'status', 'max_loaded_at', 'snapshotted_at', 'max_loaded_at_time_ago_in_s', 'criteria'].concat([
    'adapter_response',
    'timing',
    'thread_id',
    'execution_time',
  ]),
)

/**
 * Reads source freshness results (sources v1 to v3; dbt 2's freshness file has the same members).
 * @throws AppError bad-file
 */
export async function* readFreshness(
  file: ImportFile,
  { artifact, defined, fileIndex }: FileFacts,
): AsyncGenerator<readonly IntakeItem[], FileReceipt> {
  const tally = new Tally()
  const batch = new ItemBatch()
  const seen = new Set<string>()
  for await (const parts of splitJson(file, SECTIONS)) {
    for (const part of parts) {
      if (part.kind === 'open') noteOpen(tally, part.shape, part.isDuplicate)
      else if (part.section === null) noteRoot(tally, part.key, part.value)
      else if (!part.isDuplicate) {
        const entry = readResult(`results/${part.key}`, part.value, { tally, seen, defined, fileIndex })
        if (entry !== null) batch.add(entry, part.sizeBytes)
      }
      if (batch.isFull) yield batch.take()
    }
  }
  if (!batch.isEmpty) yield batch.take()
  return tally.receipt({ name: file.name, artifact: 'sources', version: artifact.version, generatedAtMs: artifact.generatedAtMs })
}

/** Writes down a list of results that stands twice or is none. */
export function noteOpen(tally: Tally, shape: 'object' | 'list', isDuplicate: boolean): void {
  if (isDuplicate) tally.notUnderstood('results', 'stands twice in the file; the first was taken')
  if (shape === 'object') tally.notUnderstood('results', 'is an object, not a list')
}

/** Writes down a member of the root that nobody reads. */
export function noteRoot(tally: Tally, key: string, value: JsonValue): void {
  if (!KNOWN_ROOT_KEYS.has(key)) tally.notUnderstood(key, 'is not known; it stays in the original file')
  else if (key === 'results') tally.notUnderstood(key, `is ${kindOf(value)}, not a list`)
}

type Reading = Pick<FileFacts, 'defined' | 'fileIndex'> & { readonly tally: Tally; readonly seen: Set<string> }

function readResult(path: string, value: JsonValue, { tally, seen, defined, fileIndex }: Reading): IntakeEntry | null {
  tally.found('source_freshness')
  const id = isJsonObject(value) ? value['unique_id'] : null
  const reason = whyLeft(value, id ?? null, { seen, defined })
  if (reason !== null || !isJsonObject(value) || typeof id !== 'string') {
    tally.left('source_freshness', path, reason ?? '')
    return null
  }
  seen.add(id)
  tally.took('source_freshness')
  const fields = readFields(new ObjectReader(value, path, tally))
  return {
    kind: 'entry',
    name: id,
    assetKind: null,
    receiptKind: 'source_freshness',
    fileIndex,
    part: 'sources',
    fields,
    columns: null,
    upstream: null,
    check: null,
    sql: null,
    extras: Object.fromEntries(unknownMembers(value, KNOWN_KEYS)),
    carriesValues: valuePathsOf(fields),
    position: path,
  }
}

function whyLeft(value: JsonValue, id: JsonValue, { seen, defined }: Pick<Reading, 'seen' | 'defined'>): string | null {
  if (!isJsonObject(value)) return `the result is ${kindOf(value)}, not an object`
  if (typeof id !== 'string' || id === '') return 'the result has no unique_id'
  if (seen.has(id)) return `“${id}” is told twice; the first was taken`
  return defined === null || defined.has(id) ? null : 'the manifest given with it does not hold this'
}

function readFields(result: ObjectReader): Fields {
  const fields: Fields = {}
  const loadedAt = result.text('max_loaded_at')
  const loadedAtMs = loadedAt === null ? null : parseInstant(loadedAt)
  if (loadedAt !== null && loadedAtMs === null) result.notUnderstood('max_loaded_at', `${quoted(loadedAt)} is no date and time`)
  // dbt 2 writes Pass where dbt 1 writes pass.
  put(fields, 'freshnessStatus', result.text('status')?.toLowerCase() ?? null)
  put(fields, 'maxLoadedAtMs', loadedAtMs)
  const policy = cleanFreshness(result.object('criteria'))
  if (Object.keys(policy).length > 0) fields['freshnessPolicy'] = policy
  return fields
}
