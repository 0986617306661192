import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MOST_COLOURS = 256

/**
 * The same picture with at most 256 colours, in a third of the bytes: those most of it has, and for any other the nearest of them.
 * For pictures of screens, where the others are edges of letters.
 * @param png 8 bits a channel, RGB or RGBA, not interlaced: what Chromium makes
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, pixels } = readPng(png)
  const counts = new Map<number, number>()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  const kept = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_COLOURS)
    .map(([colour]) => colour)
  const placeOf = new Map(kept.map((colour, place) => [colour, place]))
  for (const colour of counts.keys()) if (!placeOf.has(colour)) placeOf.set(colour, nearest(kept, colour))
  // Each row begins with its filter: none suits a palette best.
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = placeOf.get(pixels[y * width + x] ?? 0) ?? 0
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  const palette = Buffer.from(kept.flatMap(channels))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const channels = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255]

function nearest(kept: readonly number[], colour: number): number {
  const wanted = channels(colour)
  const far = (other: number): number => channels(other).reduce((sum, value, at) => sum + (value - (wanted[at] ?? 0)) ** 2, 0)
  let best = 0
  for (const [place, other] of kept.entries()) if (far(other) < far(kept[best] ?? 0)) best = place
  return best
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

export type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint32Array }

/** Pixels as 0xRRGGBB, row by row. @throws Error for a kind of PNG that is not read */
export function readPng(png: Buffer): Picture {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const [depth, kind, , , interlaced] = png.subarray(24, 29)
  const bytes = new Map([
    [2, 3],
    [6, 4],
    [3, 1],
  ]).get(kind ?? 0)
  if (depth !== 8 || bytes === undefined || interlaced !== 0) throw new Error(`this kind of PNG is not read: ${depth} bits, kind ${kind}`)
  const parts: Buffer[] = []
  let palette = Buffer.alloc(0)
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    if (name === 'IDAT') parts.push(data)
    if (name === 'PLTE') palette = Buffer.from(data)
    at += 12 + length
  }
  const raw = unfilter(inflateSync(Buffer.concat(parts)), width * bytes, bytes)
  const [from, step] = bytes === 1 ? [palette, 3] : [raw, bytes]
  const pixels = Uint32Array.from({ length: width * height }, (_, pixel) => {
    const at = (bytes === 1 ? (raw[pixel] ?? 0) : pixel) * step
    return from.readUIntBE(at, 3)
  })
  return { width, height, pixels }
}

/** Takes back the five filters of PNG: each byte stands as its difference to a guess from the left, above and between. */
function unfilter(data: Buffer, rowBytes: number, pixelBytes: number): Buffer {
  const height = data.length / (rowBytes + 1)
  const out = Buffer.alloc(rowBytes * height)
  for (let y = 0; y < height; y++) {
    const filter = data[y * (rowBytes + 1)] ?? 0
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x
      const left = x < pixelBytes ? 0 : (out[at - pixelBytes] ?? 0)
      const above = y === 0 ? 0 : (out[at - rowBytes] ?? 0)
      const corner = x < pixelBytes || y === 0 ? 0 : (out[at - rowBytes - pixelBytes] ?? 0)
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0
      out[at] = (data[y * (rowBytes + 1) + 1 + x] ?? 0) + guess
    }
  }
  return out
}

function paeth(left: number, above: number, corner: number): number {
  const byLeft = Math.abs(above - corner)
  const byAbove = Math.abs(left - corner)
  const byCorner = Math.abs(left + above - 2 * corner)
  if (byLeft <= byAbove && byLeft <= byCorner) return left
  return byAbove <= byCorner ? above : corner
}
