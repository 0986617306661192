import type { z } from 'zod'
import { DecisionsFile } from '#contract/decisions'
import { sentenceOfIssues } from '#contract/issue-sentence'
import { AppError } from '#core/errors'
import { formatBytes } from '#core/format'
import { isJsonObject, type JsonObject } from '#core/json'
import { openPickedFiles, type PickedEntry } from '#io/picked-files'
import type { SourceFile } from '#io/source-file'

/** A decisions file that was read, and what it is called. */
export type ReadDecisionsFile = z.infer<typeof DecisionsFile> & { readonly fileName: string }

/** What a person picked; no link in it may lead out of `within`. */
export type PickedDecisions = { readonly entries: readonly PickedEntry[]; readonly within: string | null }

/** Some thousand decisions are read in less time than a worker takes to start. */
const LARGE_FROM_BYTES = 1_000_000
/** About half a million decisions: more would not fit into the memory a worker has. */
const MOST_BYTES = 128_000_000

/** @throws AppError bad-file where there is none, or it can't be read */
export async function openDecisionsFile({ entries, within }: PickedDecisions): Promise<SourceFile> {
  const [file] = await openPickedFiles(entries, (name) => name.endsWith('.json'), within)
  if (file === undefined) throw new AppError('bad-file', 'No decisions file was given.')
  return file
}

/** Whether a file takes so long to read that it is read in a worker; how long a packed one is shows only then. */
export const isLargeFile = ({ isPacked, storedBytes }: SourceFile): boolean => isPacked || storedBytes > LARGE_FROM_BYTES

/**
 * The decisions of a file.
 * @param mostBytes its length unpacked, at most
 * @throws AppError bad-file, naming the file and what of it is wrong
 */
export async function readDecisionsFile(file: SourceFile, mostBytes = MOST_BYTES): Promise<ReadDecisionsFile> {
  const pieces: Uint8Array[] = []
  let sizeBytes = 0
  for await (const { bytes } of file.open()) {
    sizeBytes += bytes.length
    if (sizeBytes > mostBytes) {
      const most = formatBytes(mostBytes)
      throw new AppError('bad-file', `“${file.name}” is too large for a decisions file: at most ${most} are read.`, { file: file.name })
    }
    pieces.push(bytes)
  }
  return parseDecisionsFile(file.name, Buffer.concat(pieces).toString('utf8'))
}

function parseDecisionsFile(name: string, text: string): ReadDecisionsFile {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new AppError('bad-file', `“${name}” is not JSON.`, { file: name })
  }
  const parsed = DecisionsFile.safeParse(content)
  if (parsed.success) return { ...parsed.data, fileName: name }
  const path = parsed.error.issues[0]?.path.join('.') ?? ''
  const refuse = (sentence: string): never => {
    throw new AppError('bad-file', `“${name}” ${sentence}`, { file: name, path })
  }
  const head: JsonObject = isJsonObject(content) ? content : {}
  if (head['kind'] !== 'stewardbook-decisions')
    return refuse('is no decisions file. Such a file is made by exporting the decisions of a catalog file.')
  if (head['schemaVersion'] !== 1) return refuse('is a decisions file of another version of Stewardbook; this one reads version 1.')
  return refuse(`is a decisions file with a fault. ${sentenceOfIssues(parsed.error)}`)
}
