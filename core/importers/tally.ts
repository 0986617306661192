import { CostTotals } from '../costs/totals.ts'
import type { ParsedMoney } from '../money.ts'
import { type FileReceipt, type NotUnderstood, REASONS_KEPT, type ReceiptKind } from './intake.ts'

/** A damaged file can hold endless odd things; the rest is counted. */
const NOT_UNDERSTOOD_KEPT = 5000

type Line = { inFile: number; taken: number; reasons: { path: string; reason: string }[]; left: number; byDesign: number }

/** What entries are made of is told after the entries. */
const rank = (kind: string): number => (kind === 'edge' ? 2 : kind === 'column' ? 1 : 0)

/** Keeps one file's receipt while it is read. What was found must have been taken or left, with a reason. */
export class Tally {
  readonly #lines = new Map<string, Line>()
  readonly #notUnderstood: NotUnderstood[] = []
  readonly #costs = new CostTotals()
  #notKept = 0

  found(kind: string, count = 1): void {
    this.#line(kind).inFile += count
  }

  took(kind: string, count = 1): void {
    this.#line(kind).taken += count
  }

  left(kind: string, path: string, reason: string): void {
    const line = this.#line(kind)
    line.left += 1
    if (line.reasons.length < REASONS_KEPT) line.reasons.push({ path, reason })
  }

  /** Leaves what is no catalog entry at all (code, what is switched off): nothing is missing without it. */
  leftByDesign(kind: string, path: string, reason: string): void {
    this.left(kind, path, reason)
    this.#line(kind).byDesign += 1
  }

  notUnderstood(path: string, reason: string): void {
    if (this.#notUnderstood.length < NOT_UNDERSTOOD_KEPT) this.#notUnderstood.push({ path, reason })
    else this.#notKept += 1
  }

  /** Columns of a table that were left, each with why. */
  leftColumns(columns: readonly NotUnderstood[]): void {
    for (const { path, reason } of columns) this.notUnderstood(path, reason)
  }

  charged(currency: string, amount: ParsedMoney, became: 'taken' | 'left'): void {
    this.#costs.add(currency, amount, became)
  }

  receipt(about: Pick<FileReceipt, 'name' | 'artifact' | 'version' | 'generatedAtMs'>): FileReceipt {
    const kinds: ReceiptKind[] = []
    for (const [kind, line] of [...this.#lines].sort(([a], [b]) => rank(a) - rank(b))) {
      if (line.inFile !== line.taken + line.left) {
        throw new Error(`the receipt of ${about.name} does not tie out: ${kind} ${line.inFile} = ${line.taken} + ${line.left}`)
      }
      if (line.inFile > 0) kinds.push({ kind, ...line })
    }
    const notUnderstood = [...this.#notUnderstood]
    if (this.#notKept > 0) notUnderstood.push({ path: '', reason: `and ${this.#notKept} more` })
    const totals = this.#costs.totals()
    return { ...about, kinds, notUnderstood, ...(totals.length === 0 ? {} : { totals }) }
  }

  #line(kind: string): Line {
    let line = this.#lines.get(kind)
    if (line === undefined) {
      line = { inFile: 0, taken: 0, left: 0, byDesign: 0, reasons: [] }
      this.#lines.set(kind, line)
    }
    return line
  }
}
