import type { Cell } from '#db/asset-columns'

/**
 * Items of many small texts as they cross from one thread to another: as one large text and a list of lengths. As objects they take
 * twice as long, and while they wait to be taken the heap they wait in is copied about.
 */
export type Packed = {
  /** One item's texts after another's, but for those in `others`. */
  readonly ascii: Uint8Array
  /** Texts of items that are more than ASCII. */
  readonly others: readonly string[]
  /** Lengths of texts, and counts, in the order in which they were put. */
  readonly lengths: Int32Array
  readonly numbers: readonly number[]
  readonly kept: readonly string[]
}

/** In place of the length of a text that is not there. */
const NOTHING = -1
/** In place of a cell's length: its number is in `numbers`. */
const NUMBER = -2
/** In place of the length of an item's texts: they are in `others`. */
const OTHER = -3

const FIRST_ROOM = 256 * 1024

/** Puts items, to be taken in the same order; the room of the largest packet so far is used again by the next. */
export class Packer {
  #ascii = Buffer.allocUnsafeSlow(FIRST_ROOM)
  #lengths = new Int32Array(FIRST_ROOM / 4)
  #asciiUsed = 0
  #lengthsUsed = 0
  #size = 0
  #item = ''
  #others: string[] = []
  #numbers: number[] = []
  #kept: string[] = []

  get isEmpty(): boolean {
    return this.#lengthsUsed === 0
  }

  /** Characters put since the last packet. */
  get size(): number {
    return this.#size
  }

  item(put: () => void): void {
    const place = this.#lengthsUsed
    this.count(0)
    this.#item = ''
    put()
    this.#lengths[place] = this.#keepItem()
  }

  /** A count, no decimals. */
  count(count: number): void {
    if (this.#lengthsUsed === this.#lengths.length) {
      const larger = new Int32Array(2 * this.#lengths.length)
      larger.set(this.#lengths)
      this.#lengths = larger
    }
    this.#lengths[this.#lengthsUsed++] = count
  }

  text(text: string): void {
    this.#item += text
    this.count(text.length)
  }

  /** A text that stays for longer than its item: one that is cut out of the large text keeps all of it in memory. */
  kept(text: string): void {
    this.#kept.push(text)
  }

  optional(text: string | null): void {
    if (text === null) this.count(NOTHING)
    else this.text(text)
  }

  cell(cell: Cell): void {
    if (typeof cell !== 'number') return this.optional(cell)
    this.count(NUMBER)
    this.#numbers.push(cell)
  }

  list<T>(items: readonly T[], put: (item: T) => void): void {
    this.count(items.length)
    for (const item of items) put(item)
  }

  /** All that was put since the last packet. */
  packed(): Packed {
    const packed = {
      ascii: new Uint8Array(this.#ascii.subarray(0, this.#asciiUsed)),
      others: this.#others,
      lengths: this.#lengths.slice(0, this.#lengthsUsed),
      numbers: this.#numbers,
      kept: this.#kept,
    }
    this.#asciiUsed = 0
    this.#lengthsUsed = 0
    this.#size = 0
    this.#others = []
    this.#numbers = []
    this.#kept = []
    return packed
  }

  #keepItem(): number {
    const text = this.#item
    this.#size += text.length
    if (Buffer.byteLength(text) !== text.length) {
      this.#others.push(text)
      return OTHER
    }
    const used = this.#asciiUsed + text.length
    if (this.#ascii.length < used) {
      const larger = Buffer.allocUnsafeSlow(2 * used)
      larger.set(this.#ascii.subarray(0, this.#asciiUsed))
      this.#ascii = larger
    }
    this.#ascii.write(text, this.#asciiUsed, 'latin1')
    this.#asciiUsed = used
    return text.length
  }
}

/** Takes items in the order in which they were put. */
export class Unpacker {
  readonly #packed: Packed
  readonly #ascii: string
  #item = ''
  #next = 0
  #cut = 0
  #itemCut = 0
  #other = 0
  #number = 0
  #kept = 0

  constructor(packed: Packed) {
    this.#packed = packed
    const { buffer, byteOffset, byteLength } = packed.ascii
    this.#ascii = Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
  }

  *items<T>(take: () => T): Generator<T> {
    while (this.#next < this.#packed.lengths.length) {
      this.#item = this.#itemTexts(this.count())
      this.#itemCut = 0
      yield take()
    }
  }

  count(): number {
    return there(this.#packed.lengths[this.#next++])
  }

  text(): string {
    return this.#cutOut(this.count())
  }

  kept(): string {
    return there(this.#packed.kept[this.#kept++])
  }

  optional(): string | null {
    const length = this.count()
    return length === NOTHING ? null : this.#cutOut(length)
  }

  cell(): Cell {
    const length = this.count()
    if (length === NUMBER) return there(this.#packed.numbers[this.#number++])
    return length === NOTHING ? null : this.#cutOut(length)
  }

  list<T>(take: () => T): T[] {
    const items: T[] = []
    for (let left = this.count(); left > 0; left -= 1) items.push(take())
    return items
  }

  #itemTexts(length: number): string {
    if (length === OTHER) return there(this.#packed.others[this.#other++])
    const from = this.#cut
    this.#cut += length
    return this.#ascii.slice(from, this.#cut)
  }

  #cutOut(length: number): string {
    const from = this.#itemCut
    this.#itemCut += length
    return this.#item.slice(from, this.#itemCut)
  }
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('more is taken than was put')
  return value
}
