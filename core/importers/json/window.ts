import type { Chunk } from '../intake.ts'

const FIRST_CAPACITY = 1 << 17

/**
 * The bytes of a file that are being looked at: chunks are added at the end, what is done with is dropped at the start.
 * Chunks are copied, so a reader may use one buffer for all of them.
 */
export class ByteWindow {
  /** Only indexes below `end` hold bytes of the file. */
  bytes: Uint8Array = new Uint8Array(FIRST_CAPACITY)
  /** `bytes` up to `end`: native searches must not run into what lies behind. */
  live: Uint8Array = this.bytes.subarray(0, 0)
  end = 0
  /** Position in the file of `bytes[0]`. */
  base = 0

  /** Adds a chunk and forgets everything before `keepFrom`. Returns by how much indexes moved down. */
  push(chunk: Chunk, keepFrom: number): number {
    const added = chunk.bytes.length
    const kept = this.end - keepFrom
    if (keepFrom > 0 && this.end + added > this.bytes.length) {
      this.bytes = this.#room(kept, added, keepFrom)
      this.base += keepFrom
    } else {
      this.bytes = this.#room(this.end, added, 0)
      keepFrom = 0
    }
    const end = keepFrom > 0 ? kept : this.end
    this.bytes.set(chunk.bytes, end)
    this.end = end + added
    this.live = this.bytes.subarray(0, this.end)
    return keepFrom
  }

  /** A buffer that starts with the `kept` bytes from `from` and has room for `added` more. */
  #room(kept: number, added: number, from: number): Uint8Array {
    if (kept + added <= this.bytes.length) {
      if (from > 0) this.bytes.copyWithin(0, from, from + kept)
      return this.bytes
    }
    const grown = new Uint8Array(Math.max(kept + added, this.bytes.length * 2))
    grown.set(this.bytes.subarray(from, from + kept))
    return grown
  }
}
