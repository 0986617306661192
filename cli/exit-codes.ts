import { AppError, type ErrorCode } from '#contract/kit'

/** What the command line tells the program that called it. The table is in docs/guide/cli.md. */
export const EXIT = {
  ok: 0,
  /** It worked, and found something a person should look at. */
  findings: 1,
  wrongUse: 2,
  badInput: 3,
  /** A fault of ours (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** As a shell says it for Ctrl+C. */
  cancelled: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

const BY_ERROR: Partial<Record<ErrorCode, ExitCode>> = {
  'invalid-input': EXIT.wrongUse,
  internal: EXIT.bug,
  cancelled: EXIT.cancelled,
}

export function exitCodeOf(error: AppError): ExitCode {
  return BY_ERROR[error.code] ?? EXIT.badInput
}

/** Anything that is not an AppError is a bug, said as one. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new AppError('internal', `Something went wrong: ${message}`, {
    error: error instanceof Error ? (error.stack ?? message) : message,
  })
}
