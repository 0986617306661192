import type { AssetKind } from '../assets/kinds.ts'
import type { IntakeEntry } from '../importers/intake.ts'
import { type SectionTexts, toSections } from './sections.ts'

/** The part that only mentions datasets: a link says what a dataset is made of, not that it is still there. */
export const LINKS_PART = 'links'

/** Kinds of which there is one of a name. */
const KNOWN_BY_NAME = ['term', 'domain', 'data_product'] as const
export type NamedEntry = { readonly kind: (typeof KNOWN_BY_NAME)[number]; readonly name: string }

/** An entry as it is compared and stored: texts, which cross from one thread to another cheaply. */
export type EntryFacts = {
  readonly kind: 'entry'
  readonly name: string
  readonly assetKind: AssetKind | null
  readonly part: string
  /** The line of a receipt that counts it, and whose receipt that is; null: it is in none. */
  readonly receiptKind: string | null
  readonly fileIndex: number
  readonly position: string
  /** By which a table of another source is known to be the same; null for all but datasets that say one. */
  readonly relation: string | null
  /** By which one of another source, or one made by hand, is known to be the same; null for kinds whose names say too little. */
  readonly named: NamedEntry | null
  /** The name by which a list of links means a dataset that another source tells of; null for all other entries. */
  readonly meant: string | null
  readonly linksAre: 'all' | 'more'
  readonly columnCount: number
  /** Between datasets and between columns. */
  readonly linkCount: number
  readonly sections: SectionTexts
}

/** What is stored of an entry an importer tells. */
export function toEntryFacts(entry: IntakeEntry): EntryFacts {
  const { kind, name, assetKind, part, receiptKind, fileIndex, position } = entry
  const relation = entry.fields['relation']
  const title = entry.fields['name']
  const knownKind = KNOWN_BY_NAME.find((known) => known === assetKind)
  return {
    kind,
    name,
    assetKind,
    part,
    receiptKind,
    fileIndex,
    position,
    relation: assetKind === 'dataset' && typeof relation === 'string' ? relation : null,
    named: knownKind === undefined || typeof title !== 'string' ? null : { kind: knownKind, name: title },
    meant: part === LINKS_PART ? name : null,
    linksAre: entry.linksAre ?? 'all',
    columnCount: entry.columns?.length ?? 0,
    linkCount: (entry.upstream?.length ?? 0) + (entry.columnLinks?.length ?? 0),
    sections: toSections(entry),
  }
}
