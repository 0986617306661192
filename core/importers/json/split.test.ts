import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import type { JsonValue } from '#core/json'
import type { ImportFile } from '../intake.ts'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { type JsonPart, splitJson, splitJsonRows } from './split.ts'

async function partsOf(stream: AsyncGenerator<readonly JsonPart[], void>): Promise<JsonPart[]> {
  const parts: JsonPart[] = []
  for await (const batch of stream) parts.push(...batch)
  return parts
}

/** Puts the pieces together again, later duplicates winning as in JSON.parse. */
async function rebuild(file: ImportFile, sections: readonly string[]): Promise<{ value: JsonValue; duplicates: number }> {
  const root = new Map<string, JsonValue | Map<string, JsonValue> | JsonValue[]>()
  let duplicates = 0
  for (const part of await partsOf(splitJson(file, new Set(sections)))) {
    if (part.isDuplicate) duplicates += 1
    if (part.kind === 'open') {
      root.set(part.section, part.shape === 'list' ? [] : new Map())
      continue
    }
    if (part.section === null) root.set(part.key, part.value)
    else {
      const section = root.get(part.section)
      if (section instanceof Map) section.set(part.key, part.value)
      else if (Array.isArray(section)) section.push(part.value)
      else throw new Error('an entry outside of its section')
    }
  }
  const value = Object.fromEntries(
    [...root].map(([key, member]) => [key, member instanceof Map ? Object.fromEntries(member) : member]),
  ) as JsonValue
  return { value, duplicates }
}

const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const sectionNames = ['nodes', 'sources', '', '__proto__']
const jsonText = fc.string({ unit: 'binary', maxLength: 60 })
const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' })
const documents = fc.dictionary(
  fc.oneof(fc.constantFrom(...sectionNames), jsonText),
  fc.oneof(value, fc.dictionary(jsonText, value), fc.array(value)),
  {
    maxKeys: 8,
  },
)
const spacing = fc.constantFrom<string | number | undefined>(undefined, 2, '\t', ' \n')

describe('splitJson', () => {
  it('gives what JSON.parse gives, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(documents, spacing, chunkSizes, async (document, space, sizes) => {
        const text = JSON.stringify(document, null, space)
        const rebuilt = await rebuild(memoryFile('a.json', text, sizes), sectionNames)
        expect(rebuilt.value).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  it('says the byte position of every value', async () => {
    await fc.assert(
      fc.asyncProperty(documents, spacing, chunkSizes, async (document, space, sizes) => {
        const text = JSON.stringify(document, null, space)
        const bytes = new TextEncoder().encode(text)
        const parts = await partsOf(splitJson(memoryFile('a.json', bytes, sizes), new Set(sectionNames)))
        for (const part of parts) {
          if (part.kind === 'open') continue
          const slice = new TextDecoder().decode(bytes.subarray(part.position, part.position + part.sizeBytes))
          expect(JSON.parse(slice)).toEqual(part.value)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('takes a byte order mark and escaped quotes at every chunk end', async () => {
    const text = `\uFEFF${JSON.stringify({ nodes: { 'a"b\\': 'x\\\\"\\', c: ['\\"', '"', '\\\\'] }, z: '\\"'.repeat(60) })}`
    for (let size = 1; size < 40; size++) {
      const rebuilt = await rebuild(memoryFile('a.json', text, [size]), ['nodes'])
      expect(rebuilt.value).toEqual(JSON.parse(text.slice(1)))
    }
  })

  it('reports a name that comes twice', async () => {
    const parts = await partsOf(splitJson(memoryFile('a.json', '{"nodes":{"a":1,"b":2,"a":3},"x":1,"nodes":{"c":4}}'), new Set(['nodes'])))
    expect(parts.map((part) => [part.kind === 'open' ? part.section : part.key, part.isDuplicate])).toEqual([
      ['nodes', false],
      ['a', false],
      ['b', false],
      ['a', true],
      ['x', false],
      ['nodes', true],
      ['c', true],
    ])
  })

  it('holds the same or an error after any change of its bytes', async () => {
    const outcomes = { same: 0, refused: 0, duplicates: 0 }
    const change = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom('set', 'drop', 'insert', 'cut'),
      byte: fc.integer({ min: 0, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(
        documents,
        spacing,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        chunkSizes,
        async (document, space, changes, sizes) => {
          let bytes = [...new TextEncoder().encode(JSON.stringify(document, null, space))]
          for (const { at, kind, byte } of changes) {
            const index = at % Math.max(bytes.length, 1)
            if (kind === 'set') bytes[index] = byte
            else if (kind === 'drop') bytes.splice(index, 1)
            else if (kind === 'insert') bytes.splice(index, 0, byte)
            else bytes = bytes.slice(0, index)
          }
          const content = Uint8Array.from(bytes)
          const expected = parseStrictly(content)
          try {
            const rebuilt = await rebuild(memoryFile('a.json', content, sizes), sectionNames)
            expect(rebuilt.value).toEqual(expected)
            outcomes.same += 1
          } catch (error) {
            if (!(error instanceof AppError)) throw error
            expect(error.code).toBe('bad-file')
            expect(expected).toBeUndefined()
            expect(error.details['position']).toBeLessThanOrEqual(content.length)
            outcomes.refused += 1
          }
        },
      ),
      { numRuns: 2000 },
    )
    expect(outcomes.same).toBeGreaterThan(20)
    expect(outcomes.refused).toBeGreaterThan(200)
  })
})

/** What JSON.parse makes of strict UTF-8, undefined where it refuses or the root is not an object. */
function parseStrictly(content: Uint8Array): JsonValue | undefined {
  try {
    const parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)) as JsonValue
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

describe('files that are not what they claim', () => {
  const cases: readonly [what: string, content: string | Uint8Array, problem: string, position: number, line: number, column: number][] = [
    ['empty', '', 'empty', 0, 1, 1],
    ['only spaces', ' \n ', 'empty', 3, 2, 2],
    ['cut off in a text', '{"nodes":{"a":"b', 'truncated', 16, 1, 17],
    ['cut off between members', '{"nodes":{\n"a":1,\n', 'truncated', 18, 3, 1],
    ['two documents', '{"a":1}\n{"b":2}', 'two-documents', 8, 2, 1],
    ['a merge conflict', '{"nodes":{"a":1,\n<<<<<<< HEAD\n"b":2}}', 'conflict-markers', 17, 2, 1],
    ['a merge conflict inside an entry', '{"nodes":{"é":{\n"x":1\n=======\n}}}', 'conflict-markers', 23, 3, 1],
    ['a merge conflict from the start', '<<<<<<< HEAD\n{"a":1}\n=======\n', 'conflict-markers', 0, 1, 1],
    ['a merge conflict at the end', '{"a":1}\n>>>>>>> other\n', 'conflict-markers', 8, 2, 1],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n', 'lfs-pointer', 0, 1, 1],
    ['a web page', '\n<!DOCTYPE html><html></html>', 'html', 1, 2, 1],
    ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 0), 'compressed', 0, 1, 1],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0), 'bad-utf8', 0, 1, 1],
    ['a list', '[{"a":1}]', 'not-an-object', 0, 1, 1],
    ['a number', '12', 'not-an-object', 0, 1, 1],
    ['words', 'hello', 'not-json', 0, 1, 1],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x0a, 0x22, 0xc3, 0x28, 0x22, 0x7d), 'bad-utf8', 7, 2, 2],
    ['a missing value', '{"a":,"b":1}', 'not-json', 5, 1, 6],
    ['a missing comma', '{"a":1 "b":1}', 'not-json', 7, 1, 8],
    ['a comma too many', '{"nodes":{"a":{"b":1,}}}', 'not-json', 21, 1, 22],
    ['brackets that do not match', '{"nodes":{"a":{"b":[1}}}', 'not-json', 21, 1, 22],
    ['a line break inside a text', '{"a":"b\nc"}', 'not-json', 7, 1, 8],
    ['a wrong escape', '{"a":"\\x"}', 'not-json', 7, 1, 8],
    ['a wrong number', '{"a":01}', 'not-json', 6, 1, 7],
    ['NaN', '{"a":NaN}', 'not-json', 5, 1, 6],
    ['text behind', '{"a":1} x', 'not-json', 8, 1, 9],
  ]
  it.each(cases)('%s', async (_what, content, problem, position, line, column) => {
    for (const size of [1, 3, 1000]) {
      const error = await errorOf(() => partsOf(splitJson(memoryFile('target/manifest.json', content, [size]), new Set(['nodes']))))
      expect(error).toBeInstanceOf(AppError)
      const { code, message, details } = error as AppError
      expect({ code, details }).toEqual({ code: 'bad-file', details: { file: 'target/manifest.json', problem, position, line, column } })
      expect(message).toMatch(/^“target\/manifest\.json” .*\.$/)
    }
  })

  it('refuses nesting of a hundred thousand levels', async () => {
    for (const deep of [`{"a":${'['.repeat(100_000)}`, `{"nodes":{"x":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_002)}`]) {
      const error = await errorOf(() => partsOf(splitJson(memoryFile('a.json', deep), new Set(['nodes']))))
      expect((error as AppError).details['problem']).toBe('too-deep')
    }
  })

  it('takes nesting just under the limit', async () => {
    const deep = `{"a":${'['.repeat(511)}${']'.repeat(511)}}`
    const rebuilt = await rebuild(memoryFile('a.json', deep), [])
    expect(rebuilt.value).toEqual(JSON.parse(deep))
    const error = await errorOf(() => rebuild(memoryFile('a.json', `{"a":${'['.repeat(512)}${']'.repeat(512)}}`), []))
    expect((error as AppError).details['problem']).toBe('too-deep')
  })
})

describe('splitJsonRows', () => {
  const rowsOf = async (text: string, sizes?: readonly number[]) =>
    (await partsOf(splitJsonRows(memoryFile('rows.json', text, sizes)))).map((part) =>
      part.kind === 'entry' ? [part.key, part.value] : part,
    )

  it('reads a list and JSON lines alike', async () => {
    const rows = [{ a: 1 }, { a: '}{' }, 3, 'x', [1]]
    const expected = rows.map((row, index) => [String(index), row])
    for (const size of [1, 7, 100]) {
      expect(await rowsOf(JSON.stringify(rows), [size])).toEqual(expected)
      expect(await rowsOf(rows.map((row) => JSON.stringify(row)).join('\n'), [size])).toEqual(expected)
      expect(await rowsOf(`${rows.map((row) => JSON.stringify(row)).join('\r\n')}\n`, [size])).toEqual(expected)
    }
    expect(await rowsOf('{"a":1}\n12', [1])).toEqual([
      ['0', { a: 1 }],
      ['1', 12],
    ])
    expect(await rowsOf('[]')).toEqual([])
  })

  it('refuses what is cut off', async () => {
    for (const text of ['[{"a":1},', '{"a":1}\n{"b"', '[1 2]', '{"a":1},{"b":2}']) {
      expect(await errorOf(() => rowsOf(text))).toBeInstanceOf(AppError)
    }
  })
})
