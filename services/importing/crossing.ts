import { AssetKind } from '#core/assets/kinds'
import { SECTIONS } from '#core/reconcile/sections'
import type { EntryFacts } from '#core/reconcile/entry-facts'
import { type Packed, Packer, Unpacker } from '../beside/packed.ts'
import type { ToldEntry, ToldItem } from './fact-stream.ts'
import type { ReadyAsset } from './ready-asset.ts'

/** Told items as they cross from the thread that reads. Entries, which are most of all that is told, are packed. */
export type CrossingItems =
  | { readonly kind: 'entries'; readonly packed: Packed }
  | { readonly kind: 'others'; readonly items: readonly ToldItem[] }

/** So much text, or so many other items, cross at once: what a message costs is little beside it. */
const MOST_TEXT = 256 * 1024
const MOST_OTHERS = 200

/** Packs what is told, in its order. What lives longer is copied about by the heap, so entries are packed as soon as they are told. */
export class ItemPacker {
  readonly #packer = new Packer()
  #others: ToldItem[] = []

  /** Returns what is to cross by now. */
  add(items: readonly ToldItem[]): CrossingItems[] {
    return items.flatMap((item) => {
      if (item.kind !== 'entry') {
        const before = this.#takeEntries()
        this.#others.push(item)
        return this.#others.length < MOST_OTHERS ? before : [...before, ...this.#takeOthers()]
      }
      const before = this.#takeOthers()
      this.#packer.item(() => packEntry(this.#packer, item))
      return this.#packer.size < MOST_TEXT ? before : [...before, ...this.#takeEntries()]
    })
  }

  /** Returns the rest. */
  take(): CrossingItems[] {
    return [...this.#takeEntries(), ...this.#takeOthers()]
  }

  #takeEntries(): CrossingItems[] {
    return this.#packer.isEmpty ? [] : [{ kind: 'entries', packed: this.#packer.packed() }]
  }

  #takeOthers(): CrossingItems[] {
    if (this.#others.length === 0) return []
    const items = this.#others
    this.#others = []
    return [{ kind: 'others', items }]
  }
}

export function unpackItems(crossing: CrossingItems): readonly ToldItem[] {
  if (crossing.kind === 'others') return crossing.items
  const unpacker = new Unpacker(crossing.packed)
  return [...unpacker.items(() => unpackEntry(unpacker))]
}

/** Kinds cross by their place: they are kept, and a text that is cut out of a packet keeps all of it. */
const NO_KIND = -1

function packEntry(to: Packer, { facts, ready }: ToldEntry): void {
  to.kept(facts.name)
  to.count(facts.assetKind === null ? NO_KIND : AssetKind.options.indexOf(facts.assetKind))
  to.text(facts.part)
  to.optional(facts.receiptKind)
  to.count(facts.fileIndex)
  to.text(facts.position)
  to.optional(facts.relation)
  to.optional(facts.named?.kind ?? null)
  if (facts.named !== null) to.text(facts.named.name)
  to.optional(facts.meant)
  to.text(facts.linksAre)
  to.count(facts.columnCount)
  to.count(facts.linkCount)
  to.list([...facts.sections], ([section, payload]) => {
    to.count(SECTIONS.indexOf(section))
    to.text(payload)
  })
  to.count(ready === null ? 0 : 1)
  if (ready !== null) packReady(to, ready)
}

function unpackEntry(from: Unpacker): ToldEntry {
  const facts: EntryFacts = {
    kind: 'entry',
    name: from.kept(),
    assetKind: AssetKind.options[from.count()] ?? null,
    part: from.text(),
    receiptKind: from.optional(),
    fileIndex: from.count(),
    position: from.text(),
    relation: from.optional(),
    named: unpackNamed(from),
    meant: from.optional(),
    linksAre: from.text() as EntryFacts['linksAre'],
    columnCount: from.count(),
    linkCount: from.count(),
    sections: new Map(from.list(() => [sectionAt(from.count()), from.text()])),
  }
  return { kind: 'entry', facts, ready: from.count() === 0 ? null : unpackReady(from) }
}

function unpackNamed(from: Unpacker): EntryFacts['named'] {
  const kind = from.optional()
  return kind === null ? null : ({ kind, name: from.text() } as EntryFacts['named'])
}

function sectionAt(index: number): (typeof SECTIONS)[number] {
  const section = SECTIONS[index]
  if (section === undefined) throw new Error(`there is no section ${index}`)
  return section
}

function packReady(to: Packer, { next, words, upstream, checked }: ReadyAsset): void {
  to.list(next.row, (cell) => to.cell(cell))
  to.count(next.columns.width)
  to.list(next.columns.cells, (cell) => to.cell(cell))
  to.list(next.tags, (tag) => to.text(tag))
  to.list(next.terms, ({ term, column }) => {
    to.text(term)
    to.text(column)
  })
  to.optional(words?.sortName ?? null)
  if (words !== null) to.list(words.texts, (text) => to.text(text))
  to.list(upstream, (name) => to.kept(name))
  to.list(checked === null ? [] : [checked], (name) => to.kept(name))
}

function unpackReady(from: Unpacker): ReadyAsset {
  return {
    next: {
      row: from.list(() => from.cell()),
      columns: { width: from.count(), cells: from.list(() => from.cell()) },
      tags: from.list(() => from.text()),
      terms: from.list(() => ({ term: from.text(), column: from.text() })),
    },
    words: unpackWords(from),
    upstream: from.list(() => from.kept()),
    checked: from.list(() => from.kept())[0] ?? null,
  }
}

function unpackWords(from: Unpacker): ReadyAsset['words'] {
  const sortName = from.optional()
  return sortName === null ? null : { sortName, texts: from.list(() => from.text()) }
}
