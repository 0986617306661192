import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { z } from 'zod'
import type { ImportFormat } from '#contract/imports'
import { AppError } from '#contract/kit'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { EXIT } from '../exit-codes.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { waitForJob } from '../wait-for-job.ts'
import { plain } from '../text.ts'
import { withWholePaths } from '../whole-paths.ts'
import { documentOfImport, documentOfPlan, hasFindings, type ImportDocument, importText } from './import-text.ts'

type Options = { readonly source?: string; readonly option?: readonly string[]; readonly preview?: boolean; readonly strict?: boolean }
type Format = z.infer<typeof ImportFormat>

const FORMATS: readonly { format: Format; description: string; example: string }[] = [
  {
    format: 'dbt',
    description: 'take over dbt artifacts: manifest, catalog, run results, freshness; files, .gz, or a folder (its target/ too)',
    example: 'stewardbook --book shop.stewardbook import dbt ~/shop/target',
  },
  {
    format: 'schema',
    description: 'take over an export of information_schema.columns (CSV or JSON)',
    example: 'stewardbook --book shop.stewardbook import schema columns.csv --source warehouse',
  },
  {
    format: 'datasets',
    description: 'take over a plain list of datasets (CSV)',
    example: 'stewardbook --book shop.stewardbook import datasets datasets.csv --source "data inventory"',
  },
  {
    format: 'glossary',
    description: 'take over a glossary: a table of terms (CSV), or one that OpenMetadata (CSV) or DataHub (YAML) wrote',
    example: 'stewardbook --book shop.stewardbook import glossary glossary.csv --source "business glossary"',
  },
  {
    format: 'domains',
    description: 'take over domains with their owners: a table (CSV), as “export domains” writes it',
    example: 'stewardbook --book shop.stewardbook import domains domains.csv --source organisation',
  },
  {
    format: 'products',
    description: 'take over data products with their datasets: a table (CSV), as “export products” writes it',
    example: 'stewardbook --book shop.stewardbook import products data-products.csv --source "product list"',
  },
  {
    format: 'costs',
    description: 'take over a list of costs by day or month (CSV), as “export costs” writes it',
    example: 'stewardbook --book shop.stewardbook import costs costs.csv --source "cloud bill" --option currency=EUR',
  },
  {
    format: 'links',
    description: 'take over a list of links between datasets or their columns (CSV)',
    example: 'stewardbook --book shop.stewardbook import links column-links.csv --source "warehouse lineage" --option complete=true',
  },
]

/** `import …`: read files, compare with the catalog file, make it so. */
export function addImportCommands(program: Command, deps: ProgramDeps): void {
  const group = program.command('import').description('take files over into the catalog file')
  for (const { format, description, example } of FORMATS) {
    const command = group
      .command(`${format} <path...>`)
      .description(description)
      .option('--source <name>', 'name of the source, where the files don’t say it or say it wrong')
      .addOption(new Option('--option <name=value>', 'an option of this kind of import; may be repeated').argParser(collect))
      .option('--preview', 'show what would change and save nothing')
      .option('--strict', 'exit code 1 when a catalog entry was left out, or anything was not understood')
      .action((paths: string[], options: Options, sub: Command) => {
        const request = {
          format,
          paths: paths.map((path) => resolve(deps.cwd, path)),
          options: Object.fromEntries((options.option ?? []).map(parseOption)),
        }
        return run(deps, sub, 'book', (session) =>
          importPaths(session, request, options).catch((error: unknown) => {
            throw withWholePaths(error, request.paths)
          }),
        )
      })
    withExample(command, example)
  }
}

const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [...(earlier ?? []), value]

type Request = { readonly format: Format; readonly paths: readonly string[]; readonly options: Record<string, string> }

async function importPaths(session: Session, { format, paths, options: formatOptions }: Request, options: Options): Promise<Outcome> {
  const { host, client } = session
  const pickId = await host.pickPaths('import', paths)
  session.progress.show('Reading')
  const { jobId, planId } = await client.imports.preview({
    pickId,
    format,
    ...(options.source === undefined ? {} : { sourceName: options.source }),
    options: formatOptions,
  })
  await waitForJob(session, jobId)
  const document = options.preview === true ? await previewOnly(session, planId) : await apply(session, planId)
  const exitCode = options.strict === true && hasFindings(document) ? EXIT.findings : EXIT.ok
  return { kind: 'value', value: document, text: importText(document), exitCode }
}

function parseOption(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new AppError('invalid-input', `“${text}” is not of the form name=value.`, { option: text })
  return [text.slice(0, at), text.slice(at + 1)]
}

async function previewOnly({ client }: Session, planId: string): Promise<ImportDocument> {
  const plan = await client.imports.plan({ planId })
  await client.imports.discard({ planId })
  return documentOfPlan(plan, 'preview', null)
}

async function apply(session: Session, planId: string): Promise<ImportDocument> {
  const { client, progress } = session
  const plan = await client.imports.plan({ planId })
  for (const remark of plan.remarks) progress.note(plain(remark))
  progress.show('Saving')
  const job = await waitForJob(session, (await client.imports.apply({ planId })).jobId)
  if (plan.isUnchanged || job.importId === null) return documentOfPlan(plan, 'unchanged', job.importId)
  const { row, receipt } = await client.imports.show({ importId: job.importId })
  const renames = await client.imports.renames({ importId: job.importId })
  // The plan's remarks say it already.
  return documentOfImport(row, receipt, { remarks: plan.remarks, renames: { ...renames, remark: null } })
}
