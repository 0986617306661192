import { describe, expect, test } from 'vitest'
import type { BookInfo } from '#contract/book'
import { AppError, type ErrorCode } from '#contract/kit'
import { runFixture } from '../program-fixture.ts'

const info: BookInfo = {
  name: 'Shop',
  fileName: 'shop.stewardbook',
  folder: '/home/ada',
  sizeBytes: 4096,
  createdAtMs: 0,
  currency: 'EUR',
  isReadOnly: false,
  placeWarning: null,
  seq: 1,
  schemaVersion: 1,
  headHash: '',
  canRefresh: false,
  hasCosts: false,
  lastImportAtMs: null,
  counts: { datasets: 0, retiredDatasets: 0, columns: 0, edges: 0, checks: 0, sources: 0, imports: 0, decisions: 0 },
}

describe('book create', () => {
  const create = async (args: readonly string[], placeWarning: string | null = null) => {
    const asked: unknown[] = []
    const handlers = {
      book: {
        create: (input: unknown) => {
          asked.push(input)
          return { ...info, placeWarning }
        },
      },
    }
    return { ...(await runFixture(['book', 'create', ...args], { handlers })), asked }
  }

  test.each([
    ['shop', '/home/ada/shop.stewardbook', 'shop'],
    ['shop.stewardbook', '/home/ada/shop.stewardbook', 'shop'],
    ['/data/shop.book', '/data/shop.book', 'shop'],
    ['v1.2/shop', '/home/ada/v1.2/shop.stewardbook', 'shop'],
  ])('%s makes %s, titled %s', async (file, path, name) => {
    expect((await create([file])).asked).toEqual([{ pickId: `book-create:${path}`, name, currency: 'USD' }])
  })

  test('takes a currency in small letters', async () => {
    expect((await create(['shop', '--currency', 'eur'])).asked).toMatchObject([{ currency: 'EUR' }])
  })

  test('says on stderr why the place is not safe, also with --quiet and --json', async () => {
    const warning = 'This file is in a folder synced by Dropbox.'
    expect(await create(['shop', '--quiet', '--json'], warning)).toMatchObject({ code: 0, error: `${warning}\n` })
    expect((await create(['shop'])).error).toBe('')
  })
})

describe('book check', () => {
  const refusing = (code: ErrorCode) => () => {
    const details = { path: '/data/a.stewardbook', backup: null, problems: ['it is cut off', 'and more'] }
    return Promise.reject(new AppError(code, 'The catalog file “a.stewardbook” is damaged (it is cut off).', details))
  }
  const check = (code: ErrorCode, ...args: string[]) => runFixture(['book', 'check', 'a', ...args], { openHost: refusing(code) })

  test('of a file that is too damaged to open finds what is damaged', async () => {
    const asJson = await check('book-damaged', '--json')
    expect([asJson.code, JSON.parse(asJson.out)]).toEqual([1, { ok: false, problems: ['it is cut off', 'and more'] }])
    expect(await check('book-damaged')).toMatchObject({
      code: 1,
      out: 'The catalog file “/data/a.stewardbook” is damaged (it is cut off).\n  and more\n',
      error: '',
    })
  })

  test('of a file that turns out too damaged while it is looked at does so too', async () => {
    const handlers = { book: { check: refusing('book-damaged') } }
    expect(await runFixture(['book', 'check', 'a', '--json'], { handlers })).toMatchObject({ code: 1, closed: 1 })
  })

  test.each<ErrorCode>(['book-foreign', 'book-missing', 'book-locked'])('of what is %s is bad input', async (code) => {
    expect((await check(code)).code).toBe(3)
  })
})
