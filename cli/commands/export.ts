import { type Command, Option } from 'commander'
import { GLOSSARY_SHAPES, type GlossaryShape } from '#contract/terms'
import { withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { addExportDatasetsCommand } from './export-datasets.ts'
import { runExport } from './give-file.ts'
import { parseImportId } from './imports.ts'
import { readMonth } from './list-costs.ts'

const TABLES = [
  { noun: 'domains', one: 'domain', description: 'all domains with their owners, as one table (CSV)' },
  { noun: 'products', one: 'data product', description: 'all data products with their datasets, as one table (CSV)' },
] as const

/** `export …`: what the catalog holds, as files that others read. */
export function addExportCommand(program: Command, deps: ProgramDeps): void {
  const group = program.command('export').description('write what the catalog file holds as files that others read')
  addExportDatasetsCommand(group, deps)
  withExample(
    group
      .command('glossary')
      .description('all glossary terms as one file')
      .addOption(new Option('--format <format>', 'default: csv').choices(GLOSSARY_SHAPES).default('csv'))
      .option('--out <file>', 'write there (default: print it)')
      .action((options: { format: GlossaryShape; out?: string }, command: Command) =>
        runExport(deps, command, { noun: 'term', format: options.format, out: options.out }, ({ client }) =>
          client.terms.export({ shape: options.format }),
        ),
      ),
    'stewardbook --book shop.stewardbook export glossary --out glossary.csv',
    'stewardbook --book shop.stewardbook export glossary --format openmetadata',
  )
  for (const { noun, one, description } of TABLES) {
    withExample(
      group
        .command(noun)
        .description(description)
        .option('--out <file>', 'write there (default: print it)')
        .action((options: { out?: string }, command: Command) =>
          runExport(deps, command, { noun: one, format: 'csv', out: options.out }, ({ client }) => client[noun].export({})),
        ),
      `stewardbook --book shop.stewardbook export ${noun} --out ${noun}.csv`,
    )
  }
  withExample(
    group
      .command('costs')
      .description('all cost entries, as one table (CSV)')
      .option('--month <month>', 'of this month alone, such as 2026-01')
      .option('--out <file>', 'write there (default: print it)')
      .action(({ month, out }: { month?: string; out?: string }, command: Command) => {
        const filter = readMonth(month)
        return runExport(deps, command, { noun: 'cost entry', nouns: 'cost entries', format: 'csv', out }, ({ client }) =>
          client.costs.export({ filter }),
        )
      }),
    'stewardbook --book shop.stewardbook export costs --month 2026-01 --out costs.csv',
  )
  withExample(
    group
      .command('changes <import>')
      .description('what an import changed, line by line, as one table (CSV)')
      .option('--out <file>', 'write there (default: print it)')
      .action((id: string, options: { out?: string }, command: Command) => {
        const importId = parseImportId(id)
        return runExport(deps, command, { noun: 'line', format: 'csv', out: options.out }, ({ client }) =>
          client.imports.exportChanges({ importId }),
        )
      }),
    'stewardbook --book shop.stewardbook export changes 3 --out changes.csv',
  )
}
