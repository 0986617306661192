import { type Command, Option } from 'commander'
import { GLOSSARY_SHAPES, type GlossaryShape } from '#contract/terms'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, plain } from '../text.ts'
import { writeWholeFile } from '#services/whole-file'
import { readDownload } from '../read-download.ts'

/** `export …`: what the catalog holds, as files that others read. */
export function addExportCommand(program: Command, deps: ProgramDeps): void {
  const group = program.command('export').description('write what the catalog file holds as files that others read')
  withExample(
    group
      .command('glossary')
      .description('all glossary terms as one file')
      .addOption(new Option('--format <format>', 'default: csv').choices(GLOSSARY_SHAPES).default('csv'))
      .option('--out <file>', 'write there (default: print it)')
      .action((options: { format: GlossaryShape; out?: string }, command: Command) =>
        run(deps, command, 'book', (session) => exportGlossary(session, options.format, options.out)),
      ),
    'stewardbook --book shop.stewardbook export glossary --out glossary.csv',
    'stewardbook --book shop.stewardbook export glossary --format openmetadata',
  )
}

async function exportGlossary({ client, host, deps }: Session, shape: GlossaryShape, out: string | undefined): Promise<Outcome> {
  const { ticket, count: exported } = await client.terms.export({ shape })
  const bytes = await readDownload(host.redeemTicket(ticket))
  if (out === undefined) return { kind: 'document', bytes }
  await writeWholeFile(deps.cwd, out, bytes)
  const value = { file: out, format: shape, count: exported, sizeBytes: bytes.length }
  return { kind: 'value', value, text: `Wrote ${count(exported, 'term')} to ${plain(out)}.` }
}
