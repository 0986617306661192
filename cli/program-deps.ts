import type { ExitCode } from './exit-codes.ts'
import type { CliHost, OpenHost } from './host.ts'

/** The outside world of the command line. Tests give their own. */
export type ProgramDeps = {
  readonly openHost: OpenHost
  readonly version: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly writeOut: (text: string) => void
  /** A file's content, as fast as the reader takes it: it may be larger than memory. */
  readonly writeOutPieces: (pieces: AsyncIterable<Uint8Array>) => Promise<void>
  readonly writeError: (text: string) => void
  /** stderr is a terminal: progress may redraw its line. */
  readonly isErrorTerminal: boolean
  /** Ctrl+C and its kin. @returns stops listening */
  readonly onInterrupt: (listener: () => void) => () => void
  /** Runs the browser door until it is ended. */
  readonly serve: (host: CliHost, options: ServeOptions) => Promise<void>
  /** Told the exit code a command ends with. */
  readonly setExitCode: (code: ExitCode) => void
}

export type ServeOptions = {
  readonly port: number
  readonly opensBrowser: boolean
  readonly root: string
  /** json: one document with the address, and nothing else on stdout. */
  readonly form: 'text' | 'json'
}
