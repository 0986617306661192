import { AppError } from '#core/errors'
import type { ReadDb, WriteDb } from '#db/connection'
import type { AssetRow } from '#db/current'
import { findStandingDecision } from '#db/decisions'
import { findKeyByUrn, type KeyRow, listKeysOfAsset } from '#db/keys'
import { resolveKey } from '../asset-names.ts'
import type { BigCommands } from '../big-commands.ts'
import { decide, type Deciding, type FieldChange } from '../decide.ts'
import { notThere, requireAsset } from './require-asset.ts'

/** Says that two keys are one thing, or two, inside the caller's commit. @throws AppError not-found, ambiguous, invalid-input, conflict */
export function setSame(
  deps: Deciding,
  write: WriteDb,
  { from, to, isSame, reason }: BigCommands['assets.setSame']['input'],
): BigCommands['assets.setSame']['output'] {
  const pair = findPair(write, from, to)
  const decided = decide(deps, write, isSame ? joinChanges(write, pair) : [splitChange(write, pair)], reason)
  return { groupId: decided?.groupId ?? null }
}

/** What is linked to a thing, or checks it, is worked out anew with it. */
export const countLinkedTo = ({ upstreamCount, downstreamCount, checkCount }: AssetRow): number =>
  upstreamCount + downstreamCount + checkCount

type Side = { readonly key: KeyRow; readonly row: AssetRow }
type Pair = { readonly from: Side; readonly to: Side }

/** The two that are named. @throws AppError not-found, ambiguous, invalid-input */
export function findPair(db: ReadDb, from: string, to: string): Pair {
  const pair = { from: findSide(db, from), to: findSide(db, to) }
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
