import type { CurrentRules } from '#core/assets/current'
import { FIELD_OF_NOUN } from '#core/assets/merged-names'
import type { EntryFacts, NamedEntry } from '#core/reconcile/entry-facts'
import { findAssetNamed } from '#db/assets'
import type { WriteDb } from '#db/connection'
import { listDecidedSame } from '#db/decisions'
import { findKeyByUrn, hasKeysOfOthers, listKeysOfAsset, listUntoldByRelation } from '#db/keys'
import { loadCurrentRules } from '../rules.ts'
import { readMarks } from './late-changes.ts'

/** Finds out whether what a source tells for the first time is in the catalog under another key. */
export class SameAsset {
  readonly #write: WriteDb
  readonly #sourceId: number
  /** Standing words on which keys are one thing: the other's urn, or '' for "its own". */
  readonly #sameAs = new Map<string, string>()
  #decisionId = 0
  #rules: CurrentRules
  #isAlone = false

  constructor(write: WriteDb, sourceId: number) {
    this.#write = write
    this.#sourceId = sourceId
    this.#rules = loadCurrentRules(write)
    this.#hearDecisions()
  }

  /** In a new transaction: since the last one other programs, and people, may have told of something, or said what is one thing. */
  seeOthers(): void {
    if (this.#hearDecisions() === 'new') this.#rules = loadCurrentRules(this.#write)
    this.#isAlone = this.#sameAs.size === 0 && !hasKeysOfOthers(this.#write, this.#sourceId)
  }

  /** Takes what was decided since it was asked last. */
  #hearDecisions(): 'new' | 'none' {
    const { decisionId } = readMarks(this.#write)
    if (decisionId === this.#decisionId) return 'none'
    for (const { subject, value } of listDecidedSame(this.#write, this.#decisionId)) {
      if (value === null) this.#sameAs.delete(subject)
      else this.#sameAs.set(subject, JSON.parse(value) as string)
    }
    this.#decisionId = decisionId
    return 'new'
  }

  /** The asset that an entry with this new key is; undefined where it is one of its own. */
  find(entry: EntryFacts, urn: string): number | undefined {
    if (this.#isAlone) return undefined
    return this.#decidedSame(urn) ?? this.#sameKey(entry, urn) ?? this.#sameRelation(entry, urn) ?? this.#sameName(entry, urn)
  }

  /** The asset of the key that people said this one is, or that they said is this one: their word waited for it. */
  #decidedSame(urn: string): number | undefined {
    for (const [subject, other] of this.#sameAs) {
      const found = subject === urn ? findKeyByUrn(this.#write, other) : other === urn ? findKeyByUrn(this.#write, subject) : undefined
      if (found !== undefined) return found.assetId
    }
    return undefined
  }

  /** The dataset whose key here is what a list calls its own: the list went out of this catalog. */
  #sameKey({ name, assetKind }: EntryFacts, urn: string): number | undefined {
    if (assetKind !== 'dataset' || this.#sameAs.get(urn) === '') return undefined
    const key = findKeyByUrn(this.#write, name)
    if (key?.kind !== 'dataset') return undefined
    return listKeysOfAsset(this.#write, key.assetId).some(({ sourceId }) => sourceId === this.#sourceId) ? undefined : key.assetId
  }

  /** A table another source calls by the same relation name is the same thing, unless a person said of either that it is its own. */
  #sameRelation({ relation }: EntryFacts, urn: string): number | undefined {
    if (relation === null || this.#sameAs.get(urn) === '') return undefined
    const candidates = listUntoldByRelation(this.#write, relation, this.#sourceId)
    return candidates.find((id) => listKeysOfAsset(this.#write, id).every((key) => this.#sameAs.get(key.urn) !== ''))
  }

  /** One of the same name, or of the name that people said it stands for: what goes out and comes back is not told twice. */
  #sameName({ named }: EntryFacts, urn: string): number | undefined {
    if (named === null || this.#sameAs.get(urn) === '') return undefined
    const same = findAssetNamed(this.#write, named.kind, this.#readName(named))
    if (same === undefined) return undefined
    const keys = listKeysOfAsset(this.#write, same.id)
    return keys.some((key) => key.sourceId === this.#sourceId || this.#sameAs.get(key.urn) === '') ? undefined : same.id
  }

  /** A name at the end of its merges, however many: something renamed twice is still what a file calls by its first name. */
  #readName({ kind, name }: NamedEntry): string {
    return kind === 'data_product' ? name : this.#rules.mergedName(FIELD_OF_NOUN[kind], name)
  }
}
