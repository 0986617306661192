import { expect, test } from 'vitest'
import { formatTable, instant, paragraphs, plain } from './text.ts'

test('text from files can’t steer the terminal or start a new line', () => {
  expect(plain('a\u001b]0;title\u0007b\nc\td')).toBe('a\ufffd]0;title\ufffdb c d')
  expect(plain('user\u202egpj.exe')).toBe('user\ufffdgpj.exe')
  expect(plain('Größe 数据')).toBe('Größe 数据')
})

test('wide letters and marks keep their columns', () => {
  const table = formatTable(
    [
      { label: 'NAME', of: (name: string) => name },
      { label: 'N', of: () => 7, align: 'right' },
    ],
    ['数据', 'abcd', 'e\u0301', ''],
  )
  expect(table).toBe(['NAME  N', '数据  7', 'abcd  7', 'e\u0301     7', '-     7'].join('\n'))
})

test('instants are UTC, whatever the machine’s zone', () => {
  expect(instant(Date.UTC(2026, 0, 2, 3, 4, 5, 678))).toBe('2026-01-02T03:04:05Z')
  expect(instant(null)).toBeNull()
  expect(paragraphs('a', '', 'b')).toBe('a\n\nb')
})
