import { addDecimals, addMoney, type Money, moneyToDecimal, type ParsedMoney, ZERO } from '../money.ts'

/**
 * What the amounts of a file add up to, in one currency. All are decimal text, exact.
 * `inFile` is `taken` + `left` + `beyond`: nothing a file charges is out of sight.
 */
export type CostTotal = {
  readonly currency: string
  readonly inFile: string
  readonly taken: string
  /** Of rows that were left, where their amount can be read. */
  readonly left: string
  /** What lies beyond the twelve decimals a catalog file keeps. */
  readonly beyond: string
}

type Sums = { taken: Money; left: Money; beyond: string }

/** Adds up what a file charges while it is read. */
export class CostTotals {
  readonly #sums = new Map<string, Sums>()

  add(currency: string, { money, remainder }: ParsedMoney, became: 'taken' | 'left'): void {
    let sums = this.#sums.get(currency)
    if (sums === undefined) {
      sums = { taken: ZERO, left: ZERO, beyond: '0' }
      this.#sums.set(currency, sums)
    }
    sums[became] = addMoney(sums[became], money)
    if (remainder !== null) sums.beyond = addDecimals(sums.beyond, remainder)
  }

  totals(): CostTotal[] {
    return [...this.#sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sums]) => toTotal(currency, sums))
  }
}

function toTotal(currency: string, { taken, left, beyond }: Sums): CostTotal {
  const texts = { taken: moneyToDecimal(taken), left: moneyToDecimal(left), beyond }
  return { currency, inFile: addDecimals(texts.taken, texts.left, texts.beyond), ...texts }
}
