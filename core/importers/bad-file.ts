import { AppError } from '../errors.ts'
import type { ImportFile } from './intake.ts'

/** What is wrong with a file a person gave, as one word a program can branch on (`details.problem`). */
export type BadFileProblem =
  | 'empty'
  | 'truncated'
  | 'two-documents'
  | 'conflict-markers'
  | 'lfs-pointer'
  | 'html'
  | 'compressed'
  | 'bad-gzip'
  | 'unpacks-too-far'
  | 'not-json'
  | 'not-an-object'
  | 'bad-utf8'
  | 'too-deep'
  | 'too-large'
  | 'wrong-artifact'
  | 'bad-csv'
  | 'bad-yaml'
  | 'missing-column'

/** A place in a file. Line and column count from 1; a column is a character. */
export type Place = { readonly position: number; readonly line: number; readonly column: number }

/**
 * The error for a file that is not what it claims.
 * `what` goes on after the file's name: `is empty`, `stops in the middle`.
 */
export function badFile(file: string, problem: BadFileProblem, what: string, place?: Place): AppError {
  const at = place === undefined || place.position === 0 ? '' : ` (line ${place.line}, column ${place.column})`
  return new AppError('bad-file', `“${file}” ${what}${at}.`, { file, problem, ...place })
}

const LINE_FEED = 0x0a
const SNIPPET = 16

/**
 * Finds line and column of a byte by reading the file once more from its start: errors are rare, so nothing is counted
 * while all goes well. Also gives the first characters of that line.
 */
export async function locate(file: ImportFile, position: number): Promise<{ readonly place: Place; readonly lineStart: string }> {
  let line = 1
  let column = 1
  let start: number[] = []
  for await (const { bytes, position: first } of file.open()) {
    const stop = Math.max(0, Math.min(bytes.length, position - first))
    for (let i = 0; i < stop; i++) {
      const byte = bytes[i] ?? 0
      if (byte === LINE_FEED) {
        line += 1
        column = 1
        start = []
      } else {
        if (start.length < SNIPPET) start.push(byte)
        // Continuation bytes of a character do not move the column.
        if ((byte & 0xc0) !== 0x80) column += 1
      }
    }
    let i = stop
    while (i < bytes.length && start.length < SNIPPET && bytes[i] !== LINE_FEED) start.push(bytes[i++] ?? 0)
    if (i < bytes.length || (stop < bytes.length && start.length >= SNIPPET)) break
  }
  return { place: { position, line, column }, lineStart: String.fromCharCode(...start) }
}
