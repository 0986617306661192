import { z } from 'zod'
import type { DecisionsFile } from '#contract/decisions'
import { checkDecidedValue, findField } from '#core/assets/fields'
import { AssetKind } from '#core/assets/kinds'
import { AppError } from '#core/errors'
import type { JsonValue } from '#core/json'
import type { ReadDb, WriteDb } from '#db/connection'
import { iterateStandingDecisions } from '#db/decisions'
import { findKeyByUrn } from '#db/keys'
import { listSources } from '#db/sources'
import type { BigCommands } from './big-commands.ts'
import { decide, type Deciding, type FieldChange } from './decide.ts'
import { ensureHandKey } from './hand-made.ts'
import type { ReadDecisionsFile } from './read-decisions-file.ts'

type File = z.infer<typeof DecisionsFile>
type FileDecision = File['decisions'][number]

/** Fields that are decisions on identity, not values a source could tell; each with what its value must be. */
const IDENTITY_FIELDS: ReadonlyMap<string, z.ZodType<JsonValue>> = new Map<string, z.ZodType<JsonValue>>([
  ['sameAs', z.string().max(2000)],
  ['mergedInto', z.string().trim().min(1).max(200)],
  ['exists', z.literal(true)],
])

/** Everything that stands by hand, for a file for git or another book. Read one by one. */
export function* iterateFileDecisions(db: ReadDb): Generator<FileDecision> {
  for (const row of iterateStandingDecisions(db)) {
    if (row.value === null) continue
    yield {
      key: row.subject,
      column: row.column === '' ? null : row.column,
      field: row.field,
      value: JSON.parse(row.value) as JsonValue,
      isCleared: false,
      author: row.author,
      atMs: row.atMs,
      reason: row.reason,
    }
  }
}

/** What the first parts of the keys in such a file stand for. */
export const listFileSources = (db: ReadDb): File['sources'] =>
  listSources(db).map(({ identity, format, name, target }) => ({ identity, format, name, target }))

/** A file of decisions in pieces, one decision each, laid out as JSON is for people. */
export function* writeDecisions(sources: File['sources'], decisions: Iterable<FileDecision>): Generator<string> {
  const head = JSON.stringify({ schemaVersion: 1, kind: 'stewardbook-decisions', sources } satisfies Omit<File, 'decisions'>, null, 2)
  yield `${head.slice(0, -'\n}'.length)},\n  "decisions": [`
  let isFirst = true
  for (const decision of decisions) {
    yield `${isFirst ? '' : ','}\n    ${JSON.stringify(decision, null, 2).replaceAll('\n', '\n    ')}`
    isFirst = false
  }
  yield isFirst ? ']\n}\n' : '\n  ]\n}\n'
}

/**
 * Takes a file's decisions over as one group, inside the caller's commit; those that stand already are skipped.
 * @throws AppError bad-file for a value that its field does not take, with the decision's place in the file
 */
export function takeOverDecisions(deps: Deciding, write: WriteDb, file: ReadDecisionsFile): BigCommands['decisions.import']['output'] {
  bringHandMade(write, file, deps.now())
  // The later of two words on one thing under two of its keys counts, as in the book they come from.
  const changes = changesOfFile(write, file).sort((a, b) => (a.by?.atMs ?? 0) - (b.by?.atMs ?? 0))
  const sleeping = changes.filter((change) => findKeyByUrn(write, change.subject) === undefined).length
  const decided = decide(deps, write, changes, 'taken over from a file')
  return { taken: decided?.count ?? 0, skipped: changes.length - (decided?.count ?? 0), sleeping, groupId: decided?.groupId ?? null }
}

/**
 * A file's decisions as changes of this book: by the person, at the time and for the reason the file says. A subject may be in
 * no source yet: the decision then sleeps until it is.
 */
function changesOfFile(db: ReadDb, { fileName, sources, decisions }: ReadDecisionsFile): FieldChange[] {
  const toOwnKey = createKeyMap(db, sources)
  return decisions.map((decision, index): FieldChange => {
    const subject = toOwnKey(decision.key)
    const kind = decision.column === null ? kindOf(db, subject, decision.field) : 'column'
    const value = decision.isCleared || decision.value === null ? null : checkFileValue(kind, decision, { fileName, index })
    return {
      subject,
      column: decision.column ?? '',
      field: decision.field,
      value: decision.field === 'sameAs' && typeof value === 'string' ? toOwnKey(value) : value,
      reason: decision.reason,
      by: { author: decision.author, atMs: decision.atMs },
    }
  })
}

/** What was set up by hand comes along: keys for what the file says exists. Comes before changesOfFile. */
function bringHandMade(write: WriteDb, { decisions }: File, nowMs: number): void {
  for (const { key, field, value } of decisions) {
    const [, kind] = field === 'exists' && value === true ? (/^hand\/([a-z_]+)\./.exec(key) ?? []) : []
    const parsed = AssetKind.safeParse(kind)
    if (parsed.success) ensureHandKey(write, key, parsed.data, nowMs)
  }
}

/** The kind of what is here; of what sleeps, one that has such a field. */
function kindOf(db: ReadDb, subject: string, field: string): AssetKind {
  const known = findKeyByUrn(db, subject)
  if (known !== undefined) return AssetKind.parse(known.kind)
  return findField('dataset', field) === undefined ? (AssetKind.options.find((kind) => findField(kind, field)) ?? 'dataset') : 'dataset'
}

type Place = { readonly fileName: string; readonly index: number }

/** What was said wrongly was said by the file, not by the call: a bad-file error with the place in it. */
function checkFileValue(kind: AssetKind | 'column', decision: FileDecision, { fileName, index }: Place): JsonValue {
  try {
    return checkValue(kind, decision)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { key, column, field } = decision
    const place = { file: fileName, path: `decisions.${index}`, key, column, field }
    const about = `“${field}” of ${column === null ? '' : `column “${column}” of `}“${key}”`
    throw new AppError('bad-file', `“${fileName}” is a decisions file with a fault. “${place.path}”, ${about}: ${error.message}`, place)
  }
}

function checkValue(kind: AssetKind | 'column', { field, value }: FileDecision): JsonValue {
  const identity = kind === 'column' ? undefined : IDENTITY_FIELDS.get(field)
  if (identity === undefined) return checkDecidedValue(kind, field, value)
  const parsed = identity.safeParse(value)
  if (!parsed.success) throw new AppError('invalid-input', `This can't be ${JSON.stringify(value)}.`, { field })
  return parsed.data
}

/**
 * Two targets of one project are two sources, and the first that a book met has the plainer name. So a key of another book is
 * read by what its source is: format, name and target.
 */
function createKeyMap(db: ReadDb, sources: File['sources']): (key: string) => string {
  const own = listSources(db)
  const identities = new Map(
    sources.map(({ identity, format, name, target }): [string, string] => {
      const named = own.filter((source) => source.format === format && source.name === name)
      const same = named.find((source) => source.target === target) ?? named.find((source) => source.target === null || target === null)
      if (same !== undefined) return [identity, same.identity]
      const isTaken = own.some((source) => source.identity === identity)
      return [identity, isTaken && target !== null ? `${format}:${name}@${target}` : identity]
    }),
  )
  const longestFirst = [...identities].sort(([a], [b]) => b.length - a.length)
  return (key) => {
    const found = longestFirst.find(([identity]) => key.startsWith(`${identity}/`))
    return found === undefined ? key : found[1] + key.slice(found[0].length)
  }
}
