import { setTimeout as wait } from 'node:timers/promises'
import type { ReadDb, WriteDb } from '#db/connection'
import { findDerivedAsset } from '#db/current'
import { beginJoiningPieces, hasUnrankedWords, joinPieces, listLooseIndexes, listMisplaced, replaceSearchWords } from '#db/search-words'
import type { Batches } from './importing/batches.ts'

/** Words looked at at once; reads only. */
const LOOKED_AT = 5000
/** Assets whose words one transaction moves: about the 50 ms an import's batch may take. */
const MOVED_AT_ONCE = 300
/** Pages of the index one transaction joins. */
const JOINED_PAGES = 250

/** Whether there is anything to do: told without looking at every asset. */
export const isSearchUntidy = (read: ReadDb): boolean => hasUnrankedWords(read) || listLooseIndexes(read).length > 0

/**
 * Moves the words of every asset that ranks elsewhere by now to the place of its rank, and joins what the index has in
 * many pieces. After each short transaction the index is whole, so this may end anywhere and go on another time; what
 * other programs write meanwhile is ranked as they write it.
 * @throws AppError cancelled, between two transactions
 */
export async function rankSearchWords(write: WriteDb, batches: Batches): Promise<void> {
  let after: number | null = 0
  while (after !== null) {
    const { end, assetIds } = listMisplaced(write, after, LOOKED_AT)
    for (let done = 0; done < assetIds.length; done += MOVED_AT_ONCE) {
      await inTurn(batches, () => moveWords(write, assetIds.slice(done, done + MOVED_AT_ONCE)))
    }
    batches.rest()
    after = end
  }
  for (const index of listLooseIndexes(write)) {
    await inTurn(batches, () => beginJoiningPieces(write, index, JOINED_PAGES))
    while (await inTurn(batches, () => joinPieces(write, index, JOINED_PAGES))) batches.rest()
  }
}

const moveWords = (write: WriteDb, assetIds: readonly number[]): void =>
  replaceSearchWords(write, assetIds, (assetId) => findDerivedAsset(write, assetId))

/** One transaction, then a moment in which other writers get theirs. */
async function inTurn<T>(batches: Batches, work: () => T): Promise<T> {
  batches.begin()
  const done = work()
  batches.rest()
  await wait(1)
  return done
}
