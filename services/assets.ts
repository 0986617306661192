import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { OtherKind } from '#core/assets/kinds'
import { AppError } from '#core/errors'
import { searchPieces } from '#core/search/words'
import { countAssets, listAssets } from '#db/assets'
import type { ReadDb } from '#db/connection'
import { type AssetRow, findAssetRow } from '#db/current'
import { countLinked, listLinked } from '#db/datasets'
import { hasSection } from '#db/history'
import { resolveKey } from './asset-names.ts'
import { createResultsHandler, createRunsHandler } from './assets/read-runs.ts'
import { createSqlHandler } from './assets/read-sql.ts'
import { notThere, requireAsset } from './assets/require-asset.ts'
import { countLinkedTo, findPair, setSame } from './assets/set-same.ts'
import { createHistoryHandler } from './datasets/read-history.ts'
import { toAssetRef } from './datasets/rows.ts'
import { mergingNames, type RunBeside, splitting, workOut } from './big-commands.ts'
import { CHANGED_BY_DECISIONS } from './decide.ts'
import { commit, type GetBook } from './deps.ts'
import { loadAsset, visibleContext } from './derive.ts'
import { readExtras } from './extras.ts'
import { createHandMade, removeHandMade } from './hand-made.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { inSnapshot } from './snapshot.ts'

const Place = z.tuple([z.string(), z.int()])

/** @throws AppError from the handlers: not-found, ambiguous, invalid-input, conflict, book-read-only */
export function createAssetHandlers(book: GetBook, beside: RunBeside): Handlers<AppContract>['assets'] {
  return {
    list: ({ kind, text = '', cursor, skip, limit }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const list = `assets ${kind}`
        const place = cursor === undefined ? null : readCursor(list, cursor, Place)
        const after = place === null ? null : { name: place[0], id: place[1] }
        const pieces = searchPieces(text)
        const page = fillPage(listAssets(read, { kind, pieces, after, skip, limit: limit + 1 }), limit, (row) => ({
          ...toAssetRef(row),
          description: row.description,
          ownerTeam: row.ownerTeam,
        }))
        const nextCursor = page.isMore && page.last !== undefined ? toCursor(list, [page.last.sortName, page.last.id]) : null
        return { items: page.items, total: countAssets(read, kind, pieces), nextCursor }
      })
    },
    kinds: () => {
      const { read } = book()
      const counts = inSnapshot(read, () => OtherKind.options.map((kind) => ({ kind, count: countAssets(read, kind, []) })))
      return { items: counts.filter(({ count }) => count > 0) }
    },
    get: ({ key }) => {
      const { read, rules } = book()
      return inSnapshot(read, () => {
        const row = requireAsset(read, resolveKey(read, key).assetId, key)
        const context = visibleContext(read, rules.current(read))
        const loaded = loadAsset(context, row.id)
        if (loaded === undefined) throw notThere(key)
        return {
          asset: toAssetRef(row),
          fields: loaded.current.fields(),
          upstream: listLinked(read, row.id, 'up').map((ref) => toAssetRef(ref)),
          downstream: listLinked(read, row.id, 'down').map((ref) => toAssetRef(ref)),
          upstreamTotal: countLinked(read, row.id, 'up'),
          downstreamTotal: countLinked(read, row.id, 'down'),
          about: findAbout(read, row, loaded.current.text('dataset')),
          extras: readExtras(context, row.id),
          hasSql: hasSection(read, row.id, 'sql', context.visible),
        }
      })
    },
    sql: createSqlHandler(book),
    results: createResultsHandler(book),
    runs: createRunsHandler(book),
    history: createHistoryHandler(book),
    create: (made) => {
      const deps = book()
      return commit(deps, CHANGED_BY_DECISIONS, (write) => createHandMade(deps, write, made))
    },
    remove: ({ key, reason }) => {
      const deps = book()
      return commit(deps, CHANGED_BY_DECISIONS, (write) => {
        const removed = removeHandMade(deps, write, resolveKey(write, key).assetId, reason)
        return { groupId: removed?.groupId ?? null }
      })
    },
    setSame: (input) => {
      const deps = book()
      const { from, to } = findPair(deps.read, input.from, input.to)
      const title = input.isSame ? mergingNames(from.row.name, to.row.name) : splitting(to.row.name)
      const work = countLinkedTo(from.row) + countLinkedTo(to.row)
      return workOut({ deps, beside }, { name: 'assets.setSame', input, title, work }, setSame)
    },
  }
}

/** The dataset a check looks at, or the only one that answers to what an issue says it is about. */
function findAbout(db: ReadDb, row: AssetRow, named: string | null): Awaited<ReturnType<Handlers<AppContract>['assets']['get']>>['about'] {
  if (row.kind === 'check') {
    const dataset = row.checkedAssetId === null ? undefined : findAssetRow(db, row.checkedAssetId)
    return dataset === undefined ? null : { dataset: toAssetRef(dataset), column: row.checkedColumn }
  }
  if (row.kind !== 'issue' || named === null) return null
  try {
    return { dataset: toAssetRef(requireAsset(db, resolveKey(db, named, ['dataset']).assetId, named)), column: null }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
