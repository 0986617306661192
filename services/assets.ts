import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { OtherKind } from '#core/assets/kinds'
import { AppError } from '#core/errors'
import { searchPieces } from '#core/search/words'
import { countAssets, listAssets } from '#db/assets'
import type { ReadDb, WriteDb } from '#db/connection'
import { type AssetRow, findAssetRow } from '#db/current'
import { countLinked, listLinked } from '#db/datasets'
import { findStandingDecision } from '#db/decisions'
import { hasSection } from '#db/history'
import { findKeyByUrn, type KeyRow, listKeysOfAsset } from '#db/keys'
import { resolveKey } from './asset-names.ts'
import { createResultsHandler, createRunsHandler } from './assets/read-runs.ts'
import { createSqlHandler } from './assets/read-sql.ts'
import { createHistoryHandler } from './datasets/read-history.ts'
import { toAssetRef } from './datasets/rows.ts'
import { CHANGED_BY_DECISIONS, decide, type FieldChange } from './decide.ts'
import { commit, type GetBook } from './deps.ts'
import { loadAsset, visibleContext } from './derive.ts'
import { readExtras } from './extras.ts'
import { createHandMade, removeHandMade } from './hand-made.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { inSnapshot } from './snapshot.ts'

const Place = z.tuple([z.string(), z.int()])

/** @throws AppError from the handlers: not-found, ambiguous, invalid-input, conflict, book-read-only */
export function createAssetHandlers(book: GetBook): Handlers<AppContract>['assets'] {
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
    setSame: ({ from, to, isSame, reason }) => {
      const deps = book()
      return commit(deps, CHANGED_BY_DECISIONS, (write) => {
        const pair = findPair(write, from, to)
        const decided = decide(deps, write, isSame ? joinChanges(write, pair) : [splitChange(write, pair)], reason)
        return { groupId: decided?.groupId ?? null }
      })
    },
  }
}

const notThere = (key: string): AppError => new AppError('not-found', `“${key}” is not in the catalog.`, { key })

function requireAsset(db: ReadDb, assetId: number, key: string): AssetRow {
  const row = findAssetRow(db, assetId)
  if (row === undefined) throw notThere(key)
  return row
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

type Side = { readonly key: KeyRow; readonly row: AssetRow }
type Pair = { readonly from: Side; readonly to: Side }

function findPair(write: WriteDb, from: string, to: string): Pair {
  const pair = { from: findSide(write, from), to: findSide(write, to) }
  if (pair.from.key.id === pair.to.key.id)
    throw new AppError('invalid-input', 'These are one and the same key.', { key: pair.from.key.urn })
  return pair
}

/** The very key where the text is one: of two keys of one asset, it matters which is meant. */
function findSide(db: ReadDb, text: string): Side {
  const key = findKeyByUrn(db, text.trim()) ?? findKeyByUrn(db, resolveKey(db, text).key)
  if (key === undefined) throw notThere(text)
  return { key, row: requireAsset(db, key.assetId, text) }
}

/** All that `from` is goes along with it. */
function joinChanges(write: WriteDb, { from, to }: Pair): FieldChange[] {
  if (from.key.assetId === to.key.assetId) throw new AppError('conflict', 'These two are the same thing already.', urns({ from, to }))
  if (from.row.kind !== to.row.kind) {
    throw new AppError(
      'conflict',
      `“${from.row.name}” is of the kind ${from.row.kind}, “${to.row.name}” of the kind ${to.row.kind}: they can't be one thing.`,
      urns({ from, to }),
    )
  }
  const keys = listKeysOfAsset(write, from.key.assetId)
  if (keys.some((key) => isSaidToBe(write, to.key.urn, key.urn))) {
    throw new AppError('conflict', 'The other way round stands already. Take that back first.', urns({ from, to }))
  }
  return keys.map((key) => ({ subject: key.urn, column: '', field: 'sameAs', value: to.key.urn }))
}

/** The one of the two that the asset did not begin with becomes a thing of its own. */
function splitChange(write: WriteDb, { from, to }: Pair): FieldChange {
  const isOne = from.key.assetId === to.key.assetId
  const isDecided = isSaidToBe(write, from.key.urn, to.key.urn)
  if (!isOne && !isDecided && !isSaidToBe(write, to.key.urn, from.key.urn)) {
    throw new AppError('conflict', 'These are two things already.', urns({ from, to }))
  }
  const leaves = isOne ? (from.key.id === from.key.assetId ? to : from) : isDecided ? from : to
  return { subject: leaves.key.urn, column: '', field: 'sameAs', value: '' }
}

const urns = ({ from, to }: Pair): { from: string; to: string } => ({ from: from.key.urn, to: to.key.urn })

/** Whether people's words lead from one key to another. */
function isSaidToBe(write: WriteDb, from: string, to: string): boolean {
  const seen = new Set<string>()
  for (let urn = from; urn !== '' && !seen.has(urn); ) {
    if (urn === to) return true
    seen.add(urn)
    const value = findStandingDecision(write, urn, '', 'sameAs')?.value ?? null
    urn = value === null ? '' : (JSON.parse(value) as string)
  }
  return false
}
