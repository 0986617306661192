/**
 * MD5 of a text, in hex (RFC 1321). Not for secrets: dbt writes the MD5 of a project's name into its manifests, and
 * comparing it tells the project from its packages.
 */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, bytes.length * 8, true)
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 0x20000000), true)
  let state: Words = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let at = 0; at < padded.length; at += 64) state = addWords(state, digestBlock(state, view, at))
  return state.map((word) => toLittleEndianHex(word)).join('')
}

type Words = readonly [number, number, number, number]

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const
const SINES = Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 0x100000000))

function digestBlock(state: Words, view: DataView, at: number): Words {
  let [a, b, c, d] = state
  for (let step = 0; step < 64; step++) {
    const round = step >> 4
    const { mixed, word } = mix(round, step, b, c, d)
    const sum = (a + mixed + (SINES[step] ?? 0) + view.getUint32(at + word * 4, true)) >>> 0
    const shift = SHIFTS[round]?.[step & 3] ?? 0
    const turned = ((sum << shift) | (sum >>> (32 - shift))) >>> 0
    ;[a, d, c, b] = [d, c, b, (b + turned) >>> 0]
  }
  return [a, b, c, d]
}

function mix(round: number, step: number, b: number, c: number, d: number): { readonly mixed: number; readonly word: number } {
  if (round === 0) return { mixed: (b & c) | (~b & d), word: step }
  if (round === 1) return { mixed: (d & b) | (~d & c), word: (5 * step + 1) % 16 }
  if (round === 2) return { mixed: b ^ c ^ d, word: (3 * step + 5) % 16 }
  return { mixed: c ^ (b | ~d), word: (7 * step) % 16 }
}

function addWords(a: Words, b: Words): Words {
  return [(a[0] + b[0]) >>> 0, (a[1] + b[1]) >>> 0, (a[2] + b[2]) >>> 0, (a[3] + b[3]) >>> 0]
}

function toLittleEndianHex(word: number): string {
  return [0, 8, 16, 24].map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0')).join('')
}
