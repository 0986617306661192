import type { ImportFile } from '../intake.ts'
import { describeFault, JsonFault } from './fault.ts'
import { type JsonPart, Splitter } from './splitter.ts'

export type { JsonEntry, JsonPart } from './splitter.ts'

/**
 * Reads a JSON object piece by piece, so that a file of any size needs the memory of its largest entry only.
 * Members of the root named in `sections` are taken apart one level deeper; every value is parsed by JSON.parse on its
 * own. Yields what the bytes at hand gave.
 * @throws AppError bad-file with details.problem, position (bytes from 0), line and column (from 1)
 */
export function splitJson(file: ImportFile, sections: ReadonlySet<string>): AsyncGenerator<readonly JsonPart[], void> {
  return split(file, new Splitter(sections, 'object'))
}

/**
 * Reads a list of JSON values, or values one after another (JSON lines), piece by piece.
 * @throws AppError bad-file
 */
export function splitJsonRows(file: ImportFile): AsyncGenerator<readonly JsonPart[], void> {
  return split(file, new Splitter(new Set(), 'rows'))
}

async function* split(file: ImportFile, splitter: Splitter): AsyncGenerator<readonly JsonPart[], void> {
  const chunks = file.open()[Symbol.asyncIterator]()
  try {
    for (let isOver = false; !isOver; ) {
      const wants = splitter.advance()
      if (wants === 'more') {
        const next = await chunks.next()
        if (next.done === true) {
          isOver = true
          splitter.finish()
        } else {
          splitter.push(next.value)
        }
      }
      const parts = splitter.takeParts()
      if (parts.length > 0) yield parts
    }
  } catch (error) {
    if (error instanceof JsonFault) throw await describeFault(file, error)
    throw error
  } finally {
    await chunks.return?.()
  }
}
