import type { Command } from 'commander'
import { AppError } from '#contract/kit'
import { writeWholeFile } from '#services/whole-file'
import { globalOptions, type Outcome, run, type Session } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, plain } from '../text.ts'

type Told = Omit<Extract<Outcome, { kind: 'value' }>, 'kind'>

/** What waits behind a ticket: as it is, or written whole to a place, of which is then told. */
export async function giveFile(
  { host, deps }: Session,
  ticket: string,
  out: string | undefined,
  tell: (file: string, sizeBytes: number) => Told,
): Promise<Outcome> {
  const { sizeBytes, open } = host.redeemTicket(ticket)
  if (out === undefined) return { kind: 'document', pieces: open() }
  await writeWholeFile(deps.cwd, out, open())
  return { kind: 'value', ...tell(out, sizeBytes) }
}

/** Is the content itself what is printed, and are documents to be JSON? */
export const printsJson = (command: Command, out: string | undefined): boolean => out === undefined && globalOptions(command).json === true

/**
 * With --json whatever is printed is one JSON document. Comes before the content is made: making it is journalled.
 * @param what the content is called, where it is refused
 * @throws AppError invalid-input, with what to do instead
 */
export function refuseToPrint(what: string): never {
  throw new AppError('invalid-input', `--json prints JSON, not ${plain(what)}: write it with --out FILE, or leave --json away.`, {
    missing: '--out',
  })
}

type Exported = { readonly ticket: string; readonly count: number }
type Given = { readonly noun: string; readonly nouns?: string; readonly format: string; readonly out: string | undefined }

/** Runs an export: a list as a file of a format, printed or written. @throws AppError invalid-input */
export function runExport(
  deps: ProgramDeps,
  command: Command,
  { noun, nouns, format, out }: Given,
  make: (session: Session) => Promise<Exported>,
): Promise<void> {
  if (printsJson(command, out) && format !== 'json') refuseToPrint(format)
  return run(deps, command, 'book', async (session) => {
    const made = await make(session)
    return giveFile(session, made.ticket, out, (file, sizeBytes) => ({
      value: { file, format, count: made.count, sizeBytes },
      text: `Wrote ${count(made.count, noun, nouns)} to ${plain(file)}.`,
    }))
  })
}
