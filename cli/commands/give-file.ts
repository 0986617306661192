import { writeWholeFile } from '#services/whole-file'
import type { Outcome, Session } from '../command-line.ts'
import { count, plain } from '../text.ts'

type Exported = { readonly ticket: string; readonly count: number }
type Given = { readonly noun: string; readonly nouns?: string; readonly format: string; readonly out: string | undefined }

/** A file that was made: as it is, or written whole to a place. */
export async function giveFile({ host, deps }: Session, made: Exported, { noun, nouns, format, out }: Given): Promise<Outcome> {
  const { sizeBytes, open } = host.redeemTicket(made.ticket)
  if (out === undefined) return { kind: 'document', pieces: open() }
  await writeWholeFile(deps.cwd, out, open())
  const value = { file: out, format, count: made.count, sizeBytes }
  return { kind: 'value', value, text: `Wrote ${count(made.count, noun, nouns)} to ${plain(out)}.` }
}
