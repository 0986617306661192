import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { checkDecidedValue } from '#core/assets/fields'
import { writeCostTable } from '#core/costs/cost-table'
import { isDbtArtifactName } from '#core/importers/dbt/names'
import { SampleDefinition } from '#core/sample/definition'
import { type SampleChoice, type SampleStep, tellStory } from '#core/sample/story'
import { assertFree, type Copied, saveCopy } from '#db/book-file/copy'
import { createBook } from '#db/book-file/create'
import { openBook } from '#db/book-file/open'
import { openBulkConnection, openReadConnection, type WriteDb } from '#db/connection'
import { findSource, type SourceRow } from '#db/sources'
import { openPickedFiles } from '#io/picked-files'
import type { SourceFile } from '#io/source-file'
import { assetsFolder } from './assets-folder.ts'
import { CHANGED_BY_DECISIONS, decide } from './decide.ts'
import { type BookDeps, commit } from './deps.ts'
import { createHandMade } from './hand-made.ts'
import type { ImportRequest } from './importing/prepare-import.ts'
import { applyImport, planImport } from './importing/run-import.ts'
import { createRulesCache } from './rules.ts'
import { setMetaMapping } from './set-source.ts'

/** The company of the sample book. */
function readSampleDefinition(): SampleDefinition {
  return SampleDefinition.parse(JSON.parse(readFileSync(join(assetsFolder('sample'), 'larkmoor.json'), 'utf8')))
}

/**
 * Makes a whole catalog of a made-up company at `target`, by the same imports and decisions a person would make, each on its own day.
 * It is made elsewhere and put there at the end: a kill leaves nothing. The same seed and day make the same book.
 * @throws AppError conflict when a file is there, disk-full, book-read-only
 */
export async function makeSample(target: string, choice: SampleChoice, progress: (done: number, total: number) => void): Promise<Copied> {
  assertFree(target)
  const definition = readSampleDefinition()
  const steps = tellStory(definition, choice)
  const folder = mkdtempSync(join(tmpdir(), 'stewardbook-sample-'))
  try {
    const path = join(folder, basename(target))
    const nowMs = steps[0]?.atMs ?? choice.untilMs
    createBook(path, { name: definition.company, currency: definition.currency, nowMs, author: definition.company })
    const maker = new SampleMaker(path, folder, nowMs)
    try {
      for (const [index, step] of steps.entries()) {
        progress(index, steps.length)
        await maker.take(step)
      }
    } finally {
      maker.close()
    }
    const read = openReadConnection(path)
    try {
      return saveCopy({ read }, target)
    } finally {
      read.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Who imports in the sample. */
const IMPORTER = 'Data Platform'

class SampleMaker {
  readonly #folder: string
  readonly #deps: BookDeps
  readonly #write: WriteDb
  #nowMs: number
  #author = IMPORTER
  #projectId: number | null = null
  #billId: number | null = null

  constructor(path: string, folder: string, nowMs: number) {
    this.#folder = folder
    this.#nowMs = nowMs
    const file = openBook(path, { holder: 'cli', nowMs, author: IMPORTER })
    const now = (): number => this.#nowMs
    const author = (): string => this.#author
    this.#deps = { file, read: file.read, now, author, rules: createRulesCache(), announce: () => undefined }
    this.#write = openBulkConnection(path)
  }

  async take(step: SampleStep): Promise<void> {
    this.#nowMs = step.atMs
    switch (step.kind) {
      case 'import':
        this.#author = IMPORTER
        return this.#importProject(step)
      case 'costs':
        this.#author = IMPORTER
        return this.#importBill(step)
      case 'column-links':
        this.#author = IMPORTER
        return this.#importLinks(step)
      case 'mapping':
        this.#author = step.author
        return this.#mapMeta(step)
      case 'glossary':
        this.#author = step.author
        return this.#defineTerms(step)
      case 'domains':
        this.#author = step.author
        return this.#describeDomains(step)
      case 'links':
        this.#author = step.author
        return this.#linkTerms(step)
      case 'products':
        this.#author = step.author
        return this.#makeProducts(step)
      case 'leave':
        this.#author = step.departure.author
        return this.#takeLeave(step)
      case 'decide':
        this.#author = step.decision.author
        return this.#decide(step)
    }
  }

  async #importProject({ files, atMs }: SampleStep & { kind: 'import' }): Promise<void> {
    const folder = join(this.#folder, String(atMs), 'target')
    mkdirSync(folder, { recursive: true })
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content))
    const picked = await openPickedFiles([{ path: folder, name: 'target' }], isDbtArtifactName)
    this.#projectId = await this.#import(picked, { format: 'dbt', sourceId: this.#projectId, sourceName: null })
  }

  async #importBill({ fileName, sourceName, rows }: SampleStep & { kind: 'costs' }): Promise<void> {
    const picked = await this.#pick(fileName, [...writeCostTable(rows, [])].join(''))
    this.#billId = await this.#import(picked, { format: 'costs', sourceId: this.#billId, sourceName })
  }

  async #importLinks({ fileName, sourceName, text }: SampleStep & { kind: 'column-links' }): Promise<void> {
    await this.#import(await this.#pick(fileName, text), { format: 'links', sourceId: null, sourceName })
  }

  #pick(name: string, text: string): Promise<readonly SourceFile[]> {
    const path = join(this.#folder, name)
    writeFileSync(path, text)
    return openPickedFiles([{ path, name }], () => true)
  }

  async #import(picked: readonly SourceFile[], of: Pick<ImportRequest, 'format' | 'sourceId' | 'sourceName'>): Promise<number> {
    const tools = {
      write: this.#write,
      now: this.#deps.now,
      cancel: { isCancelled: () => false },
      progress: () => undefined,
      keepOriginalUpToBytes: Infinity,
      readBesideFromBytes: Infinity,
      backUp: () => 'nothing-to-lose' as const,
      transactionMs: Infinity,
    }
    const pending = await planImport(tools, picked, { ...of, options: {}, place: null, author: IMPORTER, whenUndone: 'take' })
    await applyImport(tools, this.#deps.rules.current(this.#write), { pending, sameAs: [], author: IMPORTER })
    this.#deps.rules.drop()
    return pending.sourceId
  }

  #mapMeta({ mapping }: SampleStep & { kind: 'mapping' }): void {
    commit(this.#deps, CHANGED_BY_DECISIONS, (write) =>
      setMetaMapping(this.#deps, write, { sourceId: this.#source().id, mapping: [...mapping] }),
    )
  }

  #defineTerms({ terms }: SampleStep & { kind: 'glossary' }): void {
    commit(this.#deps, CHANGED_BY_DECISIONS, (write) => {
      for (const { term, definition, owner, synonyms, related, broader, status } of terms) {
        const more = { ...(broader === undefined ? {} : { parentTerm: broader }) }
        const fields = { description: definition, ownerTeam: owner, termStatus: status, synonyms, relatedTerms: related, ...more }
        createHandMade(this.#deps, write, { kind: 'term', name: term, fields, reason: 'agreed with the domain teams' })
      }
    })
  }

  #describeDomains({ domains }: SampleStep & { kind: 'domains' }): void {
    commit(this.#deps, CHANGED_BY_DECISIONS, (write) => {
      for (const { name, description, team } of domains)
        createHandMade(this.#deps, write, { kind: 'domain', name, fields: { description, ownerTeam: team }, reason: '' })
    })
  }

  #linkTerms({ links }: SampleStep & { kind: 'links' }): void {
    const changes = links.map(({ uniqueId, column, terms }) => ({
      subject: this.#keyOf(uniqueId),
      column,
      field: 'glossaryTerms',
      value: checkDecidedValue(column === '' ? 'dataset' : 'column', 'glossaryTerms', [...terms]),
    }))
    commit(this.#deps, CHANGED_BY_DECISIONS, (write) => decide(this.#deps, write, changes, 'walked through with the domain teams'))
  }

  #makeProducts({ products }: SampleStep & { kind: 'products' }): void {
    commit(this.#deps, CHANGED_BY_DECISIONS, (write) => {
      for (const { name, description, purpose, owner, domain, sla, uniqueIds } of products) {
        const datasets = uniqueIds.map((uniqueId) => this.#keyOf(uniqueId))
        const fields = { description, purpose, ownerTeam: owner, domain, sla, datasets }
        createHandMade(this.#deps, write, { kind: 'data_product', name, fields, reason: '' })
      }
    })
  }

  #takeLeave({ departure: { person, email, reason } }: SampleStep & { kind: 'leave' }): void {
    const fields = { ownerType: 'person', email, hasLeft: true }
    commit(this.#deps, CHANGED_BY_DECISIONS, (write) => createHandMade(this.#deps, write, { kind: 'owner', name: person, fields, reason }))
  }

  #keyOf(uniqueId: string): string {
    return `${this.#source().identity}/${uniqueId}`
  }

  #decide({ decision, uniqueId }: SampleStep & { kind: 'decide' }): void {
    const { field, value, reason } = decision
    const change = {
      subject: this.#keyOf(uniqueId),
      column: '',
      field,
      value: checkDecidedValue('dataset', field, value),
    }
    commit(this.#deps, CHANGED_BY_DECISIONS, (write) => decide(this.#deps, write, [change], reason))
  }

  #source(): SourceRow {
    const source = this.#projectId === null ? undefined : findSource(this.#write, this.#projectId)
    if (source === undefined) throw new Error('the sample decides before it imports')
    return source
  }

  close(): void {
    this.#write.close()
    this.#deps.file.close()
  }
}
