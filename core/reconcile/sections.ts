import type { IntakeCheck, IntakeColumn, IntakeColumnLink, IntakeEntry, IntakeSql } from '../importers/intake.ts'
import { canonicalJson, type JsonObject, type JsonValue } from '../json.ts'

/** The sections an entry's facts are stored in. Each has its own history. */
export const SECTIONS = ['fields', 'columns', 'upstream', 'columnLinks', 'check', 'sql', 'extras'] as const
export type Section = (typeof SECTIONS)[number]

/** Section texts of one entry; a section the entry does not speak of is absent. */
export type SectionTexts = ReadonlyMap<Section, string>

/**
 * An entry as the facts that will be stored. Canonical text, so that equal facts have equal text.
 * Columns keep the file's order: it is part of what the file says.
 */
export function toSections(entry: IntakeEntry): Map<Section, string> {
  const sections = new Map<Section, string>()
  sections.set('fields', canonicalJson(entry.fields))
  if (entry.columns !== null) sections.set('columns', columnsText(entry.columns))
  if (entry.upstream !== null) sections.set('upstream', upstreamText(entry.upstream))
  if (entry.columnLinks !== undefined) sections.set('columnLinks', columnLinksText(entry.columnLinks))
  if (entry.check !== null) sections.set('check', canonicalJson(entry.check as unknown as JsonValue))
  if (entry.sql !== null) sections.set('sql', canonicalJson(entry.sql as unknown as JsonValue))
  if (Object.keys(entry.extras).length > 0 || entry.carriesValues.length > 0) {
    sections.set('extras', canonicalJson({ keys: entry.extras, carriesValues: [...entry.carriesValues] }))
  }
  return sections
}

function columnsText(columns: readonly IntakeColumn[]): string {
  return `[${columns
    .map((column) => {
      const extras = column.extras !== undefined && Object.keys(column.extras).length > 0 ? `,"extras":${canonicalJson(column.extras)}` : ''
      return `{"fields":${canonicalJson(column.fields)}${extras},"name":${JSON.stringify(column.name)}}`
    })
    .join(',')}]`
}

const upstreamText = (names: readonly string[]): string => JSON.stringify([...names].sort())

/** Links by the dataset upstream, whose name stands once however many of its columns are linked. Sorted, each once. */
function columnLinksText(links: readonly IntakeColumnLink[]): string {
  const byUpstream = new Map<string, Map<string, readonly [string, string]>>()
  for (const { upstream, upstreamColumn, downstreamColumn } of links) {
    let pairs = byUpstream.get(upstream)
    if (pairs === undefined) {
      pairs = new Map()
      byUpstream.set(upstream, pairs)
    }
    pairs.set(JSON.stringify([upstreamColumn, downstreamColumn]), [upstreamColumn, downstreamColumn])
  }
  const sorted = <T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(sorted(byUpstream).map(([upstream, pairs]) => [upstream, sorted(pairs).map(([, pair]) => pair)]))
}

/** What a part says of links, with the links it told before beside those it tells now. */
export function withEarlierLinks(before: SectionTexts, after: SectionTexts): SectionTexts {
  const all = new Map(after)
  const names = [before, after].flatMap((texts) => parseUpstream(texts.get('upstream') ?? '[]'))
  const links = [before, after].flatMap((texts) => parseColumnLinks(texts.get('columnLinks') ?? '[]'))
  if (after.has('upstream')) all.set('upstream', upstreamText([...new Set(names)]))
  if (after.has('columnLinks')) all.set('columnLinks', columnLinksText(links))
  return all
}

type StoredColumnLinks = readonly (readonly [
  upstream: string,
  pairs: readonly (readonly [upstreamColumn: string, downstreamColumn: string])[],
])[]

export type StoredExtras = { readonly keys: JsonObject; readonly carriesValues: readonly string[] }

export const parseFields = (text: string): JsonObject => JSON.parse(text) as JsonObject
export const parseColumns = (text: string): readonly IntakeColumn[] => JSON.parse(text) as readonly IntakeColumn[]
export const parseUpstream = (text: string): readonly string[] => JSON.parse(text) as readonly string[]
export const parseColumnLinks = (text: string): readonly IntakeColumnLink[] =>
  (JSON.parse(text) as StoredColumnLinks).flatMap(([upstream, pairs]) =>
    pairs.map(([upstreamColumn, downstreamColumn]) => ({ upstream, upstreamColumn, downstreamColumn })),
  )
export const parseCheck = (text: string): IntakeCheck => JSON.parse(text) as IntakeCheck
export const parseSql = (text: string): IntakeSql => JSON.parse(text) as IntakeSql
export const parseExtras = (text: string): StoredExtras => JSON.parse(text) as StoredExtras
