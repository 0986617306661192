import { badFile, locate } from '../bad-file.ts'
import type { ImportFile } from '../intake.ts'
import { findBadUtf8 } from '../json/grammar.ts'

/**
 * A file's text in pieces, strictly UTF-8, without a byte order mark.
 * @throws AppError bad-file, problem bad-utf8
 */
export async function* readText(file: ImportFile): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = new Uint8Array(0)
  let isFirst = true
  for await (const { bytes, position } of file.open()) {
    const joined = join(rest, bytes)
    const whole = joined.subarray(0, endOfLastCharacter(joined))
    const start = position - rest.length
    rest = joined.slice(whole.length)
    const text = await decode(file, decoder, whole, start)
    if (text === '') continue
    yield isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text
    isFirst = false
  }
  if (rest.length > 0) throw badFile(file.name, 'bad-utf8', 'ends in the middle of a character')
}

async function decode(file: ImportFile, decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, start: number): Promise<string> {
  try {
    return decoder.decode(bytes)
  } catch {
    const { place } = await locate(file, start + Math.max(0, findBadUtf8(bytes)))
    throw badFile(file.name, 'bad-utf8', 'is not UTF-8 text; save it as “CSV UTF-8”', place)
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

/** Where the bytes end without the beginning of a character that goes on in the next chunk. */
function endOfLastCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}
