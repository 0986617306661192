import { setImmediate as immediate } from 'node:timers/promises'
import type { Coverage, IntakeSummary, NotUnderstood } from '#core/importers/intake'
import { AppError } from '#core/errors'
import { quoted } from '#core/importers/object-reader'
import { isCovered } from '#core/reconcile/coverage'
import { addCounts, countDifferences, type Existence, type ItemCounts } from '#core/reconcile/diff'
import type { EntryFacts } from '#core/reconcile/entry-facts'
import { LeftInWriting } from '#core/reconcile/receipt'
import { type Section, SECTIONS, type SectionTexts, withEarlierLinks } from '#core/reconcile/sections'
import type { WriteDb } from '#db/connection'
import { closeUntoldCosts, CostWriter, listCostLineIds } from '#db/costs'
import { type Digests, type FactRow, FactWriter, iterateOpenParts } from '#db/facts'
import { isUnfinished } from '#db/imports'
import { findKeyByName, findKeyByUrn, insertKey, type KeyRow, listKeysOfAsset, setAssetOfKey } from '#db/keys'
import { listSubjects } from '#db/decisions'
import { findRun, findToldAlike, insertRun, insertRunResult } from '#db/runs'
import { findDatasetsMeant } from '../asset-names.ts'
import type { Batches } from './batches.ts'
import type { FactStream, ToldEntry, ToldItem, ToldSummary } from './fact-stream.ts'
import { countOverruled } from './overruled.ts'
import { type Marks, readMarks } from './late-changes.ts'
import { readMembers } from './product-members.ts'
import { ReadyAssets } from './ready-assets.ts'
import { SameAsset } from './same-asset.ts'
import type { NewKind } from './source-before.ts'

/** What writing an import's facts found out. Nothing of it is visible yet. */
export type WrittenImport = {
  readonly counts: ItemCounts & { readonly conflicts: number }
  /** With the receipts as they are once all is written. */
  readonly summary: IntakeSummary
  readonly notUnderstood: readonly NotUnderstood[]
  readonly factDigest: string
  /** Keys whose kind the source changed; done at the switch. */
  readonly newKinds: readonly NewKind[]
  /** What people had said before any new asset was made ready. */
  readonly readySince: Marks
}

type Target = {
  readonly importId: number
  readonly sourceId: number
  readonly identity: string
  readonly seenAtMs: number
  readonly isNewSource: boolean
  readonly digests: Digests
}
/** What this import told of a name so far: its parts, and whether nothing was told of it before. */
type ToldName = { readonly parts: string[]; isNew: boolean }
type Progress = (done: number, total: number | null) => void

/** A part that says nothing of these this time leaves what it said of them before alone. */
const LEFT_ALONE: ReadonlySet<Section> = new Set(['columns', 'upstream', 'columnLinks', 'sql'])
/** Decided datasets that are compared before others get their turn. */
const LOOKED_AT_ONCE = 100
const NOTHING: ItemCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 }

/**
 * Writes what the importer tells under the import's id, in short batches: changed facts are closed and opened
 * again, unchanged ones are left, what the import covers and does not tell of is closed.
 * @throws AppError from the importer, conflict where another program removed the import meanwhile; the caller then removes what was written
 */
export async function writeImport(
  write: WriteDb,
  target: Target,
  stream: FactStream,
  batches: Batches,
  progress: Progress,
): Promise<WrittenImport> {
  const writer = new ImportWriter(write, target)
  let done = 0
  for (;;) {
    const next = await takeNext(stream, batches)
    if (next.done === true) {
      writer.writeFacts(batches)
      await writer.ready.finish(batches)
      await writer.retireMissing(next.value.covers, batches)
      batches.end()
      await writer.countConflicts(batches)
      return writer.finish(next.value)
    }
    for (const item of next.value) {
      if (batches.begin()) writer.seeWhatStands()
      await batches.wrote(writer.take(item))
    }
    await writer.ready.writeWords(batches)
    done += next.value.length
    progress(done, null)
  }
}

/** What is told next. Where that is still to be waited for, no transaction waits with it. */
async function takeNext(stream: FactStream, batches: Batches): ReturnType<FactStream['next']> {
  let isThere = false
  const next = stream.next().finally(() => (isThere = true))
  next.catch(() => undefined) // heard by whoever awaits it
  await immediate()
  if (!isThere) batches.rest()
  return next
}

class ImportWriter {
  readonly ready: ReadyAssets
  readonly #write: WriteDb
  readonly #target: Target
  readonly #facts: FactWriter
  readonly #told = new Map<string, ToldName>()
  readonly #notUnderstood: NotUnderstood[] = []
  readonly #left = new LeftInWriting()
  readonly #newKinds: NewKind[] = []
  readonly #runIds = new Map<string, number>()
  readonly #readySince: Marks
  readonly #decided: ReadonlySet<string>
  readonly #same: SameAsset
  readonly #costs: CostWriter
  #counts: ItemCounts = NOTHING
  #conflicts = 0

  constructor(write: WriteDb, target: Target) {
    this.#write = write
    this.#target = target
    this.#facts = new FactWriter(write, target)
    this.#readySince = readMarks(write)
    this.#decided = listSubjects(write)
    this.#same = new SameAsset(write, target.sourceId)
    this.ready = new ReadyAssets(write)
    this.#costs = new CostWriter(write, target)
  }

  /** In a new transaction. All that is written refers to the import, its source and keys written under it: they go together (clean-up). */
  seeWhatStands(): void {
    const { importId } = this.#target
    if (!isUnfinished(this.#write, importId))
      throw new AppError('conflict', 'Another program removed this import while it was made.', { importId })
    this.#same.seeOthers()
  }

  /** Writes what still waits. */
  writeFacts(batches: Batches): void {
    if (batches.begin()) this.seeWhatStands()
    this.#facts.write()
  }

  /** Takes one item over. Returns roughly how many rows it wrote. */
  take(item: ToldItem): number {
    switch (item.kind) {
      case 'entry':
        return this.#takeEntry(item)
      case 'run': {
        const known = findRun(this.#write, this.#target.sourceId, item.externalId)
        const id = known?.id ?? insertRun(this.#write, this.#target.sourceId, this.#target.importId, item)
        if (id !== null) this.#runIds.set(item.externalId, id)
        this.#count(known === undefined ? 'added' : 'unchanged', 1)
        return 1
      }
      case 'run-result': {
        const runId = this.#runIds.get(item.runExternalId)
        if (runId === undefined) throw new Error(`a result of run ${item.runExternalId} came before its run`)
        const { importId, sourceId } = this.#target
        const isNew = insertRunResult(this.#write, { runId, importId, sourceId }, item)
        if (!isNew) this.#left.leaveKnownResult(item, findToldAlike(this.#write, { runId, sourceId }, item))
        this.#count(isNew ? 'added' : 'unchanged', 1)
        return 1
      }
      case 'cost-entry':
        this.#count(this.#costs.take(item, this.#target.isNewSource ? 'new' : 'known'), 1)
        return 1
    }
  }

  #takeEntry({ facts: given, ready }: ToldEntry): number {
    const entry = this.#byOwnName(given)
    const told = this.#told.get(entry.name) ?? { parts: [], isNew: false }
    if (told.parts.includes(entry.part)) return this.#leave(entry, `${quoted(entry.name)} is told twice; the first was taken`)
    const key = this.#keyOf(entry)
    if (key === undefined) return this.#leave(entry, `adds to ${quoted(entry.name)}, which no file defines`)
    told.parts.push(entry.part)
    this.#told.set(entry.name, told)
    const sections = entry.assetKind === 'data_product' ? this.#withMembers(entry) : entry.sections
    if (key.isNew) {
      this.#facts.openAll(key.id, entry.part, sections)
      told.isNew = true
      this.#count('added', 1 + entry.columnCount + entry.linkCount)
      if (!this.#target.isNewSource) return sections.size
      this.ready.name(entry.name, key)
      if (ready === null || key.assetId !== key.id || this.#decided.has(key.urn) || entry !== given) return sections.size
      return sections.size + this.ready.take(key.id, ready)
    }
    if (this.#target.isNewSource) this.ready.drop(key.id)
    return this.#reconcile(key.id, told, entry, sections)
  }

  #leave(entry: EntryFacts, reason: string): number {
    this.#facts.notAsTold()
    if (entry.receiptKind === null) this.#say({ path: entry.position, reason })
    else this.#left.leaveEntry(entry, entry.receiptKind, reason)
    return 0
  }

  /** A list that went out of this catalog calls datasets by the keys they have here: what its source tells already, it tells under its own name. */
  #byOwnName(entry: EntryFacts): EntryFacts {
    const { sourceId } = this.#target
    if (entry.part !== 'datasets' || !entry.name.includes('/')) return entry // no key is without one
    const key = findKeyByUrn(this.#write, entry.name)
    if (key === undefined || findKeyByName(this.#write, sourceId, entry.name) !== undefined) return entry
    const own = key.sourceId === sourceId ? key : listKeysOfAsset(this.#write, key.assetId).find((other) => other.sourceId === sourceId)
    return own === undefined ? entry : { ...entry, name: own.name }
  }

  #withMembers({ sections, position }: EntryFacts): SectionTexts {
    this.#facts.notAsTold()
    const members = readMembers(this.#write, sections)
    for (const { name, fits } of members.unknown) {
      const why = fits === 0 ? 'is no dataset of this catalog file' : `fits ${fits} datasets; write the key of the one that is meant`
      this.#say({ path: `${position}/datasets`, reason: `${quoted(name)} ${why}. It is kept as it is written` })
    }
    return members.sections
  }

  #reconcile(keyId: number, name: ToldName, { part, linksAre }: EntryFacts, told: SectionTexts): number {
    this.#facts.notAsTold()
    const open = this.#facts.listOpen(keyId)
    const own = open.filter((fact) => fact.part === part)
    const before = new Map(own.map((fact) => [fact.section, fact.payload] as const))
    const after = linksAre === 'more' ? withEarlierLinks(before, told) : told
    const standing = new Map([...before].filter(([section]) => LEFT_ALONE.has(section) && !after.has(section)))
    const now = new Map([...standing, ...after])
    this.#add(countDifferences(before, now, this.#existence(name, open, own)))
    let rows = 0
    for (const section of SECTIONS) {
      const was = own.find((fact) => fact.section === section)
      const is = now.get(section)
      if (was?.payload === is) continue
      rows += this.#replace(keyId, part, section, was, is)
    }
    return rows + 1
  }

  /** An asset that comes with this import is counted with the part that tells of it first. */
  #existence(name: ToldName, open: readonly FactRow[], own: readonly FactRow[]): Existence {
    if (open.length === 0) {
      name.isNew = true
      return 'this-part'
    }
    if (open.length === own.length) return 'this-part'
    return name.isNew ? 'with-another' : 'other-part'
  }

  #replace(keyId: number, part: string, section: Section, was: FactRow | undefined, is: string | undefined): number {
    if (was !== undefined) this.#facts.close(was.id)
    if (is !== undefined) this.#facts.open(keyId, part, section, is)
    return 2
  }

  #keyOf(entry: EntryFacts): (KeyRow & { readonly isNew: boolean }) | undefined {
    const { sourceId, identity, importId, isNewSource } = this.#target
    const isTold = this.#told.has(entry.name)
    const known = isNewSource && !isTold ? undefined : findKeyByName(this.#write, sourceId, entry.name)
    if (known !== undefined) {
      if (entry.assetKind !== null && entry.assetKind !== known.kind)
        this.#newKinds.push({ keyId: known.id, kind: entry.assetKind, before: known.kind })
      return { ...known, isNew: false }
    }
    if (entry.assetKind === null) return undefined
    const urn = `${identity}/${entry.name}`
    const id = insertKey(this.#write, { sourceId, name: entry.name, urn, kind: entry.assetKind, firstImportId: importId })
    const assetId = this.#same.find(entry, urn) ?? this.#findMeant(entry)
    if (assetId !== undefined) setAssetOfKey(this.#write, id, assetId)
    return { id, sourceId, name: entry.name, urn, kind: entry.assetKind, assetId: assetId ?? id, firstImportId: importId, isNew: true }
  }

  /** The dataset a list of links means by a name. One that means none, or several, stands for itself until a person says whose it is. */
  #findMeant({ meant, position }: EntryFacts): number | undefined {
    if (meant === null) return undefined
    const [only, ...more] = findDatasetsMeant(this.#write, meant)
    if (only !== undefined && more.length === 0) return only.id
    const why = only === undefined ? 'is no dataset of this catalog file' : `fits ${more.length + 1} datasets`
    this.#say({ path: position, reason: `${quoted(meant)} ${why}. It becomes one that only this list tells of` })
    return undefined
  }

  /** Closes what the import covers and did not tell of. */
  async retireMissing(covers: readonly Coverage[], batches: Batches): Promise<void> {
    if (this.#target.isNewSource) return
    await this.#retireCosts(covers, batches)
    if (covers.every((coverage) => 'charged' in coverage || coverage.names.kind === 'none')) return
    for (const { keyId, name, parts } of this.#listUntold(covers)) {
      batches.begin()
      await batches.wrote(this.#retire(keyId, this.#told.has(name) ? parts : null))
    }
  }

  async #retireCosts(covers: readonly Coverage[], batches: Batches): Promise<void> {
    const charged = covers.flatMap((coverage) => ('charged' in coverage ? [coverage.charged] : []))
    if (charged.length === 0) return
    const { importId, sourceId } = this.#target
    for (const lineId of listCostLineIds(this.#write, sourceId)) {
      for (const period of charged) {
        batches.begin()
        const closed = closeUntoldCosts(this.#write, importId, lineId, period)
        this.#count('removed', closed)
        await batches.wrote(closed + 1)
      }
    }
  }

  /** Keys with the parts that the import speaks for and did not tell of them. */
  #listUntold(covers: readonly Coverage[]): { readonly keyId: number; readonly name: string; readonly parts: ReadonlySet<string> }[] {
    const found = new Map<number, { keyId: number; name: string; parts: Set<string> }>()
    for (const { keyId, name, part } of iterateOpenParts(this.#write, this.#target.sourceId)) {
      if (this.#told.get(name)?.parts.includes(part) === true || !isCovered(covers, new Set([part]), name)) continue
      const untold = found.get(keyId)
      if (untold === undefined) found.set(keyId, { keyId, name, parts: new Set([part]) })
      else untold.parts.add(part)
    }
    return [...found.values()]
  }

  /** Closes some parts of what is said of a key; all of them (null) when the thing itself is gone. */
  #retire(keyId: number, only: ReadonlySet<string> | null): number {
    const open = this.#facts.listOpen(keyId).filter((fact) => only === null || only.has(fact.part))
    let existence: Existence = only === null ? 'this-part' : 'other-part'
    for (const part of new Set(open.map((fact) => fact.part))) {
      const before = new Map(open.filter((fact) => fact.part === part).map((fact) => [fact.section, fact.payload] as const))
      this.#add(countDifferences(before, new Map(), existence))
      if (existence === 'this-part') existence = 'with-another'
    }
    for (const fact of open) this.#facts.close(fact.id)
    return open.length
  }

  /**
   * A new word about a field a person decided is a conflict to look at; the decision stands. Only once all is written is it
   * known which keys are one thing and which platform's case rule counts.
   */
  async countConflicts(batches: Batches): Promise<void> {
    let looked = 0
    for (const conflicts of countOverruled(this.#write, this.#target.importId)) {
      this.#conflicts += conflicts
      looked += 1
      if (looked % LOOKED_AT_ONCE !== 0) continue
      batches.rest()
      await immediate()
    }
  }

  finish({ factDigest, ...summary }: ToldSummary): WrittenImport {
    return {
      counts: { ...this.#counts, conflicts: this.#conflicts },
      summary: { ...summary, files: this.#left.correct(summary.files) },
      notUnderstood: this.#notUnderstood,
      factDigest: this.#facts.digest(factDigest),
      newKinds: this.#newKinds,
      readySince: this.#readySince,
    }
  }

  /** Keeps a copy: a position may be cut out of a large text, all of which it would keep in memory. */
  #say(what: NotUnderstood): void {
    this.#notUnderstood.push(structuredClone(what))
  }
  #add(counts: ItemCounts): void {
    this.#counts = addCounts(this.#counts, counts)
  }
  #count(name: keyof ItemCounts, n: number): void {
    this.#counts = { ...this.#counts, [name]: this.#counts[name] + n }
  }
}
