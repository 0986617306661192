import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ImportRow } from '#contract/imports'
import { AppError } from '#contract/kit'
import { globalOptions, type Outcome, run, type Session, withExample } from '../command-line.ts'
import { giveFile, printsJson, refuseToPrint } from './give-file.ts'
import { collectPages } from '../paging.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, instant, paragraphs, plain } from '../text.ts'
import { changeListText, changesText, documentOfImport, importText } from './import-text.ts'

/** The whole list of a first import is the catalog itself. */
const CHANGES_SHOWN = 50

/** `imports …`: what was imported, its originals, and taking it back. */
export function addImportsCommands(program: Command, deps: ProgramDeps): void {
  const imports = program.command('imports').description('imports made so far, their originals, and undoing them')

  withExample(
    imports
      .command('list')
      .description('all imports, newest first')
      .action((_: unknown, command: Command) => run(deps, command, 'book', listImports)),
    'stewardbook --book shop.stewardbook imports list',
  )

  withExample(
    imports
      .command('show <id>')
      .description('one import: its files, what was taken and left, the first 50 of its changes')
      .action((id: string, _: unknown, command: Command) =>
        run(deps, command, 'book', async ({ client }) => {
          const { row, receipt } = await client.imports.show({ importId: parseImportId(id) })
          const renames = await client.imports.renames({ importId: row.importId })
          const document = documentOfImport(row, receipt, { remarks: [], renames })
          if (globalOptions(command).json === true) return { kind: 'value', value: document, text: '' }
          const { items, total } = await client.imports.changes({ importId: row.importId, limit: CHANGES_SHOWN })
          const withoutLine = await countWithoutLine(client, row, total)
          return { kind: 'value', value: document, text: paragraphs(importText(document), changeListText({ items, total, withoutLine })) }
        }),
      ),
    'stewardbook --book shop.stewardbook imports show 3 --json',
  )

  withExample(
    imports
      .command('original <id> [file]')
      .description('a file as it was imported, where its original was kept; unpacked, where it was packed')
      .option('--out <path>', 'write there (default: print it)')
      .option('--replace', 'write over a file that is there already')
      .action((id: string, file: string | undefined, options: OriginalOptions, command: Command) =>
        run(deps, command, 'book', (session) =>
          giveOriginal(session, parseImportId(id), file, { ...options, printsJson: printsJson(command, options.out) }),
        ),
      ),
    'stewardbook --book shop.stewardbook imports original 3 manifest.json --out manifest.json',
  )

  withExample(
    imports
      .command('undo <id>')
      .description('undo an import; what you decided since stays')
      .option('--with-newer', 'undo newer imports of the same source as well')
      .option('--preview', 'show what would be undone and change nothing')
      .action((id: string, options: { withNewer?: boolean; preview?: boolean }, command: Command) =>
        run(deps, command, 'book', (session) => undoImport(session, parseImportId(id), options)),
      ),
    'stewardbook --book shop.stewardbook imports undo 3',
  )
}

/** Every added thing has one line; only cost entries, runs and their results are counted and have none. */
async function countWithoutLine(client: Session['client'], { importId, status, changes }: ImportRow, total: number): Promise<number> {
  if (status === 'undone') return 0
  const { added, changed, removed, conflicts } = changes
  if (total === 0) return added + changed + removed + conflicts
  if (added === 0) return 0
  return added - (await client.imports.changes({ importId, filter: { change: 'added' }, limit: 1 })).total
}

type OriginalOptions = { readonly out?: string; readonly replace?: boolean }
/** Originals are handed out unpacked. */
const IS_JSON = /\.json(\.gz)?$/i

/** One file as it was imported, printed or written to a place that is free. */
async function giveOriginal(
  session: Session,
  importId: number,
  wanted: string | undefined,
  options: OriginalOptions & { readonly printsJson: boolean },
): Promise<Outcome> {
  const { client, deps } = session
  const { receipt } = await client.imports.show({ importId })
  const names = receipt.files.map((file) => file.name)
  const fits = wanted === undefined ? names : names.filter((name) => name === wanted || name.endsWith(`/${wanted}`))
  const name = fits.includes(wanted ?? '') ? wanted : fits[0]
  if (name === undefined) {
    throw new AppError('not-found', `Import ${importId} had no file “${wanted ?? ''}”.`, { candidates: names })
  }
  if (name !== wanted && fits.length > 1) {
    throw new AppError('ambiguous', `Import ${importId} had several files: name one of them.`, { candidates: fits })
  }
  const { out } = options
  if (out !== undefined && options.replace !== true && existsSync(resolve(deps.cwd, out))) {
    throw new AppError('conflict', `“${out}” exists already. Add --replace to write over it.`, { file: out })
  }
  if (options.printsJson && !IS_JSON.test(name)) refuseToPrint(name)
  const { ticket } = await client.imports.original({ importId, file: name })
  return giveFile(session, ticket, out, (file, sizeBytes) => ({
    value: { file, original: name, importId, sizeBytes },
    text: `Wrote the original of ${plain(name)} to ${plain(file)}.`,
  }))
}

/** @throws AppError invalid-input */
export function parseImportId(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new AppError('invalid-input', `“${text}” is not the number of an import. See: stewardbook imports list`)
  return Number(text)
}

async function listImports({ client }: Session): Promise<Outcome> {
  const list = await collectPages((page) => client.imports.list(page))
  const table = formatTable<ImportRow>(
    [
      { label: 'ID', of: (row) => row.importId, align: 'right' },
      { label: 'WHEN', of: (row) => instant(row.startedAtMs) },
      { label: 'SOURCE', of: (row) => row.sourceName },
      { label: 'FORMAT', of: (row) => row.format },
      { label: 'STATUS', of: (row) => (row.status === 'visible' ? 'stands' : row.status) },
      { label: 'CHANGES', of: (row) => changesText(row.changes) },
      { label: 'BY', of: (row) => row.author },
    ],
    list.items,
  )
  return { kind: 'value', value: list, text: table === '' ? 'Nothing was imported yet.' : table }
}

async function undoImport(session: Session, importId: number, options: { withNewer?: boolean; preview?: boolean }): Promise<Outcome> {
  const { client } = session
  const plan = await client.imports.undoPlan({ importId })
  const ids = plan.imports.map((row) => row.importId)
  const { changes, sleepingDecisions } = plan
  if (options.preview === true) {
    const text = `Would undo ${idsText(ids)}: ${changesText(changes)}.`
    return { kind: 'value', value: { undone: [], wouldUndo: ids, changes, sleepingDecisions }, text }
  }
  if (ids.length > 1 && options.withNewer !== true) {
    const newer = ids.filter((id) => id !== importId)
    throw new AppError('conflict', `Newer imports of this source stand on it: ${newer.join(', ')}. Add --with-newer to undo them too.`, {
      newer: newer.map(String),
    })
  }
  const { undone } = await client.imports.undo({ importId, withNewer: options.withNewer === true })
  const sleeping = sleepingDecisions === 0 ? '' : ` ${count(sleepingDecisions, 'decision')} of yours wait until their datasets come back.`
  const text = `Undid ${idsText(undone)}: ${changesText(changes)}.${sleeping}`
  return { kind: 'value', value: { undone, changes, sleepingDecisions }, text }
}

const idsText = (ids: readonly number[]): string => `${ids.length === 1 ? 'import' : 'imports'} ${ids.join(', ')}`
