import { Command, CommanderError, InvalidArgumentError, type Option } from 'commander'
import { AppError } from '#contract/kit'
import { addBookCommands } from './commands/book.ts'
import { addDecisionsCommands } from './commands/decisions.ts'
import { addExportCommand } from './commands/export.ts'
import { addImportCommands } from './commands/import.ts'
import { addImportsCommands } from './commands/imports.ts'
import { addLineageCommand } from './commands/lineage.ts'
import { addListCommand } from './commands/list.ts'
import { addOwnersCommands } from './commands/owners.ts'
import { addRefreshCommand } from './commands/refresh.ts'
import { addReportCommands } from './commands/report.ts'
import { addRunsCommand } from './commands/runs.ts'
import { addSameCommand } from './commands/same.ts'
import { addSampleCommand } from './commands/sample.ts'
import { addSearchCommand } from './commands/search.ts'
import { addServeCommand } from './commands/serve.ts'
import { addSetCommand } from './commands/set.ts'
import { addShowCommand } from './commands/show.ts'
import { addTodayCommand } from './commands/today.ts'
import { asAppError, EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts'
import type { ProgramDeps } from './program-deps.ts'
import { plain } from './text.ts'
import { withWholePaths } from './whole-paths.ts'

/** The whole command line. Running it, and what its end means, is `runProgram`. */
export function createProgram(deps: ProgramDeps): Command {
  const program = new Command('stewardbook')
    .description('A data steward’s book: a local catalog of datasets, their lineage and what you decided about them.')
    .version(deps.version)
    .option('--book <file>', 'the catalog file (or set STEWARDBOOK_BOOK)')
    .option('--json', 'print one JSON document')
    .option('--as <name>', 'the name decisions are signed with', parseAuthor)
    .option('--quiet', 'no progress on stderr')
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: (command) => (command.parent === null ? [] : optionsOfAll(command)) })
    .configureOutput({ writeOut: deps.writeOut, writeErr: () => undefined }) // errors are printed once, by runProgram
    .showHelpAfterError(false)
    .exitOverride()
  addBookCommands(program, deps)
  addSampleCommand(program, deps)
  addTodayCommand(program, deps)
  addImportCommands(program, deps)
  addImportsCommands(program, deps)
  addRefreshCommand(program, deps)
  addListCommand(program, deps)
  addShowCommand(program, deps)
  addRunsCommand(program, deps)
  addSetCommand(program, deps)
  addSameCommand(program, deps)
  addOwnersCommands(program, deps)
  addDecisionsCommands(program, deps)
  addSearchCommand(program, deps)
  addLineageCommand(program, deps)
  addReportCommands(program, deps)
  addExportCommand(program, deps)
  addServeCommand(program, deps)
  return program
}

/** Those of the program itself: a command's own, `report --tier` for instance, are not its sub-commands'. */
function optionsOfAll(command: Command): Option[] {
  return command.parent === null ? command.options.filter((option) => !option.hidden) : optionsOfAll(command.parent)
}

/** As the contract takes it (book.setAuthor): what is signed with nothing would be nobody's. */
function parseAuthor(text: string): string {
  const author = text.trim()
  if (author === '' || author.length > 120) throw new InvalidArgumentError('A name has 1 to 120 characters.')
  return author
}

/** Runs one call, prints its error where there is one, and says how it ended. Never rejects. */
export async function runProgram(args: readonly string[], deps: Omit<ProgramDeps, 'setExitCode'>): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok
  const program = createProgram({ ...deps, setExitCode: (code) => (exitCode = code) })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && (error.code === 'commander.helpDisplayed' || error.code === 'commander.version')) return EXIT.ok
    if (error instanceof CommanderError && error.code === 'commander.help') return showHelp(program, args, deps)
    const said = error instanceof CommanderError ? wrongUse(error) : withPath(asAppError(error))
    printError(said, args, deps)
    return exitCodeOf(said)
  }
}

/** A group without its command (`stewardbook book`): its help, on stderr, as an error; with --json that error as a document. */
function showHelp(program: Command, args: readonly string[], deps: Pick<ProgramDeps, 'writeOut' | 'writeError'>): ExitCode {
  const group = program.commands.find((command) => args.includes(command.name())) ?? program
  const commands = group.commands.map((command) => command.name())
  const path = group === program ? program.name() : `${program.name()} ${group.name()}`
  if (wantsJson(args)) printError(new AppError('invalid-input', `Say which command of “${path}”.`, { commands }), args, deps)
  else deps.writeError(group.helpInformation())
  return EXIT.wrongUse
}

function wrongUse(error: CommanderError): AppError {
  const sentence = error.message.replace(/^error: /, '').replace(/\n/g, ' ')
  return new AppError('invalid-input', `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`, { reason: error.code })
}

/** Errors of a catalog file carry where it is. */
function withPath(error: AppError): AppError {
  const { path } = error.details
  return typeof path === 'string' ? asAppError(withWholePaths(error, [path])) : error
}

function printError(
  error: AppError,
  args: readonly string[],
  { writeOut, writeError }: Pick<ProgramDeps, 'writeOut' | 'writeError'>,
): void {
  const { code, message, details } = error
  if (wantsJson(args)) {
    writeOut(`${JSON.stringify({ error: { code, message, details } }, null, 2)}\n`)
    return
  }
  writeError(`${message}\n`)
  const candidates = details['candidates']
  if (Array.isArray(candidates)) for (const candidate of candidates as readonly string[]) writeError(`  ${plain(candidate)}\n`)
  if (code === 'internal' && typeof details['error'] === 'string') writeError(`${details['error']}\n`)
}

/** Also for calls that could not be parsed. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end === -1 ? args : args.slice(0, end)).includes('--json')
}
