import { AppError } from '#core/errors'
import type { JsonObject } from '#core/json'
import type { FileReceipt, ImportFile, Importer, Inspection, IntakeItem, IntakeSummary } from '../intake.ts'
import { isComplete } from '../is-complete.ts'
import { ItemBatch } from '../item-batch.ts'
import { readText } from '../table/text.ts'
import { Tally } from '../tally.ts'
import { isDataHubGlossary, readDataHub, readDataHubTerms } from './datahub.ts'
import { NO_DISPLAY_NAMES, readDisplayNames, readGlossaryRows, readTermRow } from './table.ts'

/** Glossaries: our own table, OpenMetadata’s CSV, DataHub’s YAML. */
export const glossaryImporter: Importer = { format: 'glossary', inspect, read }

const ARTIFACTS = { csv: 'glossary', openmetadata: 'openmetadata-glossary', datahub: 'datahub-glossary' } as const
type Shape = keyof typeof ARTIFACTS
const REMARKS: Readonly<Record<Shape, string | null>> = {
  csv: null,
  openmetadata: 'Read as a glossary of OpenMetadata: a term goes by its display name, and the first owner is taken.',
  datahub: 'Read as a glossary of DataHub: nodes are kept with each term, and terms have no status.',
}
const LOOK_CHARACTERS = 1 << 16

async function inspect(files: readonly ImportFile[]): Promise<Inspection> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const shapes = new Map<string, Shape>()
  for (const file of files) shapes.set(file.name, await shapeOf(file))
  const remarks = [...new Set(shapes.values())].map((shape) => REMARKS[shape]).filter((remark) => remark !== null)
  return {
    format: 'glossary',
    sourceName: null,
    target: null,
    files: files.map(({ name }) => ({ name, artifact: ARTIFACTS[shapes.get(name) ?? 'csv'], version: null, generatedAtMs: null })),
    remarks,
  }
}

async function shapeOf(file: ImportFile): Promise<Shape> {
  if (isDataHubGlossary(await startOf(file))) return 'datahub'
  for await (const { table } of readGlossaryRows(file)) return table.shape
  return 'csv'
}

/** The first characters of a file. @throws AppError bad-file for what is not text */
export async function startOf(file: ImportFile): Promise<string> {
  let start = ''
  for await (const piece of readText(file)) {
    start += piece
    if (start.length >= LOOK_CHARACTERS) break
  }
  return start
}

/** `options.complete`, true: the files list all terms of their source, so that missing ones are retired. */
async function* read(files: readonly ImportFile[], options: JsonObject): AsyncGenerator<readonly IntakeItem[], IntakeSummary> {
  if (files.length === 0) throw new AppError('invalid-input', 'No files were given.')
  const batch = new ItemBatch()
  const seen = new Set<string>()
  const receipts: FileReceipt[] = []
  for (const [fileIndex, file] of files.entries()) {
    const tally = new Tally()
    const reading = { seen, tally, fileIndex }
    const shape = await shapeOf(file)
    if (shape === 'datahub') {
      for (const entry of readDataHubTerms(await readDataHub(file), reading)) {
        batch.add(entry, JSON.stringify(entry.fields).length)
        if (batch.isFull) yield batch.take()
      }
    } else {
      const shownAs = shape === 'openmetadata' ? await readDisplayNames(file) : NO_DISPLAY_NAMES
      for await (const { table, rows, left } of readGlossaryRows(file)) {
        tally.leftColumns(left)
        for (const row of rows) {
          const entry = readTermRow(row, { table, shownAs }, reading)
          if (entry !== null) batch.add(entry, row.sizeBytes)
          if (batch.isFull) yield batch.take()
        }
      }
    }
    receipts.push(tally.receipt({ name: file.name, artifact: ARTIFACTS[shape], version: null, generatedAtMs: null }))
  }
  if (!batch.isEmpty) yield batch.take()
  return { files: receipts, covers: [{ part: 'glossary', names: { kind: isComplete(options) ? 'all' : 'none' } }] }
}
