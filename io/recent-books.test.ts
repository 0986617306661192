import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { forgetRecent, readProfile, rememberBook, writeAuthor } from './recent-books.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  vi.stubEnv('XDG_CONFIG_HOME', home)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

describe.skipIf(process.platform !== 'linux')('the profile', () => {
  test('begins with the system’s user and no books', () => {
    expect(readProfile()).toEqual({ author: userInfo().username, recent: [] })
  })

  test('remembers a name and the newest books, each once, for its owner only', () => {
    writeAuthor('Ada Byron')
    for (let index = 0; index < 25; index += 1) rememberBook({ path: `/books/${index}`, name: `b${index}`, openedAtMs: index })
    rememberBook({ path: '/books/10', name: 'renamed', openedAtMs: 99 })
    const { author, recent } = readProfile()
    expect(author).toBe('Ada Byron')
    expect(recent).toHaveLength(20)
    expect(recent.slice(0, 2).map((book) => [book.path, book.name])).toEqual([
      ['/books/10', 'renamed'],
      ['/books/24', 'b24'],
    ])
    forgetRecent(recent[0]?.recentId ?? '')
    expect(readProfile().recent[0]?.path).toBe('/books/24')
    const folder = join(home, 'stewardbook')
    expect(readdirSync(folder)).toEqual(['profile.json'])
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'profile.json')).mode & 0o777]).toEqual([0o700, 0o600])
  })

  test('that is damaged is as good as none', () => {
    mkdirSync(join(home, 'stewardbook'))
    for (const content of ['', '{', '[]', '{"schemaVersion":2}']) {
      writeFileSync(join(home, 'stewardbook', 'profile.json'), content)
      expect(readProfile().recent).toEqual([])
    }
    writeAuthor('Ada')
    expect(readProfile().author).toBe('Ada')
  })

  test('that can’t be written stops a name from being set, not a book from being opened', () => {
    writeFileSync(join(home, 'stewardbook'), 'a file where the folder should be')
    expect(() => rememberBook({ path: '/a', name: 'a', openedAtMs: 1 })).not.toThrow()
    expect(() => writeAuthor('Ada')).toThrow(expect.objectContaining({ code: 'bad-file' }))
  })
})
