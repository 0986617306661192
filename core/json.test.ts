import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from './json.ts'

/** By an independent way: names and texts by JSON.stringify, members sorted as they come. */
function naive(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item) => naive(item as JsonValue)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => [name, naive(member as JsonValue)] as const)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`
}

/** Names that are numbers stand first in an object, whatever their order. */
const name = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('9', '10', 'a', 'B', '', 'é', '\ud83d\ude00'))
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }),
  ) as fc.Arbitrary<JsonValue>,
}))

test('names stand in code-unit order at every depth, and all else as it is', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(canonicalJson(given)).toBe(naive(given))
    }),
  )
})

test.each<[given: JsonValue, text: string]>([
  [{ b: 1, a: [{ d: null, c: 'x' }] }, '{"a":[{"c":"x","d":null}],"b":1}'],
  [{ 9: 'nine', 10: 'ten' }, '{"10":"ten","9":"nine"}'],
  [{ a: { z: 1, y: 2 } }, '{"a":{"y":2,"z":1}}'],
  [{ a: 1, b: 2 }, '{"a":1,"b":2}'],
])('%j', (given, text) => {
  expect(canonicalJson(given)).toBe(text)
})
