import type { CurrentRules } from '#core/assets/current'
import { countChecksFromFacts, listSameAsSince, openAsOf } from '#db/as-of'
import { inTransaction, type ReadDb, sql, type WriteDb } from '#db/connection'
import { findDerivedAsset, writeDerivedAsset } from '#db/current'
import { replaceSearchWords } from '#db/search-words'
import { findKeyByUrn } from '#db/keys'
import { deriveAsset, visibleContext } from './derive.ts'
import { loadCurrentRules } from './rules.ts'
import { type KeyMove, moveKeys } from './same-as.ts'

/**
 * Works on the datasets as they were at an instant (ms UTC): what sources said then by their own time, what people had decided
 * by then, derived by the same rules as the current ones. Meta mappings and rule sets are today's: they keep no history.
 */
export function withDatasetsAsOf<T>(read: ReadDb, asOfMs: number, work: (db: ReadDb, rules: CurrentRules) => T): T {
  const db = openAsOf(read, asOfMs)
  try {
    const rules = loadCurrentRules(db)
    inTransaction(db, () => {
      takeKeysBack(read, db, asOfMs)
      deriveDatasets(db, rules)
      countChecksFromFacts(db)
    })
    return work(db, rules)
  } finally {
    db.close()
  }
}

/** Which keys were one thing is a decision too. */
function takeKeysBack(read: ReadDb, db: WriteDb, asOfMs: number): void {
  const moves = listSameAsSince(read, asOfMs).flatMap(({ urn, sameAs }): KeyMove[] => {
    const key = findKeyByUrn(db, urn)
    return key === undefined ? [] : [{ key, sameAs }]
  })
  moveKeys(db, moves)
}

function deriveDatasets(db: WriteDb, rules: CurrentRules): void {
  const context = visibleContext(db, rules)
  const ids = sql<{ assetId: number }>(db, `select distinct assetId from asset_key where kind = 'dataset'`).all()
  const written: number[] = []
  for (const { assetId } of ids) {
    const derived = deriveAsset(context, assetId)
    if (derived === undefined) continue
    writeDerivedAsset(db, derived)
    written.push(assetId)
  }
  replaceSearchWords(db, written, (assetId) => findDerivedAsset(db, assetId))
}
