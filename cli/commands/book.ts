import { basename, extname, resolve } from 'node:path'
import type { Command } from 'commander'
import type { BookInfo } from '#contract/book'
import { AppError } from '#contract/kit'
import { findBookPath, globalOptions, newBookPath, type Outcome, print, run, type Session, withExample } from '../command-line.ts'
import { EXIT } from '../exit-codes.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, instant, plain } from '../text.ts'
import { wholePaths } from '../whole-paths.ts'

/** `book …`: the catalog file itself. */
export function addBookCommands(program: Command, deps: ProgramDeps): void {
  const book = program.command('book').description('make, check and copy a catalog file')
  addCreate(book, deps)
  const onFile = (name: string, description: string, example: string, work: (session: Session) => Promise<Outcome>): void => {
    const command = book
      .command(`${name} [file]`)
      .description(description)
      .action((file: string | undefined, _: unknown, sub: Command) => run(deps, sub, 'book', work, file))
    withExample(command, example)
  }
  onFile('info', 'what a catalog file holds', 'stewardbook book info shop.stewardbook', showInfo)
  withExample(
    book
      .command('check [file]')
      .description('check the file itself for damage; exit code 1 when there is any')
      .action((file: string | undefined, _: unknown, command: Command) =>
        run(deps, command, 'book', checkFile, file).catch((error: unknown) => print(deps, command, findDamage(error))),
      ),
    'stewardbook book check shop.stewardbook',
  )
  onFile(
    'verify',
    'recompute the journal’s hash chain; exit code 1 when an entry does not fit',
    'stewardbook book verify shop.stewardbook --json',
    verifyJournal,
  )
  onFile('backup', 'put a dated copy beside the catalog file', 'stewardbook book backup shop.stewardbook', backUp)
  withExample(
    book
      .command('copy <to>')
      .description('save a whole, compact copy of the catalog file')
      .action((to: string, _: unknown, command: Command) =>
        run(deps, command, 'book', (session) => saveCopy(session, resolve(deps.cwd, to))),
      ),
    'stewardbook --book shop.stewardbook book copy /backups/shop.stewardbook',
  )
}

function addCreate(book: Command, deps: ProgramDeps): void {
  withExample(
    book
      .command('create [file]')
      .description('make a new, empty catalog file; a name without an ending gets .stewardbook')
      .option('--name <name>', 'its title (default: the file’s name)')
      .option('--currency <code>', 'for money: three letters (ISO 4217)', 'USD')
      .action((file: string | undefined, options: { name?: string; currency: string }, command: Command) => {
        const given = findBookPath(deps, globalOptions(command), file)
        if (given === undefined) throw new AppError('invalid-input', 'Say where: stewardbook book create FILE.', { missing: 'file' })
        const path = newBookPath(given)
        const name = options.name ?? basename(path, extname(path))
        return run(deps, command, 'nothing', async ({ host, client, progress }) => {
          const pickId = await host.pickPaths('book-create', [path])
          const info = await client.book.create({ pickId, name, currency: options.currency.toUpperCase() })
          if (info.placeWarning !== null) progress.note(info.placeWarning)
          return { kind: 'value', value: info, text: `Made ${plain(info.fileName)}, titled “${plain(info.name)}”.` }
        })
      }),
    'stewardbook book create shop.stewardbook --name "Shop warehouse"',
  )
}

async function showInfo({ client }: Session): Promise<Outcome> {
  const { book: info } = await client.book.current({})
  if (info === null) throw new AppError('book-missing', 'No catalog file is open.')
  return { kind: 'value', value: info, text: infoText(info) }
}

async function checkFile({ client }: Session): Promise<Outcome> {
  const result = await client.book.check({})
  const text = result.ok ? 'The file is whole.' : ['The file is damaged:', ...result.problems.map(plain)].join('\n  ')
  return { kind: 'value', value: result, text, exitCode: result.ok ? EXIT.ok : EXIT.findings }
}

/** A catalog file that is too damaged to be opened is a finding like any other damage. @throws what is no damage, as it was */
function findDamage(error: unknown): Outcome {
  if (!(error instanceof AppError) || error.code !== 'book-damaged') throw error
  const { path, problems } = error.details
  const found = Array.isArray(problems) ? (problems as readonly string[]) : [error.message]
  const sentence = wholePaths(error.message, typeof path === 'string' ? [path] : [])
  const text = [sentence, ...found.slice(1).map(plain)].join('\n  ') // the sentence names the first
  return { kind: 'value', value: { ok: false, problems: found }, text, exitCode: EXIT.findings }
}

async function verifyJournal({ client }: Session): Promise<Outcome> {
  const result = await client.book.verify({})
  const broken = result.firstBroken
  const text =
    broken === null
      ? `${count(result.entries, 'journal entry', 'journal entries')}, unbroken. Head ${result.headHash}`
      : `Journal entry ${broken.seq} does not fit: ${plain(broken.reason)}`
  return { kind: 'value', value: result, text, exitCode: result.ok ? EXIT.ok : EXIT.findings }
}

async function backUp({ client }: Session): Promise<Outcome> {
  const made = await client.book.backup({})
  return { kind: 'value', value: made, text: `Backed up to ${plain(made.fileName)} (${made.sizeBytes} bytes).` }
}

async function saveCopy({ host, client }: Session, to: string): Promise<Outcome> {
  const pickId = await host.pickPaths('book-copy', [to])
  const made = await client.book.saveCopy({ pickId })
  return { kind: 'value', value: made, text: `Saved ${plain(made.fileName)} (${made.sizeBytes} bytes).` }
}

function infoText(info: BookInfo): string {
  const rows: [string, string | number | null][] = [
    ['title', info.name],
    ['file', `${info.folder}/${info.fileName}`],
    ['size', `${info.sizeBytes} bytes`],
    ['created', instant(info.createdAtMs)],
    ['currency', info.currency],
    ['last import', instant(info.lastImportAtMs) ?? 'none'],
    ['datasets', `${info.counts.datasets}, and ${info.counts.retiredDatasets} no longer in a source`],
    ['columns', info.counts.columns],
    ['links', info.counts.edges],
    ['checks', info.counts.checks],
    ['sources', info.counts.sources],
    ['imports', info.counts.imports],
    ['decisions', info.counts.decisions],
    ['head hash', info.headHash],
  ]
  if (info.isReadOnly) rows.push(['note', 'this file can only be read'])
  if (info.placeWarning !== null) rows.push(['note', info.placeWarning])
  const columns = [
    { label: '', of: ([label]: [string, unknown]) => label },
    { label: '', of: ([, value]: [string, string | number | null]) => value },
  ]
  return formatTable(columns, rows).replace(/^\s*\n/, '')
}
