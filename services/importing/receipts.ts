import type { Receipt } from '#contract/imports'
import type { FileReceipt } from '#core/importers/intake'
import { listNotUnderstood, sumReceipts } from '#core/reconcile/receipt'
import type { ReadDb } from '#db/connection'
import { hasOriginal, type ImportRow } from '#db/imports'
import type { SourceFile } from '#io/source-file'
import { fateOfOriginal, type Keeping } from './originals.ts'
import type { WrittenImport } from './write-import.ts'

const NOT_UNDERSTOOD_KEPT = 1000

/** What is said of an import: per file and over all, what it held, what was taken, what was left and why. */
export async function makeReceipt(tools: Keeping, files: readonly SourceFile[], written: WrittenImport): Promise<Receipt> {
  const { summary } = written
  const notUnderstood = [...listNotUnderstood(summary.files), ...written.notUnderstood]
  return {
    files: await Promise.all(summary.files.map(async (receipt) => toFileReceipt(tools, receipt, files))),
    kinds: sumReceipts(summary.files).map((kind) => ({ ...kind, reasons: [...kind.reasons] })),
    notUnderstood: notUnderstood.slice(0, NOT_UNDERSTOOD_KEPT),
    notUnderstoodTotal: notUnderstood.length,
  }
}

async function toFileReceipt(tools: Keeping, receipt: FileReceipt, files: readonly SourceFile[]): Promise<Receipt['files'][number]> {
  const file = files.find((candidate) => candidate.name === receipt.name)
  if (file === undefined) throw new Error(`a receipt for “${receipt.name}”, which was not read`)
  const { totals, ...told } = receipt
  const print = await file.fingerprint()
  return {
    ...told,
    ...(totals === undefined ? {} : { totals: totals.map((total) => ({ ...total })) }),
    ...print,
    original: fateOfOriginal(tools, print),
    kinds: receipt.kinds.map((kind) => ({ ...kind, reasons: [...kind.reasons] })),
    notUnderstood: receipt.notUnderstood.slice(0, NOT_UNDERSTOOD_KEPT),
  }
}

/** As it was written at the import; whether an original is kept is looked up, for older imports did not say. */
export function readReceipt(read: ReadDb, row: ImportRow): Receipt {
  const receipt = JSON.parse(row.receipt) as Receipt
  const fateOf = ({ sha256, original }: Receipt['files'][number]): Receipt['files'][number]['original'] => {
    if (hasOriginal(read, sha256)) return 'kept'
    return original === 'over-limit' || original === 'switched-off' ? original : 'not-kept'
  }
  return { ...receipt, files: receipt.files.map((file) => ({ ...file, original: fateOf(file) })) }
}
