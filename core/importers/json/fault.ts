import type { AppError } from '#core/errors'
import { badFile, type BadFileProblem, locate } from '../bad-file.ts'
import type { ImportFile } from '../intake.ts'

/** What went wrong at which byte of the file; becomes an AppError with line and column where the file is at hand. */
export class JsonFault extends Error {
  readonly problem: BadFileProblem
  readonly position: number

  constructor(problem: BadFileProblem, position: number, what: string) {
    super(what)
    this.problem = problem
    this.position = position
  }
}

const CONFLICT_MARKER = /^(<{7}|={7}|>{7}|\|{7})/

/** The error a person sees for a fault. A fault on a merge conflict's line is told as that. */
export async function describeFault(file: ImportFile, fault: JsonFault): Promise<AppError> {
  const { place, lineStart } = await locate(file, fault.position)
  if (CONFLICT_MARKER.test(lineStart)) {
    return badFile(file.name, 'conflict-markers', 'holds conflict markers of a Git merge that was not finished', place)
  }
  return badFile(file.name, fault.problem, fault.message, place)
}
