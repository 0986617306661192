import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { AppError } from '#core/errors'
import type { MetaMapping } from '#contract/sources'
import type { JsonValue } from '#core/json'
import { isDbtArtifactName } from '#core/importers/dbt/names'
import { sql } from '#db/connection'
import { listStandingDecisions } from '#db/decisions'
import { findImport } from '#db/imports'
import { listKeysOfAsset } from '#db/keys'
import { findSourceByIdentity } from '#db/sources'
import { openPickedFiles } from '#io/picked-files'
import { decide, type FieldChange, undoGroup } from '../decide.ts'
import { commit } from '../deps.ts'
import { askTheBook, loadDecisions } from '../derive.ts'
import { countImportChanges, listImportChanges } from '../import-changes.ts'
import type { PendingImport } from '../importing/run-import.ts'
import { verifyBook } from '../journal.ts'
import { loadCurrentRules } from '../rules.ts'
import { besideHere } from './beside-here.ts'
import { createSourceHandlers } from '../sources.ts'
import { derivedDump, logicalDump } from './logical-dump.ts'
import { importNaively, type NaiveRules, type NaiveSource, NOTHING_SAID } from './naive-items.ts'
import { type ProjectVersion, type RandomDecision, renamed, writeVersion } from './project-versions.ts'
import { type ImportStep, SOURCES, type SourceName, type Step, steps } from './random-steps.ts'
import { countOrphans, rebuiltDump } from './rebuild.ts'
import { createTestBook, type TestBook } from './test-book.ts'

type Past = { readonly importId: number; readonly before: NaiveSource; readonly facts: string }

/** Does steps to a real book and holds, after each, what must hold after any. */
class RandomSequence {
  readonly #book: TestBook
  readonly #said = new Map<SourceName, NaiveSource>(SOURCES.map((name) => [name, NOTHING_SAID]))
  readonly #past = new Map<SourceName, Past[]>(SOURCES.map((name) => [name, []]))
  #folders = 0
  #isPending = false

  constructor(book: TestBook) {
    this.#book = book
  }

  async take(step: Step): Promise<void> {
    const decisions = this.#decisions()
    await this.#do(step)
    // Decisions are only ever added to.
    expect(this.#decisions().slice(0, decisions.length)).toEqual(decisions)
    expect(verifyBook(this.#book.deps.read)).toMatchObject({ ok: true })
    expect(this.#book.write.pragma('foreign_key_check')).toEqual([])
    expect(rebuiltDump(this.#book.write)).toBe(derivedDump(this.#book.write))
    if (!this.#isPending) expect(countOrphans(this.#book.write)).toBe(0)
    this.#expectDecisionsShow()
  }

  async #do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'import':
        return this.#import(step, step.version)
      case 'rename':
        return this.#rename(step)
      case 'undo':
        return this.#undo(step.source)
      case 'decide':
        return this.#decide(step.decisions.flatMap((decision) => this.#toChange(decision)))
      case 'same':
        return this.#same(step.of, step.as)
      case 'merge':
        return this.#decide([{ subject: `hand/owner.${step.from}`, column: '', field: 'mergedInto', value: step.into }])
      case 'map':
        return this.#map(step.source, step.field)
      case 'take-back':
        return this.#takeBack(step.group)
    }
  }

  async #import({ source, renames, next }: ImportStep, version: ProjectVersion): Promise<void> {
    const { deps } = this.#book
    const folder = writeVersion(join(this.#book.folder, String((this.#folders += 1))), version)
    const before = { dump: logicalDump(deps.read), derived: derivedDump(deps.read), facts: this.#factsOf(source) }
    const naive = this.#said.get(source) ?? NOTHING_SAID
    const pending = await this.#plan(folder, source)
    this.#isPending = pending !== undefined && !pending.isUnchanged
    // A preview shows nothing, and a refused file changes nothing.
    expect(logicalDump(deps.read)).toBe(before.dump)
    expect(derivedDump(deps.read)).toBe(before.derived)
    if (pending === undefined || pending.isUnchanged) return
    const files = await openPickedFiles([{ path: folder, name: 'picked' }], isDbtArtifactName)
    const { after, counts } = await importNaively(naive, files, this.#naiveRules(`dbt:${source}`))
    const { added, changed, removed, conflicts } = pending.changes
    expect({ added, changed, removed, conflicts }).toEqual(counts)
    this.#expectListed(pending, after.runs.size - naive.runs.size)
    if (next === 'leave') return
    await this.#book.apply(pending, renames === 'take' ? pending.renames.map(({ from, to }) => ({ from, to })) : [])
    this.#isPending = false
    const shown = JSON.parse(findImport(deps.read, pending.importId)?.changes ?? '') as PendingImport['changes']
    this.#expectListed({ ...pending, changes: shown }, after.runs.size - naive.runs.size)
    if (next === 'undo') {
      expect(this.#book.undo(pending.importId)).toEqual([pending.importId])
      expect(logicalDump(deps.read)).toBe(before.dump)
      expect(derivedDump(deps.read)).toBe(before.derived)
      return
    }
    this.#said.set(source, after)
    this.#past.get(source)?.push({ importId: pending.importId, before: naive, facts: before.facts })
  }

  async #rename(step: Extract<Step, { kind: 'rename' }>): Promise<void> {
    const version: ProjectVersion = { ...step.version, parts: ['manifest'] }
    await this.#import({ ...step, next: 'keep' }, version)
    await this.#import(step, renamed(version, step.to))
  }

  /** A folder may hold nothing that says anything; that is refused, in words. */
  async #plan(folder: string, sourceName: string): Promise<PendingImport | undefined> {
    try {
      return await this.#book.plan(folder, { sourceName, format: 'dbt' })
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      return undefined
    }
  }

  #expectListed(pending: PendingImport, newRuns: number): void {
    const { read } = this.#book.deps
    const { items } = listImportChanges(
      read,
      { importId: pending.importId, filter: {}, cursor: undefined, limit: 100_000 },
      pending.changes,
    )
    const count = (change: string): number => items.filter((item) => item.change === change).length
    expect(count('added') + newRuns).toBe(pending.changes.added)
    expect(count('removed')).toBe(pending.changes.removed)
    expect(count('conflict')).toBe(pending.changes.conflicts)
    expect(count('changed') > 0).toBe(pending.changes.changed > 0)
    const counted = (filter: Parameters<typeof countImportChanges>[2]): number =>
      countImportChanges(read, pending.importId, filter, pending.changes)
    expect(counted({})).toBe(items.length)
    for (const change of ['added', 'changed', 'removed', 'conflict'] as const) {
      expect(counted({ change })).toBe(count(change))
      const listed = listImportChanges(
        read,
        { importId: pending.importId, filter: { change }, cursor: undefined, limit: 100_000 },
        pending.changes,
      )
      expect(listed.items).toEqual(items.filter((item) => item.change === change))
    }
    const held = (text: string): number => items.filter((item) => namesOf(item).some((name) => name.toLowerCase().includes(text))).length
    for (const text of ['a', 'Order', '"']) expect(counted({ text })).toBe(held(text.toLowerCase()))
  }

  #undo(source: SourceName): void {
    const past = this.#past.get(source)?.pop()
    if (past === undefined) return
    this.#book.undo(past.importId)
    this.#isPending = false
    this.#said.set(source, past.before)
    // Whatever else happened since, this source says what it said before.
    expect(this.#factsOf(source)).toBe(past.facts)
  }

  #decide(changes: readonly FieldChange[]): void {
    if (changes.length === 0) return
    commit(this.#book.deps, ['decisions'], (write) => decide(this.#book.deps, write, changes, 'tried'))
  }

  #toChange({ at, on, field, value }: RandomDecision): FieldChange[] {
    const key = this.#keyAt(at)
    if (key === undefined) return []
    if (on === 'asset') return [{ subject: key.urn, column: '', field, value }]
    const names = sql<{ name: string }>(this.#book.deps.read, 'select name from asset_column where assetId = ? order by name').all(
      key.assetId,
    )
    const name = names[at % Math.max(1, names.length)]?.name
    return name === undefined ? [] : [{ subject: key.urn, column: name, field: 'description', value }]
  }

  #same(of: number, as: number | null): void {
    const key = this.#keyAt(of)
    const other = as === null ? undefined : this.#keyAt(as)
    if (key === undefined || (as !== null && (other === undefined || other.urn === key.urn))) return
    this.#decide([{ subject: key.urn, column: '', field: 'sameAs', value: other?.urn ?? null }])
  }

  #map(source: SourceName, field: string | null): void {
    const { deps } = this.#book
    const found = findSourceByIdentity(deps.read, `dbt:${source}`)
    if (found === undefined) return
    const handlers = createSourceHandlers({
      book: () => deps,
      jobs: () => {
        throw new Error('no job is needed here')
      },
      afterChange: () => undefined,
      beside: besideHere(deps).beside,
    })
    void handlers.setMetaMapping({ sourceId: found.id, mapping: field === null ? [] : [{ metaKey: 'owner', scope: 'dataset', field }] })
  }

  #takeBack(number: number): void {
    const groups = sql<{ groupId: number }>(this.#book.deps.read, 'select distinct groupId from decision order by 1').all()
    const group = groups[number % Math.max(1, groups.length)]
    if (group === undefined) return
    try {
      commit(this.#book.deps, ['decisions'], (write) => undoGroup(this.#book.deps, write, { groupId: group.groupId, reason: '' }))
    } catch (error) {
      expect(error).toMatchObject({ code: 'conflict' })
    }
  }

  /** A dataset that is in the book, by number. */
  #keyAt(at: number): { readonly urn: string; readonly assetId: number } | undefined {
    const keys = sql<{ urn: string; assetId: number }>(
      this.#book.deps.read,
      `select k.urn, k.assetId from asset_key k join asset a on a.id = k.assetId join book b
       where k.kind = 'dataset' and (k.firstImportId is null or k.firstImportId <= b.visibleImportId) order by k.urn`,
    ).all()
    return keys[at % Math.max(1, keys.length)]
  }

  #factsOf(source: SourceName): string {
    return logicalDump(this.#book.deps.read)
      .split('\n')
      .filter((line) => line.startsWith(`{"urn":"dbt:${source}/`) && line.includes('"payload"'))
      .join('\n')
  }

  #decisions(): unknown[] {
    return sql(this.#book.deps.read, 'select * from decision order by id').all()
  }

  /** Which keys are one asset, and which decision on it counts, is the book's to say. */
  #naiveRules(identity: string): NaiveRules {
    const { read } = this.#book.deps
    const rules = loadCurrentRules(read)
    const context = { db: read, rules, visible: 0, look: askTheBook(read, 0) }
    const standing = new Map<string, { column: string; field: string; value: JsonValue }[]>()
    const sameThing = new Map<string, readonly string[]>()
    for (const { urn, assetId } of sql<{ urn: string; assetId: number }>(read, 'select urn, assetId from asset_key').all()) {
      const decided = [...loadDecisions(context, listKeysOfAsset(read, assetId))].flatMap(([column, fields]) =>
        [...fields].flatMap(([field, { value }]) => (value === null ? [] : [{ column, field, value }])),
      )
      standing.set(urn, decided)
      const own = listKeysOfAsset(read, assetId).filter((key) => key.urn === `${identity}/${key.name}`)
      for (const { name } of own)
        sameThing.set(
          name,
          own.map((key) => key.name),
        )
    }
    const mapping = JSON.parse(findSourceByIdentity(read, identity)?.metaMapping ?? '[]') as MetaMapping
    return {
      identity,
      standing,
      sameThing,
      ownerFills: mapping[0]?.field ?? null,
      ownerReads: (name) => rules.mergedName('ownerTeam', name),
    }
  }

  /** Where a thing has one key, what a person decided on it is what it shows. */
  #expectDecisionsShow(): void {
    const { read } = this.#book.deps
    const rows = sql<{ urn: string; description: string | null; tier: string | null }>(
      read,
      'select a.urn, a.description, a.tier from asset a where (select count(*) from asset_key k where k.assetId = a.id) = 1',
    ).all()
    for (const row of rows) {
      for (const { column, field, value } of listStandingDecisions(read, row.urn)) {
        if (column !== '' || value === null || (field !== 'description' && field !== 'tier')) continue
        expect(row[field]).toBe(JSON.parse(value))
      }
    }
  }
}

/** Tries `runs` random sequences, the same ones for the same seed. Rejects with the first that failed. */
export async function holdSequences({ seed, runs }: { readonly seed: number; readonly runs: number }): Promise<void> {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const book = createTestBook()
      try {
        const run = new RandomSequence(book)
        for (const step of sequence) await run.take(step)
      } finally {
        book.close()
      }
    }),
    // Making a failing sequence shorter takes minutes: ask for it with STEWARDBOOK_SHRINK=1.
    { seed, numRuns: runs, endOnFailure: process.env['STEWARDBOOK_SHRINK'] !== '1' },
  )
}

const namesOf = ({ assetName, child, field, key }: ReturnType<typeof listImportChanges>['items'][number]): string[] => [
  assetName,
  child ?? '',
  field ?? '',
  key,
]
