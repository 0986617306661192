import { writeWholeFile } from '#services/whole-file'
import type { Outcome, Session } from '../command-line.ts'
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

type Exported = { readonly ticket: string; readonly count: number }
type Given = { readonly noun: string; readonly nouns?: string; readonly format: string; readonly out: string | undefined }

/** The same of a list that was exported in a format. */
export function giveExport(session: Session, made: Exported, { noun, nouns, format, out }: Given): Promise<Outcome> {
  return giveFile(session, made.ticket, out, (file, sizeBytes) => ({
    value: { file, format, count: made.count, sizeBytes },
    text: `Wrote ${count(made.count, noun, nouns)} to ${plain(file)}.`,
  }))
}
