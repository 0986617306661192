import { type FileReceipt, type NotUnderstood, REASONS_KEPT, type ReceiptKind } from '../importers/intake.ts'

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
