import { importers } from '#core/importers/index'
import type { Coverage, ImportFile, IntakeEntry, IntakeItem } from '#core/importers/intake'
import { canonicalJson, isJsonObject, type JsonValue } from '#core/json'

/**
 * What a source says, as plain sets, and what an import changes in them: the naive reference for the counts a preview
 * shows. Shares nothing with the engine but the importer.
 */
export type NaiveSource = {
  /** name → part → what that part says. */
  readonly things: ReadonlyMap<string, ReadonlyMap<string, Said>>
  /** Every name ever told by an import that stands. */
  readonly names: ReadonlySet<string>
  readonly runs: ReadonlySet<string>
}
type Said = {
  readonly own: string
  /** By column ('' for the thing itself) and field. */
  readonly fields: ReadonlyMap<string, Readonly<Record<string, JsonValue>>>
  readonly sql: string
  readonly saysNothing: boolean
  readonly columns: ReadonlyMap<string, string>
  readonly links: ReadonlySet<string>
}
export type NaiveCounts = { readonly added: number; readonly changed: number; readonly removed: number; readonly conflicts: number }
/** What the import's words are held against. */
export type NaiveRules = {
  readonly identity: string
  /** Decisions that stand, by the urn of each key of the asset they are on. */
  readonly standing: ReadonlyMap<string, readonly { readonly column: string; readonly field: string; readonly value: JsonValue }[]>
  /** Names of this source that are the same thing, by each of them, oldest first. */
  readonly sameThing: ReadonlyMap<string, readonly string[]>
  /** The field that the meta key `owner` fills. */
  readonly ownerFills: string | null
  /** The name that an owner's name stands for. */
  readonly ownerReads: (name: string) => string
}

export const NOTHING_SAID: NaiveSource = { things: new Map(), names: new Set(), runs: new Set() }

/** What the source says after these files, and how that differs from before. */
export async function importNaively(
  before: NaiveSource,
  files: readonly ImportFile[],
  rules: NaiveRules,
): Promise<{ readonly after: NaiveSource; readonly counts: NaiveCounts }> {
  const { items, covers } = await readAll(files)
  const things = new Map([...before.things].map(([name, parts]) => [name, new Map(parts)] as const))
  const names = new Set(before.names)
  const runs = new Set(before.runs)
  const told = new Set<string>()
  const toldNames = new Set<string>()
  for (const item of items) {
    if (item.kind === 'run') runs.add(`run ${item.externalId}`)
    else if (item.kind === 'run-result') runs.add(`result ${item.runExternalId} ${item.name}`)
    else if (item.kind === 'entry') {
      const id = `${item.part} ${item.name}`
      if (told.has(id) || (item.assetKind === null && !names.has(item.name))) continue
      told.add(id)
      toldNames.add(item.name)
      names.add(item.name)
      const parts = things.get(item.name) ?? new Map<string, Said>()
      things.set(item.name, parts)
      parts.set(item.part, toSaid(item, parts.get(item.part)))
    }
  }
  for (const [name, parts] of things) retire(name, parts, { covers, told, isTold: toldNames.has(name) })
  const after = { things, names, runs }
  return { after, counts: { ...compare(before, after), conflicts: countConflicts(before, after, rules) } }
}

async function readAll(files: readonly ImportFile[]): Promise<{ items: IntakeItem[]; covers: readonly Coverage[] }> {
  const items: IntakeItem[] = []
  const stream = importers.dbt.read(files, {})
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return { items, covers: next.value.covers }
    items.push(...next.value)
  }
}

const NO_WORD = canonicalJson({ fields: {}, check: null, extras: {}, carries: [] })

/** A part that is silent about columns, links or SQL leaves what it said of them before. */
function toSaid(entry: IntakeEntry, before: Said | undefined): Said {
  const columns = entry.columns?.map((column) => [column.name, canonicalJson(column as unknown as JsonValue)] as const)
  const columnFields =
    entry.columns === null
      ? [...(before?.fields ?? [])].filter(([name]) => name !== '')
      : entry.columns.map((column) => [column.name, column.fields] as const)
  const own = { fields: entry.fields, check: entry.check, extras: entry.extras, carries: entry.carriesValues }
  const text = canonicalJson(own as unknown as JsonValue)
  const sql = entry.sql === null ? (before?.sql ?? '') : canonicalJson(entry.sql as unknown as JsonValue)
  return {
    own: text,
    fields: new Map([['', entry.fields], ...columnFields]),
    sql,
    saysNothing: sql === '' && text === NO_WORD,
    columns: columns === undefined ? (before?.columns ?? new Map()) : new Map(columns),
    links: entry.upstream === null ? (before?.links ?? new Set()) : new Set(entry.upstream),
  }
}

type Telling = { readonly covers: readonly Coverage[]; readonly told: ReadonlySet<string>; readonly isTold: boolean }

/** What an import speaks for and does not tell goes; with a thing no part tells of any more, all that was said of it. */
function retire(name: string, parts: Map<string, Said>, { covers, told, isTold }: Telling): void {
  const isCovered = (part: string): boolean =>
    covers.some((coverage) => 'names' in coverage && coverage.part === part && coverage.names.kind === 'all')
  const gone = [...parts.keys()].filter((part) => isCovered(part) && !told.has(`${part} ${name}`))
  if (gone.length === 0) return
  for (const part of isTold ? gone : [...parts.keys()]) parts.delete(part)
}

function compare(before: NaiveSource, after: NaiveSource): Omit<NaiveCounts, 'conflicts'> {
  const counts = { added: 0, changed: 0, removed: 0 }
  const compareMaps = (was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): void => {
    for (const [name, text] of is)
      if (!was.has(name)) counts.added += 1
      else if (was.get(name) !== text) counts.changed += 1
    for (const name of was.keys()) if (!is.has(name)) counts.removed += 1
  }
  for (const name of new Set([...before.things.keys(), ...after.things.keys()])) {
    const was = before.things.get(name) ?? new Map<string, Said>()
    const is = after.things.get(name) ?? new Map<string, Said>()
    if (was.size === 0 && is.size > 0) counts.added += 1
    if (was.size > 0 && is.size === 0) counts.removed += 1
    for (const part of new Set([...was.keys(), ...is.keys()])) {
      const a = was.get(part)
      const b = is.get(part)
      if (was.size > 0 && is.size > 0 && ownWord(a) !== ownWord(b)) counts.changed += 1
      compareMaps(a?.columns ?? new Map(), b?.columns ?? new Map())
      compareMaps(asMap(a?.links), asMap(b?.links))
    }
  }
  counts.added += [...after.runs].filter((run) => !before.runs.has(run)).length
  return counts
}

const ownWord = (said: Said | undefined): string => (said === undefined || said.saysNothing ? '' : `${said.own}${said.sql}`)
const asMap = (names: ReadonlySet<string> | undefined): Map<string, string> => new Map([...(names ?? [])].map((name) => [name, '']))

/** A file's new word about a field a person decided otherwise; a thing that goes says nothing. */
function countConflicts(before: NaiveSource, after: NaiveSource, rules: NaiveRules): number {
  const { identity, standing } = rules
  const read = (field: string, value: JsonValue): string =>
    canonicalJson((field === 'ownerTeam' || field === 'steward') && typeof value === 'string' ? rules.ownerReads(value) : value)
  const tells = (said: Said | undefined, column: string, field: string): JsonValue => {
    const fields = said?.fields.get(column)
    const owner = isJsonObject(fields?.['meta']) ? fields['meta']['owner'] : undefined
    // A meta key that a person mapped comes before the file's own field.
    return (column === '' && field === rules.ownerFills ? owner : undefined) ?? fields?.[field] ?? null
  }
  // Under a new name a thing says nothing new by what it said under the one that goes.
  const saidBefore = (name: string, part: string): Said | undefined => {
    const own = before.things.get(name)?.get(part)
    const gone = rules.sameThing.get(name)?.find((other) => before.things.get(other)?.has(part) && !after.things.get(other)?.has(part))
    return own ?? (gone === undefined ? undefined : before.things.get(gone)?.get(part))
  }
  let count = 0
  for (const [name, parts] of after.things) {
    for (const { column, field, value } of standing.get(`${identity}/${name}`) ?? []) {
      for (const [part, said] of parts) {
        const was = read(field, tells(saidBefore(name, part), column, field))
        const is = read(field, tells(said, column, field))
        if (was !== is && is !== read(field, value)) count += 1
      }
    }
  }
  return count
}
