import { extname } from 'node:path'
import { type Command, Option } from 'commander'
import { AppError } from '#contract/kit'
import { globalOptions, type Outcome, run, type Session, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { formatTable, plain } from '../text.ts'
import { giveFile, printsJson, refuseToPrint } from './give-file.ts'
import { addFilterOptions, readFilter } from './dataset-filter.ts'

const FORMATS = ['html', 'md', 'csv', 'json'] as const
type Format = (typeof FORMATS)[number]
type Options = Record<string, string | string[] | undefined> & { format?: Format; out?: string; asOf?: string }

/** `report …`: reports that can be made again byte for byte. */
export function addReportCommands(program: Command, deps: ProgramDeps): void {
  const report = program
    .command('report [name]')
    .description('make a report; printed, or written with --out')
    .addOption(new Option('--format <format>', 'default: by the ending of --out, else md (json with --json)').choices(FORMATS))
    .option('--out <file>', 'write there (default: print it)')
    .option('--as-of <time>', 'as the sources told it at this time: 2026-03-31, or with a time and zone')
  addFilterOptions(report).action((name: string | undefined, options: Options, command: Command) => {
    if (name === undefined) throw new AppError('invalid-input', 'Say which report. See: stewardbook report list', { missing: 'name' })
    const { out, asOf } = options
    const format = options.format ?? formatOfFile(out) ?? (globalOptions(command).json === true ? 'json' : 'md')
    if (printsJson(command, out) && format !== 'json') refuseToPrint(format)
    const scope = { filter: readFilter(options), ...(asOf === undefined ? {} : { asOfMs: parseInstant(asOf) }) }
    return run(deps, command, 'book', (session) => makeReport(session, { name, format, scope }, out))
  })
  withExample(
    report,
    'stewardbook --book shop.stewardbook report catalog --out catalog.html',
    'stewardbook --book shop.stewardbook report catalog --domain finance --format csv',
  )

  withExample(
    report
      .command('list')
      .description('the reports there are')
      .action((_: unknown, command: Command) =>
        run(deps, command, 'nothing', async ({ client }) => {
          const { items, total } = await client.reports.list({})
          const table = formatTable(
            [
              { label: 'NAME', of: (item) => item.name },
              { label: 'TITLE', of: (item) => item.title },
              { label: 'WHAT IT SAYS', of: (item) => item.summary },
            ],
            items,
          )
          return { kind: 'value', value: { items, total }, text: table }
        }),
      ),
    'stewardbook report list',
  )
}

type Wanted = Parameters<Session['client']['reports']['export']>[0]

async function makeReport(session: Session, wanted: Wanted, out: string | undefined): Promise<Outcome> {
  const { ticket } = await session.client.reports.export(wanted)
  return giveFile(session, ticket, out, (file, sizeBytes) => ({
    value: { report: wanted.name, format: wanted.format, file, sizeBytes },
    text: `Wrote ${plain(file)} (${sizeBytes} bytes).`,
  }))
}

function formatOfFile(out: string | undefined): Format | undefined {
  const ending = out === undefined ? '' : extname(out).slice(1).toLowerCase()
  return FORMATS.find((format) => format === (ending === 'htm' ? 'html' : ending))
}

/** A day means its end, in UTC; a time without a zone would mean a different instant on every machine, so it is refused. */
function parseInstant(text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const ms = isDay ? Date.parse(`${text}T23:59:59.999Z`) : isWhole ? Date.parse(text) : Number.NaN
  const isRealDay = !Number.isNaN(ms) && (!isDay || new Date(ms).toISOString().startsWith(text)) // no 31st of February
  if (!isRealDay) {
    throw new AppError('invalid-input', `“${text}” is not a time: write 2026-03-31 or 2026-03-31T12:00:00Z.`, { asOf: text })
  }
  return ms
}
