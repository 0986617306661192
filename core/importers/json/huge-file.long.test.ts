import { expect, it } from 'vitest'
import type { AppError } from '#core/errors'
import type { ImportFile } from '../intake.ts'
import { errorOf } from '../testing/memory-file.ts'
import { splitJson } from './split.ts'

const SIZE = 700 * 1024 * 1024
const CHUNK = 1 << 20

/** A manifest larger than the longest text a program can hold, made on the way. */
function hugeFile(): ImportFile {
  const model = JSON.stringify({
    resource_type: 'model',
    raw_code: `select "a"\n${'x'.repeat(3000)}`,
    columns: { a: { name: 'a', description: 'é' } },
  })
  return {
    name: 'manifest.json',
    sizeBytes: null,
    open: async function* () {
      const encoder = new TextEncoder()
      let position = 0
      let pending = '{"metadata":{},"nodes":{'
      for (let i = 0; position < SIZE; i++) {
        pending += `${i === 0 ? '' : ','}"model.huge.m${i}":${model}`
        if (pending.length < CHUNK) continue
        const bytes = encoder.encode(pending)
        pending = ''
        yield { bytes, position }
        position += bytes.length
      }
      yield { bytes: encoder.encode(`${pending}}}`), position }
    },
  }
}

it('reads a file above 512 MB in little memory', { timeout: 300_000 }, async () => {
  const before = process.memoryUsage().arrayBuffers
  let entries = 0
  let bytes = 0
  let most = 0
  for await (const parts of splitJson(hugeFile(), new Set(['nodes']))) {
    for (const part of parts) {
      if (part.kind === 'open' || part.section === null) continue
      entries += 1
      bytes += part.sizeBytes
    }
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
  }
  expect(bytes).toBeGreaterThan(0.98 * SIZE)
  expect(entries).toBeGreaterThan(200_000)
  expect(most).toBeLessThan(200 * 1024 * 1024)
})

it('refuses a single entry of more than 256 MB', { timeout: 300_000 }, async () => {
  const file: ImportFile = {
    name: 'manifest.json',
    sizeBytes: null,
    open: async function* () {
      const encoder = new TextEncoder()
      const start = encoder.encode('{"nodes":{"a":"')
      yield { bytes: start, position: 0 }
      const bytes = encoder.encode('x'.repeat(CHUNK))
      for (let position = start.length; position < SIZE; position += CHUNK) yield { bytes, position }
    },
  }
  const error = (await errorOf(async () => {
    for await (const parts of splitJson(file, new Set(['nodes']))) expect(parts).toHaveLength(1)
  })) as AppError
  expect(error.details['problem']).toBe('too-large')
})
