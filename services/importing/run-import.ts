import type { Receipt } from '#contract/imports'
import type { ChangeCounts } from '#contract/shapes'
import type { CurrentRules } from '#core/assets/current'
import { AppError } from '#core/errors'
import { canonicalJson, type JsonObject, type JsonValue } from '#core/json'
import type { ImportFormat } from '#core/importers/intake'
import type { RenameOffer } from '#core/reconcile/renames'
import type { ImportBackup } from '#db/book-file/import-backup'
import { bumpSeq } from '#db/book-file/info'
import type { WriteDb } from '#db/connection'
import {
  findImport,
  findNewestImport,
  type ImportRow,
  insertImportFile,
  insertOriginal,
  isUnfinished,
  markImportChecked,
  setContentHash,
} from '#db/imports'
import { appendJournal } from '#db/journal'
import type { SourceRow } from '#db/sources'
import type { SourceFile } from '#io/source-file'
import { type Cancel, createBatches } from './batches.ts'
import { removeUnfinishedImport, removeUnfinishedImports } from './clean-up.ts'
import { type FactStream, streamFacts } from './fact-stream.ts'
import { findRenames } from './find-renames.ts'
import { packOriginals, remarksOnOriginals } from './originals.ts'
import { countOverruled } from './overruled.ts'
import { beginImport, type BegunImport, type ImportRequest, prepareImport, type PreparedImport } from './prepare-import.ts'
import { readMarks } from './late-changes.ts'
import { readBeside, type ReadRequest } from './read-beside.ts'
import { makeReceipt, readReceipt } from './receipts.ts'
import { showImport } from './show-import.ts'
import { rememberSource } from './source-before.ts'
import { decideRenames, joinRenamed, type TakenRenames } from './taken-renames.ts'
import { writeImport, type WrittenImport } from './write-import.ts'

/** A written, still invisible import: what a preview shows and `applyImport` makes true. JSON-shaped. */
export type PendingImport = {
  readonly importId: number
  readonly sourceId: number
  readonly sourceName: string
  readonly format: ImportFormat
  readonly isNewSource: boolean
  /** There is nothing to write: these very files are imported already, or were undone last and are to be left alone. */
  readonly isUnchanged: boolean
  /** When the import of these very files (`importId`) was undone, where they are left alone for that; else null. */
  readonly undoneAtMs: number | null
  /** When the files began to be looked at. */
  readonly lookedAtMs: number
  readonly remarks: readonly string[]
  readonly changes: ChangeCounts
  readonly renames: readonly RenameOffer[]
  readonly receipt: Receipt
  readonly factDigest: string
  readonly newKinds: WrittenImport['newKinds']
  readonly readySince: WrittenImport['readySince']
  readonly fileNames: readonly string[]
  /** Where the files are, for the source to remember once this is applied; null for uploads. */
  readonly place: string | null
  readonly options: JsonObject
}

export type ImportTools = {
  readonly write: WriteDb
  readonly now: () => number
  readonly cancel: Cancel
  readonly progress: (step: string, done: number, total: number | null) => void
  /** Originals of files up to this unpacked size are kept. */
  readonly keepOriginalUpToBytes: number
  /** Files of together at least this size are read by a thread of their own. */
  readonly readBesideFromBytes: number
  /** Copies the book before anything is written to it. */
  readonly backUp: () => ImportBackup
  /** Replaces how long a transaction may last: see `createBatches`. */
  readonly transactionMs?: number
}

const TOO_LARGE_TO_COPY = 'The catalog file is over 200 MB: no copy of it was made before this import.'

/**
 * Reads files and writes what they say under a new import id, invisible. Anything another preview left is removed first.
 * @throws AppError bad-file, invalid-input, cancelled; the book is then as before
 */
export async function planImport(tools: ImportTools, files: readonly SourceFile[], request: ImportRequest): Promise<PendingImport> {
  const { write } = tools
  const lookedAtMs = tools.now()
  removeUnfinishedImports(write)
  tools.progress('Looking at the files', 0, null)
  const prepared = await prepareImport(write, files, request)
  const known = prepared.same ?? (request.whenUndone === 'leave' ? prepared.undone : null)
  if (known !== null && prepared.source !== null)
    return { ...describeKnown(write, prepared, prepared.source, known, files), lookedAtMs, place: request.place }
  tools.progress('Making a copy first', 0, null)
  const backup = tools.backUp()
  const begun = write.transaction(() => beginImport(write, prepared, request, tools.now())).immediate()
  const pending = await orRemove(write, begun.importId, () => writePending(tools, files, prepared, begun))
  const remarks = backup === 'too-large' ? [...pending.remarks, TOO_LARGE_TO_COPY] : pending.remarks
  return { ...pending, remarks, lookedAtMs, place: request.place }
}

/** Runs a step of an import that is still invisible. When it fails, what the import wrote goes: of this import alone, for another program may be at work by then. */
async function orRemove<T>(write: WriteDb, importId: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (write.inTransaction) write.exec('rollback')
    try {
      removeUnfinishedImport(write, importId)
    } catch {
      // Why the import failed is what a person needs to know. Nobody sees what is left, and the next import removes it.
    }
    throw error
  }
}

async function writePending(
  tools: ImportTools,
  files: readonly SourceFile[],
  prepared: PreparedImport,
  begun: BegunImport,
): Promise<Omit<PendingImport, 'place' | 'lookedAtMs'>> {
  const { write } = tools
  const { importId, source, seenAtMs } = begun
  const batches = createBatches(write, tools.cancel, tools.transactionMs)
  const originals = packOriginals(tools, files)
  // May meet what is wrong with a file before the import does, whose own error comes first.
  const isPacked = originals.catch(() => undefined)
  const { isNewSource } = prepared
  const isBeside = isReadBeside(tools, files)
  // Where files come together, one says this and another that of the same thing.
  const ready = isBeside && isNewSource && files.length === 1 ? { ...begun, path: write.name } : null
  const stream = isBeside ? readFilesBeside(files, prepared, ready) : streamFacts(prepared.importer.read(files, prepared.options))
  const digests = ready === null ? 'here' : 'by the reader'
  const target = { importId, sourceId: source.id, identity: source.identity, seenAtMs, isNewSource, digests } as const
  let written: WrittenImport
  try {
    written = await writeImport(write, target, stream, batches, (done) => tools.progress('Reading and comparing', done, null))
  } finally {
    await stream.return({ files: [], covers: [], factDigest: null })
    await isPacked
  }
  const packed = await originals
  const contentHash = await prepared.contentHash()
  const receipt = await makeReceipt(tools, files, written)
  write
    .transaction(() => {
      setContentHash(write, importId, contentHash)
      for (const file of receipt.files)
        insertImportFile(write, importId, { name: file.name, artifact: file.artifact, sizeBytes: file.sizeBytes, sha256: file.sha256 })
      for (const original of packed) insertOriginal(write, original)
    })
    .immediate()
  const renames = findRenames(write, importId)
  return {
    importId,
    sourceId: source.id,
    sourceName: source.name,
    format: prepared.inspection.format,
    isNewSource,
    isUnchanged: false,
    undoneAtMs: null,
    remarks: [...prepared.remarks, ...remarksOnOriginals(receipt.files, tools.keepOriginalUpToBytes), ...said(renames.remark)],
    changes: written.counts,
    renames: renames.offers,
    receipt,
    factDigest: written.factDigest,
    newKinds: written.newKinds,
    readySince: written.readySince,
    fileNames: files.map((file) => file.name),
    options: prepared.options,
  }
}

const said = (remark: string | null): string[] => (remark === null ? [] : [remark])

const readFilesBeside = (files: readonly SourceFile[], { importer, options }: PreparedImport, ready: ReadRequest['ready']): FactStream =>
  readBeside({ format: importer.format, files: files.map((file) => file.seen), options, ready })

/** What a thread costs is more than what a small file takes. */
const isReadBeside = (tools: ImportTools, files: readonly SourceFile[]): boolean =>
  files.reduce((sum, file) => sum + file.storedBytes, 0) >= tools.readBesideFromBytes

/** What there is to say where an import of the very same files is known already. */
function describeKnown(
  write: WriteDb,
  prepared: PreparedImport,
  source: SourceRow,
  same: ImportRow,
  files: readonly SourceFile[],
): Omit<PendingImport, 'place' | 'lookedAtMs'> {
  const earlier = JSON.parse(same.changes) as ChangeCounts
  const what = same.undoneAtMs === null ? 'are imported already; nothing changes.' : 'were imported and undone; they are left alone.'
  return {
    importId: same.id,
    sourceId: source.id,
    sourceName: source.name,
    format: prepared.inspection.format,
    isNewSource: false,
    isUnchanged: true,
    undoneAtMs: same.undoneAtMs,
    remarks: [...prepared.remarks, `These very files ${what}`],
    changes: { added: 0, changed: 0, removed: 0, unchanged: earlier.added + earlier.changed + earlier.unchanged, conflicts: 0 },
    renames: [],
    receipt: readReceipt(write, same),
    factDigest: same.factDigest ?? '',
    newKinds: [],
    readySince: readMarks(write),
    fileNames: files.map((file) => file.name),
    options: prepared.options,
  }
}

export type ApplyRequest = {
  readonly pending: PendingImport
  readonly sameAs: TakenRenames
  readonly author: string
}

/**
 * Makes a pending import visible, writes its journal entry and the decisions on renames, all in one step.
 * Where there is nothing to write, it remembers that the files were looked at.
 * @throws AppError conflict when another import or an undo came between; invalid-input for a rename that was not offered
 */
export async function applyImport(
  tools: ImportTools,
  rules: CurrentRules,
  request: ApplyRequest,
): Promise<{ readonly importId: number; readonly changes: ChangeCounts }> {
  const { write } = tools
  const { pending, sameAs } = request
  if (pending.isUnchanged) {
    write
      .transaction(() => {
        rememberLook(write, pending)
        bumpSeq(write)
      })
      .immediate()
    return { importId: pending.importId, changes: pending.changes }
  }
  if (!isUnfinished(write, pending.importId)) {
    throw changedSince(pending.importId)
  }
  refuseOtherThanOffered(pending, sameAs)
  const finishedAtMs = tools.now()
  return orRemove(write, pending.importId, async () => {
    if (sameAs.length > 0) write.transaction(() => joinRenamed(write, sameAs)).immediate()
    const changes = sameAs.length > 0 ? withConflictsOfRenamed(write, pending) : pending.changes
    const show = {
      importId: pending.importId,
      sourceId: pending.sourceId,
      isNewSource: pending.isNewSource,
      newKinds: pending.newKinds,
      readySince: pending.readySince,
      finishedAtMs,
      receipt: JSON.stringify(pending.receipt),
      changes: canonicalJson(changes as unknown as JsonValue),
      factDigest: pending.factDigest,
    }
    const batches = createBatches(write, tools.cancel, tools.transactionMs)
    const progress = (done: number, total: number | null): void => tools.progress('Putting it in place', done, total)
    await showImport(write, rules, show, batches, progress, () => record(write, request, changes, finishedAtMs))
    return { importId: pending.importId, changes }
  })
}

/** What is decided of the old name stands for the new one too, which may say otherwise. */
function withConflictsOfRenamed(write: WriteDb, { importId, changes }: PendingImport): ChangeCounts {
  let conflicts = 0
  for (const count of countOverruled(write, importId)) conflicts += count
  return { ...changes, conflicts }
}

const changedSince = (importId: number): AppError =>
  new AppError('conflict', 'The catalog file changed since this preview was made. Look at the files again.', { importId })

/**
 * Remembers that the files of an unchanged import were looked at. No fact and no journal entry comes of it: that nothing
 * is new is not history. Runs inside the caller's transaction.
 * @throws AppError conflict when another import or an undo came between
 */
export function rememberLook(write: WriteDb, { importId, sourceId, undoneAtMs, lookedAtMs, place }: PendingImport): void {
  const isStill =
    undoneAtMs === null ? findNewestImport(write, sourceId)?.id === importId : findImport(write, importId)?.status === 'undone'
  if (!isStill) throw changedSince(importId)
  markImportChecked(write, importId, lookedAtMs, place)
}

function refuseOtherThanOffered({ renames }: PendingImport, sameAs: ApplyRequest['sameAs']): void {
  for (const { from, to } of sameAs) {
    if (renames.some((offer) => offer.from === from && offer.to === to)) continue
    throw new AppError('invalid-input', `This import offers no rename of “${from}” to “${to}”.`, { from, to })
  }
}

/** The last part of the switch: the source's memory, journal, decisions on renames, the book's new sequence number. */
function record(write: WriteDb, { pending, sameAs, author }: ApplyRequest, changes: ChangeCounts, atMs: number): void {
  rememberSource(write, pending, pending)
  appendJournal(write, {
    atMs,
    author,
    kind: 'import',
    payload: {
      importId: pending.importId,
      source: pending.sourceName,
      format: pending.format,
      files: pending.receipt.files.map((file) => ({ name: file.name, sha256: file.sha256 })),
      changes: changes as unknown as JsonValue,
      factDigest: pending.factDigest,
    },
  })
  decideRenames(write, sameAs, { author, atMs })
  bumpSeq(write)
}
