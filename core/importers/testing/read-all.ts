import type { ImportFile, Importer, IntakeEntry, IntakeItem, IntakeSummary } from '../intake.ts'
import type { JsonObject } from '#core/json'

export type ReadAll = {
  readonly batches: readonly (readonly IntakeItem[])[]
  readonly items: readonly IntakeItem[]
  readonly summary: IntakeSummary
}

/** Everything an importer gives for some files. For tests. */
export async function readAll(importer: Importer, files: readonly ImportFile[], options: JsonObject = {}): Promise<ReadAll> {
  const batches: (readonly IntakeItem[])[] = []
  const stream = importer.read(files, options)
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return { batches, items: batches.flat(), summary: next.value }
    batches.push(next.value)
  }
}

/** Entries by part and name. */
export function entriesOf(items: readonly IntakeItem[]): Map<string, IntakeEntry> {
  const found = new Map<string, IntakeEntry>()
  for (const item of items) {
    if (item.kind !== 'entry') continue
    const id = `${item.part} ${item.name}`
    if (found.has(id)) throw new Error(`${id} is told twice`)
    found.set(id, item)
  }
  return found
}

/** What is wrong with a receipt: it must tie out, and say why things were left. Empty where all is well. */
export function faultsOfReceipt(summary: IntakeSummary): string[] {
  return summary.files.flatMap((file) =>
    file.kinds.flatMap((line) => {
      const isTied = line.inFile === line.taken + line.left && line.taken >= 0 && line.left >= 0
      const hasReasons =
        line.reasons.length === Math.min(line.left, 200) && line.reasons.every(({ path, reason }) => path !== '' && reason !== '')
      return isTied && hasReasons ? [] : [`${file.name}: ${JSON.stringify({ ...line, reasons: line.reasons.slice(0, 3) })}`]
    }),
  )
}
