import { createHash } from 'node:crypto'
import { AppError } from '#core/errors'
import type { ImportFormat, Inspection, Importer, SourceFormat } from '#core/importers/intake'
import { detectFormat, importers } from '#core/importers/index'
import { canonicalJson, type JsonObject } from '#core/json'
import { readBook } from '#db/book-file/info'
import type { WriteDb } from '#db/connection'
import { findNewestImport, type ImportRow, insertImport, listImportFiles, listUndoneLast } from '#db/imports'
import { findSource, findSourceByIdentity, insertSource, type SourceRow } from '#db/sources'
import type { SourceFile } from '#io/source-file'

export type ImportRequest = {
  /** null: by what the files look like. */
  readonly format: Exclude<SourceFormat, 'hand'> | null
  readonly sourceId: number | null
  readonly sourceName: string | null
  readonly options: JsonObject
  /** JSON of where the files are, for a refresh; null for uploads. */
  readonly place: string | null
  readonly author: string
  /** What becomes of files that were imported and undone last: a person who names them wants them, a refresh does not. */
  readonly whenUndone: 'take' | 'leave'
}

export type PreparedImport = {
  readonly importer: Importer
  readonly inspection: Inspection
  readonly options: JsonObject
  /** null: not known yet; beginImport adds it. */
  readonly source: SourceRow | null
  readonly isNewSource: boolean
  /** Of what the files hold. A new source is read while this is still worked out. */
  readonly contentHash: () => Promise<string>
  /** The import of the very same files that still stands, if any. */
  readonly same: ImportRow | null
  /** The import of what these files hold that was taken back last, if any. */
  readonly undone: ImportRow | null
  readonly remarks: readonly string[]
}

/**
 * First look at the files: which importer, which source, is anything new? Writes nothing.
 * @throws AppError bad-file, invalid-input when the files don't say whose they are and no name was given
 */
export async function prepareImport(write: WriteDb, files: readonly SourceFile[], request: ImportRequest): Promise<PreparedImport> {
  const remembered = request.sourceId === null ? undefined : findSource(write, request.sourceId)
  if (request.sourceId !== null && remembered === undefined)
    throw new AppError('not-found', 'This source is not in the catalog file any more.')
  const format = (remembered?.format as ImportRequest['format']) ?? request.format ?? (await detectFormat(files))
  const importer = importers[format]
  const options: JsonObject = {
    ...firstOptions(write, format),
    ...(remembered === undefined ? {} : (JSON.parse(remembered.options) as JsonObject)),
    ...request.options,
  }
  const inspection = await importer.inspect(files, options)
  const contentHash = (): Promise<string> => hashContent(files, options)
  const source = remembered ?? findOwnSource(write, inspection, request) ?? null
  const remarks = [...inspection.remarks]
  if (remembered !== undefined && inspection.sourceName !== null && inspection.sourceName !== remembered.name) {
    remarks.push(`These files call themselves “${inspection.sourceName}”; they are read as the source “${remembered.name}”.`)
  }
  const sibling = source === null ? findSibling(write, inspection, request) : undefined
  if (sibling !== undefined) {
    remarks.push(
      `“${sibling.name}” is known from ${sibling.target}. These files are of ${inspection.target}: they become a source of their own beside it.`,
    )
  }
  if (source === null) return { importer, inspection, options, source, isNewSource: true, contentHash, same: null, undone: null, remarks }
  const newest = findNewestImport(write, source.id)
  const same = newest !== undefined && newest.contentHash === (await contentHash()) ? newest : null
  const undone = same === null ? await findUndone(write, source.id, files) : null
  if (undone !== null && request.whenUndone === 'take')
    remarks.push(`Import ${undone.id} was of these very files, and was undone. Applying this brings it back.`)
  return { importer, inspection, options, source, isNewSource: newest === undefined, contentHash, same, undone, remarks }
}

/** By the files alone: undoing puts the source's options back too, and must hold all the same. */
async function findUndone(write: WriteDb, sourceId: number, files: readonly SourceFile[]): Promise<ImportRow | null> {
  const undone = listUndoneLast(write, sourceId)
  if (undone.length === 0) return null
  const prints = (await listPrints(files)).join()
  const found = undone.find(
    (row) =>
      listImportFiles(write, row.id)
        .map((file) => file.sha256)
        .sort()
        .join() === prints,
  )
  return found ?? null
}

async function listPrints(files: readonly SourceFile[]): Promise<string[]> {
  const prints = await Promise.all(files.map(async (file) => (await file.fingerprint()).sha256))
  return prints.sort()
}

/** What a format's options are before a person or the source says otherwise. */
function firstOptions(write: WriteDb, format: ImportFormat): JsonObject {
  return format === 'costs' ? { currency: readBook(write).currency } : {}
}

/** By content only: the same files count as the same packed or not, and picked one by one or by their folder. */
async function hashContent(files: readonly SourceFile[], options: JsonObject): Promise<string> {
  const hash = createHash('sha256').update(canonicalJson(options))
  for (const print of await listPrints(files)) hash.update(print)
  return hash.digest('hex')
}

function nameOf(inspection: Inspection, request: ImportRequest): string {
  const name = request.sourceName ?? inspection.sourceName
  if (name === null) {
    throw new AppError('invalid-input', 'These files don’t say which project or system they come from. Give the source a name.', {
      missing: 'sourceName',
    })
  }
  return name
}

/** `<format>:<name>`; a second target of the same name gets `@<target>`. */
function identityOf(inspection: Inspection, request: ImportRequest): readonly [string, string] {
  const plain = `${inspection.format}:${nameOf(inspection, request)}`
  return [plain, `${plain}@${inspection.target ?? ''}`]
}

function findOwnSource(write: WriteDb, inspection: Inspection, request: ImportRequest): SourceRow | undefined {
  const [plain, withTarget] = identityOf(inspection, request)
  const found = findSourceByIdentity(write, plain)
  if (found === undefined || inspection.target === null || found.target === null || found.target === inspection.target) return found
  return findSourceByIdentity(write, withTarget)
}

/** The source of the same name that has another target. */
function findSibling(write: WriteDb, inspection: Inspection, request: ImportRequest): SourceRow | undefined {
  const [plain] = identityOf(inspection, request)
  return findSourceByIdentity(write, plain)
}

function addSource(write: WriteDb, inspection: Inspection, request: ImportRequest, nowMs: number): SourceRow {
  const [plain, withTarget] = identityOf(inspection, request)
  const identity = findSourceByIdentity(write, plain) === undefined ? plain : withTarget
  const id = insertSource(write, {
    identity,
    format: inspection.format,
    name: nameOf(inspection, request),
    target: inspection.target,
    place: request.place,
    options: canonicalJson(request.options),
    createdAtMs: nowMs,
  })
  const made = findSource(write, id)
  if (made === undefined) throw new Error('a source is missing right after it was made')
  return made
}

export type BegunImport = { readonly importId: number; readonly source: SourceRow; readonly seenAtMs: number }

/**
 * Opens the import's own row, and its source where that is new; everything it writes carries its id.
 * Runs inside the caller's transaction.
 */
export function beginImport(write: WriteDb, prepared: PreparedImport, request: ImportRequest, nowMs: number): BegunImport {
  const source = prepared.source ?? addSource(write, prepared.inspection, request, nowMs)
  const times = prepared.inspection.files.map((file) => file.generatedAtMs).filter((at) => at !== null)
  const generatedAtMs = times.length === 0 ? null : Math.max(...times)
  const seenAtMs = generatedAtMs ?? nowMs
  const importId = insertImport(write, {
    sourceId: source.id,
    startedAtMs: nowMs,
    generatedAtMs,
    seenAtMs,
    author: request.author,
    sourceBefore: null,
  })
  return { importId, source, seenAtMs }
}
