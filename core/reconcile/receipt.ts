import {
  COMPILED_CODE,
  type FileReceipt,
  type IntakeRunResult,
  type NotUnderstood,
  REASONS_KEPT,
  type ReceiptKind,
} from '../importers/intake.ts'
import { canonicalJson, type JsonObject } from '../json.ts'
import type { EntryFacts } from './entry-facts.ts'
import { parseColumns, parseUpstream } from './sections.ts'

/** Sums receipts kind by kind, in the order kinds first appear. */
export function sumReceipts(files: readonly FileReceipt[]): ReceiptKind[] {
  const sums = new Map<string, ReceiptKind>()
  for (const line of files.flatMap((file) => file.kinds)) {
    const sum = sums.get(line.kind)
    sums.set(line.kind, sum === undefined ? line : addKinds(sum, line))
  }
  return [...sums.values()]
}

function addKinds(a: ReceiptKind, b: ReceiptKind): ReceiptKind {
  return {
    kind: a.kind,
    inFile: a.inFile + b.inFile,
    taken: a.taken + b.taken,
    left: a.left + b.left,
    byDesign: a.byDesign + b.byDesign,
    reasons: [...a.reasons, ...b.reasons].slice(0, REASONS_KEPT),
  }
}

/** What no file's reader understood, with the file's name before each path where there are several files. */
export function listNotUnderstood(files: readonly FileReceipt[]): NotUnderstood[] {
  return files.flatMap((file) =>
    file.notUnderstood.map(({ path, reason }) => ({ path: files.length > 1 ? `${file.name}: ${path}` : path, reason })),
  )
}

const textWithoutSql = (extras: JsonObject): string =>
  canonicalJson(Object.fromEntries(Object.entries(extras).filter(([name]) => name !== COMPILED_CODE)))

type Left = { count: number; readonly reasons: { path: string; reason: string }[] }

/** What reading counted as taken and writing left after all: only the catalog file tells whether there is a thing that a file adds to. */
export class LeftInWriting {
  /** By receipt and kind. */
  readonly #left = new Map<number, Map<string, Left>>()

  leave(fileIndex: number, kind: string, path: string, reason: string): void {
    const kinds = this.#left.get(fileIndex) ?? new Map<string, Left>()
    this.#left.set(fileIndex, kinds)
    const left = kinds.get(kind) ?? { count: 0, reasons: [] }
    kinds.set(kind, left)
    left.count += 1
    // A copy: what is told may be cut out of a large text, all of which it would keep in memory.
    if (left.reasons.length < REASONS_KEPT) left.reasons.push(structuredClone({ path, reason }))
  }

  /** Leaves an entry of this kind with its columns and links. */
  leaveEntry({ fileIndex, position, sections }: EntryFacts, receiptKind: string, reason: string): void {
    this.leave(fileIndex, receiptKind, position, reason)
    const parts = [
      ...parseColumns(sections.get('columns') ?? '[]').map(({ name }) => ['column', `columns/${name}`] as const),
      ...parseUpstream(sections.get('upstream') ?? '[]').map((name) => ['edge', `depends_on/nodes/${name}`] as const),
    ]
    for (const [kind, path] of parts) this.leave(fileIndex, kind, `${position}/${path}`, 'its entry was left')
  }

  /**
   * Leaves what a result says that is known of its run already: what was told first stays.
   * @param told what was told beyond the fields, where those are told alike; else null
   */
  leaveKnownResult({ fileIndex, position, extras }: IntakeRunResult, told: JsonObject | null): void {
    const isAlike = told !== null && textWithoutSql(told) === textWithoutSql(extras)
    if (!isAlike) this.leave(fileIndex, 'run_result', position, 'an earlier import told otherwise of the same run, and that is kept')
    const compiled = extras[COMPILED_CODE]
    if (compiled === undefined || (isAlike && told[COMPILED_CODE] === compiled)) return
    const reason = isAlike ? 'an earlier import told this result without it' : 'its result was left'
    this.leave(fileIndex, COMPILED_CODE, `${position}/${COMPILED_CODE}`, reason)
  }

  /** The receipts that reading made, with this: they tie out with what became of each thing. */
  correct(files: readonly FileReceipt[]): FileReceipt[] {
    return files.map((file, index) => {
      const left = this.#left.get(index)
      return left === undefined ? file : { ...file, kinds: file.kinds.map((line) => withLeft(file, line, left.get(line.kind))) }
    })
  }
}

function withLeft({ name }: FileReceipt, line: ReceiptKind, left: Left | undefined): ReceiptKind {
  if (left === undefined) return line
  if (left.count > line.taken)
    throw new Error(`the receipt of ${name} does not tie out: ${left.count} of ${line.taken} ${line.kind} were left`)
  return {
    ...line,
    taken: line.taken - left.count,
    left: line.left + left.count,
    reasons: [...line.reasons, ...left.reasons].slice(0, REASONS_KEPT),
  }
}
