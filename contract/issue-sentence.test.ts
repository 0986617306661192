import { expect, test } from 'vitest'
import { z } from 'zod'
import { sentenceOfIssues } from './issue-sentence.ts'

const Shape = z.strictObject({
  name: z.string().trim().min(1).max(5),
  size: z.int().min(1).max(200).optional(),
  level: z.enum(['high', 'low']).optional(),
  kind: z.literal('book').optional(),
  code: z
    .string()
    .refine((text) => text === 'x', 'Say x, nothing else.')
    .optional(),
  items: z
    .array(z.strictObject({ key: z.string() }))
    .max(2)
    .optional(),
})

test.each<[unknown, string]>([
  [{}, '“name” is missing.'],
  [{ name: 7 }, '“name” must be text.'],
  [{ name: ' ' }, '“name” is empty.'],
  [{ name: 'abcdef' }, '“name” must have 5 characters or fewer.'],
  [{ name: 'a', size: 0 }, '“size” must be 1 or more.'],
  [{ name: 'a', size: 201 }, '“size” must be 200 or fewer.'],
  [{ name: 'a', size: 1.5 }, '“size” must be a whole number.'],
  [{ name: 'a', level: 'mid' }, '“level” must be one of high, low.'],
  [{ name: 'a', kind: 'film' }, '“kind” must be book.'],
  [{ name: 'a', code: 'y' }, 'Say x, nothing else.'],
  [{ name: 'a', items: [{ key: 'k' }, {}] }, '“items.1.key” is missing.'],
  [{ name: 'a', items: [{ key: 'k' }, { key: 'k' }, { key: 'k' }] }, '“items” must have 2 entries or fewer.'],
  [{ name: 'a', extra: 1 }, '“extra” is not known here.'],
  ['text', 'This must be an object.'],
])('%j: %s', (value, sentence) => {
  const parsed = Shape.safeParse(value)
  expect(parsed.success ? '' : sentenceOfIssues(parsed.error)).toBe(sentence)
})
