import { extname, resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '#contract/kit'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { CliHost } from './host.ts'
import type { ProgramDeps } from './program-deps.ts'
import { createProgress, type Progress } from './progress.ts'

/** Options every command takes. */
export type GlobalOptions = { readonly book?: string; readonly json?: boolean; readonly as?: string; readonly quiet?: boolean }

/** What a command has to say. Printed once, at its end. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown; readonly text: string; readonly exitCode?: ExitCode }
  /** A file's content as it is: a report, exported decisions. */
  | { readonly kind: 'document'; readonly pieces: AsyncIterable<Uint8Array> }

/** What a command works with. */
export type Session = {
  readonly host: CliHost
  readonly client: CliHost['client']
  readonly progress: Progress
  readonly deps: ProgramDeps
}

type Needs = 'book' | 'nothing'

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>()
}

/** The catalog file a command is about: its own argument, `--book`, or STEWARDBOOK_BOOK. */
export function findBookPath(deps: ProgramDeps, options: GlobalOptions, argument?: string): string | undefined {
  const given = argument ?? options.book ?? deps.env['STEWARDBOOK_BOOK']
  return given === undefined || given === '' ? undefined : resolve(deps.cwd, given)
}

/** The path of a catalog file to be made: a name without an ending gets ours. */
export const newBookPath = (given: string): string => (extname(given) === '' ? `${given}.stewardbook` : given)

/**
 * Runs a command's work on an open host and prints what comes of it.
 * @throws AppError invalid-input when the work needs a catalog file and none is named
 */
export async function run(
  deps: ProgramDeps,
  command: Command,
  needs: Needs,
  work: (session: Session) => Promise<Outcome>,
  bookArgument?: string,
): Promise<void> {
  const options = globalOptions(command)
  const bookPath = needs === 'book' ? findBookPath(deps, options, bookArgument) : undefined
  if (needs === 'book' && bookPath === undefined) {
    throw new AppError('invalid-input', 'Say which catalog file: --book FILE, or set STEWARDBOOK_BOOK.', { missing: '--book' })
  }
  const progress = createProgress(deps, options.quiet === true ? 'quiet' : 'shown')
  const host = await deps.openHost({
    ...(bookPath === undefined ? {} : { bookPath }),
    ...(options.as === undefined ? {} : { author: options.as }),
    holder: 'cli',
    onUnsafeWrite: progress.note,
  })
  try {
    const outcome = await work({ host, client: host.client, progress, deps })
    progress.end()
    await print(deps, command, outcome)
  } finally {
    progress.end()
    await host.close()
  }
}

/** Prints what a command has to say, in the form it was asked for, and sets the exit code. */
export async function print(deps: ProgramDeps, command: Command, outcome: Outcome): Promise<void> {
  if (outcome.kind === 'document') {
    await deps.writeOutPieces(outcome.pieces)
    return
  }
  if (globalOptions(command).json === true) deps.writeOut(`${JSON.stringify(outcome.value, null, 2)}\n`)
  else if (outcome.text !== '') deps.writeOut(`${outcome.text}\n`)
  deps.setExitCode(outcome.exitCode ?? EXIT.ok)
}

/** Adds the example every command's help ends with. */
export function withExample(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ ${line}`).join('\n')}`)
}
