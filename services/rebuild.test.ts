import { expect, test } from 'vitest'
import { type ReadDb, sql } from '#db/connection'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { decide } from './decide.ts'
import { commit } from './deps.ts'
import { derivedDump } from './testing/logical-dump.ts'
import { rebuiltDump } from './testing/rebuild.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

const READERS = 200
const CORE = 'model.shop.core'
const readers = (upstream: readonly string[]) => Array.from({ length: READERS }, (_, index) => dataset(`reader_${index}`, { upstream }))

async function bookOfReaders(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('raw'),
    dataset('core', { upstream: ['model.shop.raw'] }),
    dataset('lonely'),
    thing('check', 'not_null_core', { check: { datasetName: CORE } }),
    ...readers([CORE]),
  ])
  return book
}

const countRowsWritten = (db: ReadDb): number => sql<{ n: number }>(db, 'select total_changes() n').get()?.n ?? 0

function say(book: SmallBook, name: string, field: string, value: string): number {
  const before = countRowsWritten(book.write)
  const change = { subject: `dbt:shop/${name}`, column: '', field, value }
  commit(book.deps, ['decisions'], (write) => decide(book.deps, write, [change], ''))
  return countRowsWritten(book.write) - before
}

const rowOf = (book: SmallBook, name: string) => findAssetRow(book.write, findKeyByUrn(book.write, `dbt:shop/${name}`)?.assetId ?? 0)

test('what is said of a dataset that very many read writes nothing of those', async () => {
  const book = await bookOfReaders()
  const alone = say(book, 'model.shop.lonely', 'description', 'Read by none.')
  const read = say(book, CORE, 'description', 'Read by many.')
  // Its own link into it is written again.
  expect(read - alone).toBeLessThan(10)
  expect(rowOf(book, CORE)).toMatchObject({ downstreamCount: READERS, upstreamCount: 1, checkCount: 1, description: 'Read by many.' })
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
})

test('counts of what it was linked to, is linked to and was checked by move with a dataset that changes its links, goes and comes back', async () => {
  const book = await bookOfReaders()
  const check = thing('check', 'not_null_core', { check: { datasetName: CORE } })
  const counts = (name: string) => {
    const row = rowOf(book, name)
    return row === undefined ? null : [row.status, row.upstreamCount, row.downstreamCount, row.checkCount]
  }
  await tell(book, [dataset('raw'), dataset('core'), dataset('lonely'), check, ...readers([CORE, 'model.shop.lonely'])])
  expect([counts('model.shop.raw'), counts(CORE), counts('model.shop.lonely')]).toEqual([
    ['active', 0, 0, 0],
    ['active', 0, READERS, 1],
    ['active', 0, READERS, 0],
  ])
  await tell(book, [dataset('raw'), dataset('lonely'), ...readers([CORE])])
  expect([counts(CORE)?.[0], counts('model.shop.reader_7'), counts('model.shop.lonely')]).toEqual([
    'retired',
    ['active', 0, 0, 0],
    ['active', 0, 0, 0],
  ])
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
  const away = thing('check', 'not_null_core', { check: { datasetName: 'model.shop.lonely' } })
  await tell(book, [dataset('raw'), dataset('core', { upstream: ['model.shop.raw'] }), dataset('lonely'), away, ...readers([CORE])])
  expect([counts('model.shop.raw'), counts(CORE), counts('model.shop.lonely'), counts('model.shop.reader_7')]).toEqual([
    ['active', 0, 1, 0],
    ['active', 1, READERS, 0],
    ['active', 0, 0, 1],
    ['active', 1, 0, 0],
  ])
  expect(derivedDump(book.write)).toBe(rebuiltDump(book.write))
})
