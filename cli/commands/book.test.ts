import { describe, expect, test } from 'vitest'
import type { BookInfo } from '#contract/book'
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
