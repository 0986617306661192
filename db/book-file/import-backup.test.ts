import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../connection.ts'
import { insertDecisions } from '../decisions.ts'
import { backupBook } from './copy.ts'
import { createBook } from './create.ts'
import { backUpBeforeImport } from './import-backup.ts'
import { openBook } from './open.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('copies a book that holds something, and keeps the two newest copies', () => {
  const path = join(folder, 'shop.stewardbook')
  createBook(path, { name: 'Shop', currency: 'USD', nowMs: 0, author: 'Ines' })
  const book = openBook(path, { holder: 'cli', nowMs: 0, author: 'Ines' })
  try {
    expect(backUpBeforeImport(book, 0)).toBe('nothing-to-lose')
    book.commit((write) =>
      insertDecisions(write, [{ subject: 'x', column: '', field: 'tier', value: '"gold"' }], { author: 'Ines', atMs: 1, reason: '' }),
    )
    for (const minute of [1, 2, 3]) expect(backUpBeforeImport(book, minute * 60_000)).toBe('made')
    expect(
      readdirSync(folder)
        .filter((name) => name.includes('before-import'))
        .sort(),
    ).toEqual(['shop.1970-01-01T0002.before-import.stewardbook', 'shop.1970-01-01T0003.before-import.stewardbook'])
    const copy = openBook(join(folder, 'shop.1970-01-01T0003.before-import.stewardbook'), { holder: 'cli', nowMs: 0, author: 'Ines' })
    expect(sql(copy.read, 'select value from decision').all()).toEqual([{ value: '"gold"' }])
    copy.close()
  } finally {
    book.close()
  }
})

test('makes a copy of its own for each import of one minute, and keeps the two newest of them', () => {
  const path = join(folder, 'shop.stewardbook')
  createBook(path, { name: 'Shop', currency: 'USD', nowMs: 0, author: 'Ines' })
  const book = openBook(path, { holder: 'cli', nowMs: 0, author: 'Ines' })
  const held = (name: string): unknown => {
    const copy = openBook(join(folder, name), { holder: 'cli', nowMs: 0, author: 'Ines' })
    try {
      return sql<{ n: number }>(copy.read, 'select count(*) n from decision').get()?.n
    } finally {
      copy.close()
    }
  }
  try {
    for (let n = 1; n <= 11; n += 1) {
      book.commit((write) =>
        insertDecisions(write, [{ subject: `x${n}`, column: '', field: 'tier', value: '"gold"' }], { author: 'Ines', atMs: n, reason: '' }),
      )
      expect(backUpBeforeImport(book, 60_000 + n)).toBe('made')
    }
    const copies = readdirSync(folder)
      .filter((name) => name.includes('before-import'))
      .sort()
    expect(copies).toEqual(['shop.1970-01-01T0001-10.before-import.stewardbook', 'shop.1970-01-01T0001-11.before-import.stewardbook'])
    expect(copies.map(held)).toEqual([10, 11])
  } finally {
    book.close()
  }
})

test('numbers backups and copies made before imports of one minute in turn, also where one is gone', () => {
  const path = join(folder, 'shop.stewardbook')
  createBook(path, { name: 'Shop', currency: 'USD', nowMs: 0, author: 'Ines' })
  const book = openBook(path, { holder: 'cli', nowMs: 0, author: 'Ines' })
  try {
    book.commit((write) =>
      insertDecisions(write, [{ subject: 'x', column: '', field: 'tier', value: '"gold"' }], { author: 'Ines', atMs: 1, reason: '' }),
    )
    const first = backupBook(book, 0)
    backUpBeforeImport(book, 1)
    rmSync(first.path)
    backupBook(book, 2)
    expect(
      readdirSync(folder)
        .filter((name) => name.includes('T'))
        .sort(),
    ).toEqual(['shop.1970-01-01T0000-2.before-import.stewardbook', 'shop.1970-01-01T0000-3.backup.stewardbook'])
  } finally {
    book.close()
  }
})
