import type { IntakeItem } from './intake.ts'

const MOST_ITEMS = 50
const MOST_BYTES = 64 * 1024

/** Collects items until there are enough to hand on: few, as what is held longer is copied from one part of the heap to the next. */
export class ItemBatch {
  #items: IntakeItem[] = []
  #bytes = 0

  /** @param sizeBytes of the text the item was read from */
  add(item: IntakeItem, sizeBytes: number): void {
    this.#items.push(item)
    this.#bytes += sizeBytes
  }

  get isFull(): boolean {
    return this.#items.length >= MOST_ITEMS || this.#bytes >= MOST_BYTES
  }

  get isEmpty(): boolean {
    return this.#items.length === 0
  }

  take(): readonly IntakeItem[] {
    const items = this.#items
    this.#items = []
    this.#bytes = 0
    return items
  }
}
