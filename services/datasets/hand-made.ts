import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { checkDecidedValue } from '#core/assets/fields'
import { slugOf } from '#core/assets/slug'
import { AppError } from '#core/errors'
import type { WriteDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { findKeyByUrn } from '#db/keys'
import { CHANGED_BY_DECISIONS, decide, type FieldChange, requireDecided } from '../decide.ts'
import { commit, type GetBook } from '../deps.ts'
import { ensureHandKey, removeHandMade } from '../hand-made.ts'
import { findDataset } from './load-dataset.ts'

type DatasetHandlers = Handlers<AppContract>['datasets']

/** @throws AppError conflict when a dataset of this name was set up by hand already; invalid-input from a field */
export function createCreateHandler(book: GetBook): DatasetHandlers['create'] {
  return ({ name, schema, fields, reason }) => {
    const deps = book()
    const place = schema === undefined || schema === '' ? [] : [schema]
    const slug = slugOf([...place, name].join('.'))
    const subject = `hand/dataset.${slug}`
    const change = (field: string, value: FieldChange['value']): FieldChange => ({ subject, column: '', field, value })
    const given = Object.entries(fields).filter(([field, value]) => field !== 'name' && value !== null)
    const changes = [
      change('exists', true),
      change('name', name),
      // A source would tell the schema; here only the person can.
      ...place.map((value) => change('schema', value)),
      ...given.map(([field, value]) => change(field, checkDecidedValue('dataset', field, value))),
    ]
    return commit(deps, CHANGED_BY_DECISIONS, (write) => {
      refuseTwice(write, subject)
      ensureHandKey(write, subject, 'dataset', deps.now())
      const { groupId } = requireDecided(decide(deps, write, changes, reason), name)
      return { key: subject, groupId }
    })
  }
}

function refuseTwice(write: WriteDb, urn: string): void {
  const known = findKeyByUrn(write, urn)
  const asset = known === undefined ? undefined : findAssetRow(write, known.assetId)
  if (asset !== undefined)
    throw new AppError('conflict', `A dataset set up by hand has this name already: “${asset.name}”.`, { key: asset.urn })
}

/** @throws AppError conflict when a source tells of the dataset: only what was set up by hand can be taken back */
export function createRemoveHandler(book: GetBook): DatasetHandlers['remove'] {
  return ({ key, reason }) => {
    const deps = book()
    return commit(deps, CHANGED_BY_DECISIONS, (write) => {
      const removed = removeHandMade(deps, write, findDataset(write, key).id, reason)
      return { groupId: removed?.groupId ?? null }
    })
  }
}
