import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readPng, smallPng } from './small-png.ts'
import { ROOT } from './tool.ts'

/** A picture of one row for each filter of PNG, the bytes as a program that filters them would write them. */
function filtered(kind: 2 | 6, width: number, rows: readonly (readonly number[])[]): Buffer {
  const bytes = kind === 2 ? 3 : 4
  const data = rows.flatMap((row, y) => {
    const above = rows[y - 1] ?? row.map(() => 0)
    const guess = (x: number): number => {
      const [a, b, c] = [row[x - bytes] ?? 0, above[x] ?? 0, above[x - bytes] ?? 0]
      const p = a + b - c
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
      return [0, a, b, Math.floor((a + b) / 2), pa <= pb && pa <= pc ? a : pb <= pc ? b : c][y % 5] ?? 0
    }
    return [y % 5, ...row.map((value, x) => (value - guess(x) + 256) % 256)]
  })
  const chunk = (name: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), content])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(content.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.from([0, 0, width >> 8, width & 255, 0, 0, 0, rows.length, 8, kind, 0, 0, 0])
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from(data))), chunk('IEND', Buffer.alloc(0))])
}

const colourAt = (x: number, y: number): [number, number, number] => [(x * 37 + y * 11) % 251, (x * 5) % 7, (y * 90) % 200]

test.each([2, 6] as const)('few colours stay as they are, whatever the filter (kind %i)', (kind) => {
  const places = Array.from({ length: 10 }, (_, y) => Array.from({ length: 20 }, (_, x) => colourAt(x, y)))
  const rows = places.map((row) => row.flatMap((colour) => (kind === 6 ? [...colour, 255] : colour)))
  const wanted = places.flat().map(([red, green, blue]) => red * 65536 + green * 256 + blue)
  const png = filtered(kind, 20, rows)
  expect([...readPng(png).pixels]).toEqual(wanted)
  expect(readPng(smallPng(png))).toEqual({ width: 20, height: 10, pixels: Uint32Array.from(wanted) })
})

test('of many colours those most of the picture has stay, and the others become the nearest of them', () => {
  // 300 greys and near-greys: those of the first rows stand twice.
  const row = (y: number): number[] => Array.from({ length: 30 }, (_, x) => [y * 20, x * 8, 0]).flat()
  const png = filtered(2, 30, [...Array.from({ length: 8 }, (_, y) => row(y)), ...Array.from({ length: 10 }, (_, y) => row(y))])
  const [before, after] = [readPng(png), readPng(smallPng(png))]
  expect(new Set(before.pixels).size).toBe(300)
  expect(new Set(after.pixels).size).toBe(256)
  expect(after.pixels.slice(0, 240)).toEqual(before.pixels.slice(0, 240))
  const kept = [...new Set(after.pixels)]
  const far = (one: number, other: number): number =>
    [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0)
  for (const [at, colour] of before.pixels.entries()) {
    expect(far(colour, after.pixels[at] ?? 0)).toBe(Math.min(...kept.map((other) => far(colour, other))))
  }
})

test('the pictures of the guide are small ones, their colours those of a palette', () => {
  const picture = readFileSync(join(ROOT, 'docs/guide/pictures/home-light.png'))
  expect(picture[25]).toBe(3)
  expect(picture.length).toBeLessThan(80_000)
})
