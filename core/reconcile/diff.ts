import type { IntakeColumn, IntakeColumnLink } from '../importers/intake.ts'
import { canonicalJson, type JsonObject, type JsonValue } from '../json.ts'
import { parseColumnLinks, parseColumns, parseFields, parseSql, parseUpstream, type Section, type SectionTexts } from './sections.ts'

/** One difference between what a source said before and says now about one thing. */
export type Difference = {
  readonly change: 'added' | 'changed' | 'removed'
  readonly what: 'asset' | 'column' | 'link' | 'column-link' | 'sql'
  /** Column name or link target; null for the asset itself. Of a link between columns the one downstream; before or after is the other. */
  readonly child: string | null
  readonly field: string | null
  readonly before: JsonValue | null
  readonly after: JsonValue | null
}

export type ItemCounts = { readonly added: number; readonly changed: number; readonly removed: number; readonly unchanged: number }

const NONE: ItemCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 }
const OWN_SECTIONS: readonly Section[] = ['fields', 'check', 'sql', 'extras']

/** How many items (the asset itself, its columns, its links) one part's new word adds, changes, removes or leaves. */
export function countDifferences(before: SectionTexts, after: SectionTexts, existence: Existence): ItemCounts {
  const own = existence === 'this-part' ? 1 : 0
  if (sameTexts(before, after)) return countAll(after, 'unchanged', own)
  if (before.size === 0) return addCounts(countAll(after, 'added', own), countWord(after, existence))
  if (after.size === 0) return addCounts(countAll(before, 'removed', own), countWord(before, existence))
  const columns = countList(columnTexts(before.get('columns')), columnTexts(after.get('columns')))
  const links = countList(linkTexts(before.get('upstream')), linkTexts(after.get('upstream')))
  const columnLinks = countList(columnLinkTexts(before.get('columnLinks')), columnLinkTexts(after.get('columnLinks')))
  const isOwnSame = OWN_SECTIONS.every((section) => before.get(section) === after.get(section))
  return addCounts(addCounts(addCounts(columns, links), columnLinks), { ...NONE, [isOwnSame ? 'unchanged' : 'changed']: 1 })
}

/**
 * What a part that comes or goes means for the asset: this-part: the asset comes or goes with it. with-another: the asset
 * does, and is counted with another part. other-part: another part tells of it before and after, so the asset only changes.
 */
export type Existence = 'this-part' | 'with-another' | 'other-part'

export function addCounts(a: ItemCounts, b: ItemCounts): ItemCounts {
  return { added: a.added + b.added, changed: a.changed + b.changed, removed: a.removed + b.removed, unchanged: a.unchanged + b.unchanged }
}

function countAll(texts: SectionTexts, name: keyof ItemCounts, own: number): ItemCounts {
  const columns = texts.get('columns')
  const total =
    own +
    (columns === undefined ? 0 : parseColumns(columns).length) +
    parseUpstream(texts.get('upstream') ?? '[]').length +
    parseColumnLinks(texts.get('columnLinks') ?? '[]').length
  return { ...NONE, [name]: total }
}

/** A part that comes to, or goes from, an asset that stays changes it if it says anything of the asset itself. */
function countWord(texts: SectionTexts, existence: Existence): ItemCounts {
  const saysAnything = OWN_SECTIONS.some((section) => (texts.get(section) ?? '{}') !== '{}')
  return existence === 'other-part' && saysAnything ? { ...NONE, changed: 1 } : NONE
}

function sameTexts(before: SectionTexts, after: SectionTexts): boolean {
  if (before.size !== after.size) return false
  for (const [section, text] of after) if (before.get(section) !== text) return false
  return true
}

function columnTexts(text: string | undefined): Map<string, string> {
  return new Map(
    (text === undefined ? [] : parseColumns(text)).map((column) => [column.name, canonicalJson(column as unknown as JsonValue)]),
  )
}

function linkTexts(text: string | undefined): Map<string, string> {
  return new Map((text === undefined ? [] : parseUpstream(text)).map((name) => [name, '']))
}

/** By the column downstream and what it comes from. */
function columnLinkTexts(text: string | undefined): Map<string, string> {
  return new Map(parseColumnLinks(text ?? '[]').map((link) => [JSON.stringify([link.downstreamColumn, upstreamEnd(link)]), '']))
}

/** `raw.orders.amount`: the column upstream as a person writes it. */
const upstreamEnd = ({ upstream, upstreamColumn }: IntakeColumnLink): string => `${upstream}.${upstreamColumn}`

function countList(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ItemCounts {
  let added = 0
  let changed = 0
  let unchanged = 0
  for (const [name, text] of after) {
    const was = before.get(name)
    if (was === undefined) added += 1
    else if (was === text) unchanged += 1
    else changed += 1
  }
  return { added, changed, unchanged, removed: before.size - changed - unchanged }
}

/** Every difference, field by field, in a fixed order: the asset, its SQL, its columns, its links, those of its columns. */
export function listDifferences(before: SectionTexts, after: SectionTexts, existence: Existence): Difference[] {
  const found: Difference[] = []
  const isNew = before.size === 0
  const isGone = after.size === 0
  if (existence === 'this-part' && (isNew || isGone)) {
    found.push({ change: isNew ? 'added' : 'removed', what: 'asset', child: null, field: null, before: null, after: null })
  } else if (existence !== 'with-another' || !(isNew || isGone)) {
    found.push(...fieldDifferences('asset', null, fieldsIn(before.get('fields')), fieldsIn(after.get('fields'))))
    found.push(...fieldDifferences('asset', null, prefixed('check', before.get('check')), prefixed('check', after.get('check'))))
    found.push(...fieldDifferences('asset', null, prefixed('extras', before.get('extras')), prefixed('extras', after.get('extras'))))
    found.push(...sqlDifferences(before.get('sql'), after.get('sql')))
  }
  found.push(...columnDifferences(before.get('columns'), after.get('columns')))
  found.push(...linkDifferences(before.get('upstream'), after.get('upstream')))
  found.push(...columnLinkDifferences(before.get('columnLinks'), after.get('columnLinks')))
  return found
}

const fieldsIn = (text: string | undefined): JsonObject => (text === undefined ? {} : parseFields(text))
const prefixed = (name: string, text: string | undefined): JsonObject => underName(name, fieldsIn(text))
const underName = (name: string, values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [`${name}.${field}`, value]))
/** All that one file tells of a column, what no field is for too: whatever is counted has a line. */
const toldOfColumn = ({ fields, extras }: IntakeColumn): JsonObject => ({ ...fields, ...underName('extras', extras ?? {}) })

function fieldDifferences(what: 'asset' | 'column', child: string | null, before: JsonObject, after: JsonObject): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const found: Difference[] = []
  for (const field of names) {
    const was = before[field] ?? null
    const is = after[field] ?? null
    if (canonicalJson(was) !== canonicalJson(is)) found.push({ change: 'changed', what, child, field, before: was, after: is })
  }
  return found
}

function sqlDifferences(before: string | undefined, after: string | undefined): Difference[] {
  if (before === after) return []
  const was = before === undefined ? null : parseSql(before)
  const is = after === undefined ? null : parseSql(after)
  return (['raw', 'compiled', 'language'] as const)
    .filter((field) => (was?.[field] ?? null) !== (is?.[field] ?? null))
    .map((field) => ({ change: 'changed', what: 'sql', child: null, field, before: was?.[field] ?? null, after: is?.[field] ?? null }))
}

function columnDifferences(before: string | undefined, after: string | undefined): Difference[] {
  if (before === after) return []
  const was = byName(before)
  const is = byName(after)
  const found: Difference[] = []
  for (const [name, column] of is) {
    const old = was.get(name)
    if (old === undefined)
      found.push({ change: 'added', what: 'column', child: name, field: null, before: null, after: column.fields['dataType'] ?? null })
    else found.push(...fieldDifferences('column', name, toldOfColumn(old), toldOfColumn(column)))
  }
  for (const [name, column] of was) {
    if (!is.has(name))
      found.push({ change: 'removed', what: 'column', child: name, field: null, before: column.fields['dataType'] ?? null, after: null })
  }
  return found
}

function byName(text: string | undefined): Map<string, IntakeColumn> {
  return new Map((text === undefined ? [] : parseColumns(text)).map((column) => [column.name, column]))
}

function linkDifferences(before: string | undefined, after: string | undefined): Difference[] {
  if (before === after) return []
  return cameAndWent(linkTexts(before), linkTexts(after), (change, name) => ({
    change,
    what: 'link',
    child: name,
    field: null,
    before: null,
    after: null,
  }))
}

function columnLinkDifferences(before: string | undefined, after: string | undefined): Difference[] {
  if (before === after) return []
  return cameAndWent(columnLinkTexts(before), columnLinkTexts(after), (change, text) => {
    const [child, end] = JSON.parse(text) as [string, string]
    const [gone, come] = change === 'removed' ? [end, null] : [null, end]
    return { change, what: 'column-link', child, field: null, before: gone, after: come }
  })
}

type Texts = ReadonlyMap<string, string>

/** What is new, then what is gone, of things that are there or not. */
function cameAndWent(was: Texts, is: Texts, differ: (change: 'added' | 'removed', id: string) => Difference): Difference[] {
  const only = (some: Texts, others: Texts): string[] => [...some.keys()].filter((id) => !others.has(id))
  return [...only(is, was).map((id) => differ('added', id)), ...only(was, is).map((id) => differ('removed', id))]
}
