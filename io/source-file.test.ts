import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Chunk } from '#core/importers/intake'
import { CHUNK_BYTES, openSourceFile } from './source-file.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function collect(chunks: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const all: Chunk[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}
const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
/** Bytes no gzip makes much smaller. */
const noise = (length: number): Buffer => {
  const blocks: Buffer[] = []
  for (let made = 0; made < length; made += 32) blocks.push(createHash('sha256').update(`${made}`).digest())
  return Buffer.concat(blocks).subarray(0, length)
}

describe('reading', () => {
  test('a plain file comes in chunks of one megabyte with positions, as often as asked', async () => {
    const content = noise(2 * CHUNK_BYTES + 17)
    const file = await openSourceFile(put('plain.json', content), 'plain.json')
    for (const _ of [1, 2]) {
      const chunks = await collect(file.open())
      expect(chunks.map((chunk) => [chunk.position, chunk.bytes.length])).toEqual([
        [0, CHUNK_BYTES],
        [CHUNK_BYTES, CHUNK_BYTES],
        [2 * CHUNK_BYTES, 17],
      ])
      expect(Buffer.concat(chunks.map((chunk) => chunk.bytes)).equals(content)).toBe(true)
    }
    expect(file).toMatchObject({ name: 'plain.json', isPacked: false, sizeBytes: content.length, storedBytes: content.length })
  })

  test('gzip is known by its bytes, not by its name', async () => {
    const content = noise(CHUNK_BYTES + 5)
    const packed = await openSourceFile(put('manifest.json', gzipSync(content)), 'manifest.json')
    expect(packed).toMatchObject({ isPacked: true, sizeBytes: null })
    const chunks = await collect(packed.open())
    expect(Buffer.concat(chunks.map((chunk) => chunk.bytes)).equals(content)).toBe(true)
    expect(chunks.every((chunk) => chunk.bytes.length <= CHUNK_BYTES)).toBe(true)

    const plain = await openSourceFile(put('catalog.json.gz', '{"a":1}'), 'catalog.json.gz')
    expect(plain).toMatchObject({ isPacked: false, sizeBytes: 7 })
  })

  test('gzip of several members reads as one file', async () => {
    const file = await openSourceFile(put('members.gz', Buffer.concat([gzipSync('{"a":'), gzipSync('1}')])), 'members.gz')
    expect(Buffer.concat((await collect(file.open())).map((chunk) => chunk.bytes)).toString()).toBe('{"a":1}')
  })

  test('the fingerprint is that of the unpacked content', async () => {
    // The test vector FIPS 180 gives for a million times "a".
    const content = Buffer.alloc(1_000_000, 'a')
    const sha256 = 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'
    const plain = await openSourceFile(put('a.json', content), 'a.json')
    const packed = await openSourceFile(put('a.json.gz', gzipSync(content)), 'a.json.gz')
    expect(await plain.fingerprint()).toEqual({ sha256, sizeBytes: content.length })
    expect(await packed.fingerprint()).toEqual({ sha256, sizeBytes: content.length })
  })

  test('what goes in comes out, packed or not, with positions that add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), async (content, isPacked) => {
        const file = await openSourceFile(put('any', isPacked ? gzipSync(content) : Buffer.concat([Buffer.from('x'), content])), 'any')
        const chunks = await collect(file.open())
        const bytes = Buffer.concat(chunks.map((chunk) => chunk.bytes))
        expect(bytes.equals(isPacked ? content : Buffer.concat([Buffer.from('x'), content]))).toBe(true)
        let position = 0
        for (const chunk of chunks) {
          expect(chunk.position).toBe(position)
          position += chunk.bytes.length
        }
      }),
      { numRuns: 60 },
    )
  })

  test('an empty file has no chunks', async () => {
    const file = await openSourceFile(put('empty.json', ''), 'empty.json')
    expect(await collect(file.open())).toEqual([])
    expect(file.sizeBytes).toBe(0)
  })

  test('a reader that stops early leaves nothing open', async () => {
    const file = await openSourceFile(put('early.gz', gzipSync(noise(3 * CHUNK_BYTES))), 'early.gz')
    for await (const chunk of file.open()) {
      expect(chunk.position).toBe(0)
      break
    }
  })
})

describe('refusals name the file and what is wrong', () => {
  test('missing, a folder, neither', async () => {
    await expect(openSourceFile(join(folder, 'gone.json'), 'gone.json')).rejects.toMatchObject({
      code: 'bad-file',
      message: 'There is no file or folder “gone.json”.',
      details: { file: 'gone.json', reason: 'ENOENT' },
    })
    await expect(openSourceFile(folder, 'here')).rejects.toMatchObject({ code: 'bad-file', message: /a folder/ })
    await expect(openSourceFile('/dev/null', 'null')).rejects.toMatchObject({ code: 'bad-file', message: /neither/ })
  })

  test.skipIf(process.getuid?.() === 0)('forbidden', async () => {
    const path = put('secret.json', '{}')
    chmodSync(path, 0)
    await expect(openSourceFile(path, 'secret.json')).rejects.toMatchObject({ code: 'bad-file', message: /permission/ })
  })

  test('gzip that is cut short, and gzip that is damaged', async () => {
    const packed = gzipSync(noise(200_000))
    const cut = await openSourceFile(put('cut.gz', packed.subarray(0, 100_000)), 'cut.gz')
    await expect(collect(cut.open())).rejects.toMatchObject({
      code: 'bad-file',
      message: /ends in the middle/,
      details: { file: 'cut.gz', problem: 'truncated', position: expect.any(Number), reason: 'Z_BUF_ERROR' },
    })
    const broken = Buffer.from(packed)
    broken.fill(0xff, 5000, 5100)
    const damaged = await openSourceFile(put('damaged.gz', broken), 'damaged.gz')
    await expect(collect(damaged.open())).rejects.toMatchObject({
      code: 'bad-file',
      message: /damaged/,
      details: { file: 'damaged.gz', problem: 'bad-gzip', position: expect.any(Number) },
    })
  })

  test('a file made to fill the memory is stopped at the limit', async () => {
    const bomb = put('bomb.gz', gzipSync(Buffer.alloc(40 * CHUNK_BYTES)))
    const details = { file: 'bomb.gz', problem: 'unpacks-too-far', position: expect.any(Number) }
    const byRatio = await openSourceFile(bomb, 'bomb.gz', { maxUnpackedBytes: 1e12, maxRatio: 400, ratioCountsFromBytes: CHUNK_BYTES })
    await expect(collect(byRatio.open())).rejects.toMatchObject({ code: 'bad-file', message: /more than 400 times/, details })
    const bySize = await openSourceFile(bomb, 'bomb.gz', { maxUnpackedBytes: 1e6, maxRatio: 1e9, ratioCountsFromBytes: 0 })
    await expect(collect(bySize.open())).rejects.toMatchObject({ code: 'bad-file', message: /more than 1000000 bytes/, details })
  })

  test('a file that is written while it is read', async () => {
    const path = put('growing.json', noise(2 * CHUNK_BYTES))
    const file = await openSourceFile(path, 'growing.json')
    const reading = file.open()[Symbol.asyncIterator]()
    await reading.next()
    appendFileSync(path, 'more')
    const rest = async (): Promise<void> => {
      while ((await reading.next()).done !== true);
    }
    await expect(rest()).rejects.toMatchObject({ code: 'bad-file', message: /changed while/ })
    truncateSync(path, 10)
    await expect(collect(file.open())).rejects.toMatchObject({ code: 'bad-file', message: /changed while/ })
    await expect(file.fingerprint()).rejects.toMatchObject({ code: 'bad-file' })
  })
})
