import type { ImportFile } from '../intake.ts'

/** A file in memory that arrives in chunks of the given sizes, over and over. For tests. */
export function memoryFile(name: string, content: string | Uint8Array, chunkSizes: readonly number[] = [65536]): ImportFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    sizeBytes: bytes.length,
    open: async function* () {
      let position = 0
      for (let i = 0; position < bytes.length; i++) {
        const size = Math.max(1, chunkSizes[i % chunkSizes.length] ?? 65536)
        // Each chunk is a copy that is wiped afterwards: what a consumer still needs it must have copied.
        const chunk = new Uint8Array(bytes.subarray(position, position + size))
        yield { bytes: chunk, position }
        chunk.fill(0x21)
        position += chunk.length
      }
    },
  }
}

/** The error an async call ends in; fails the test where it ends well. */
export async function errorOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('this should have failed')
}

/** Numbers between 0 and 1 that look random and are the same every time (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
