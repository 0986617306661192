import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unrankedPlace } from '#core/search/place'
import { searchWords } from '#core/search/words'
import { findDerivedAsset } from './current.ts'
import { matchExpression } from './match.ts'
import { listMatchIds } from './search.ts'
import {
  beginJoiningPieces,
  deleteSearchWords,
  hasUnrankedWords,
  insertSearchWords,
  joinPieces,
  listLooseIndexes,
  listMisplaced,
  replaceSearchWords,
  wordsOf,
} from './search-words.ts'
import { putAsset } from './testing/asset-rows.ts'
import { memoryBook } from './testing/memory-book.ts'

const plain = fc.constantFrom('a', 'B', '7', ' ', '_', '"', '.')
/** Letters and digits of other scripts; what is younger than the index's own list of characters is left out. */
const written = fc
  .integer({ min: 0xa1, max: 0x58f })
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /[\p{L}\p{N}]/u.test(character))
const name = fc.array(fc.oneof(plain, written, fc.constantFrom('\u0301', '\u0308')), { maxLength: 10 }).map((parts) => parts.join(''))

it('finds a name by its words, whatever they are written in', () => {
  const db = memoryBook()
  fc.assert(
    fc.property(name, (typed) => {
      putAsset(db, { id: 1, name: `q${typed}` })
      const match = matchExpression(searchWords(`q${typed}`), 'none', ['name']) ?? ''
      expect(listMatchIds(db, match, 5)).toEqual([1])
    }),
    { numRuns: 2000 },
  )
})

it('takes any text: words are cut where the index cuts them, which else calls them a phrase', () => {
  const db = memoryBook()
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (typed) => {
      const match = matchExpression(searchWords(`a${typed}b`), 'every')
      expect(match === null ? [] : listMatchIds(db, match, 5)).toEqual([])
    }),
    { numRuns: 5000 },
  )
})

it('ranks by what reads an asset, and new assets last until that is known', () => {
  const db = memoryBook()
  for (const [id, downstreamCount] of [0, 40, 3, 900].entries()) putAsset(db, { id: id + 1, name: 'orders', downstreamCount })
  const find = (): readonly number[] => listMatchIds(db, matchExpression(['orders'], 'last') ?? '', 2)
  expect(find()).toEqual([4, 2])

  const row = putAsset(db, { id: 5, name: 'orders', downstreamCount: 5000 })
  deleteSearchWords(db, 5)
  insertSearchWords(db, wordsOf({ row, columns: [], tags: [], terms: [] }) ?? expect.fail(), new Set())
  expect(find()).toEqual([4, 2])
  expect(hasUnrankedWords(db)).toBe(true)

  db.exec('update asset set downstreamCount = 2000 where id = 1')
  expect(listMisplaced(db, 0, 100)).toEqual({ end: unrankedPlace(5), assetIds: [1, 5] })
  replaceSearchWords(db, [1, 5], (assetId) => findDerivedAsset(db, assetId))
  expect(find()).toEqual([5, 1])
  expect([hasUnrankedWords(db), listMisplaced(db, 0, 100).assetIds]).toEqual([false, []])
})

it('tells an index in many pieces, until they are joined, and leaves a few small ones', () => {
  const db = memoryBook()
  const put = (from: number, to: number): void => {
    for (let id = from; id < to; id += 1) putAsset(db, { id, name: `orders_${id}` })
  }
  put(1, 10)
  expect(listLooseIndexes(db)).toEqual([])
  put(10, 25)
  expect(listLooseIndexes(db)).toEqual(['asset_search', 'asset_name_search'])
  for (const index of listLooseIndexes(db)) {
    beginJoiningPieces(db, index, 1)
    while (joinPieces(db, index, 1));
  }
  expect(listLooseIndexes(db)).toEqual([])
  expect(listMatchIds(db, matchExpression(['orders'], 'last') ?? '', 50)).toHaveLength(24)
  putAsset(db, { id: 30, name: 'orders' })
  expect(listLooseIndexes(db)).toEqual([])
})
