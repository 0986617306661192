import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { checkDecidedValue } from '#core/assets/fields'
import { AppError } from '#core/errors'
import type { WriteDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { findStandingDecision } from '#db/decisions'
import { findKeyByUrn, insertKey } from '#db/keys'
import { ensureHandSource } from '#db/sources'
import { decide, type FieldChange } from '../decide.ts'
import { type BookDeps, commit, type GetBook, type Noun } from '../deps.ts'
import { visibleContext, loadAsset } from '../derive.ts'
import { findDataset } from './load-dataset.ts'

type DatasetHandlers = Handlers<AppContract>['datasets']

const CHANGED: readonly Noun[] = [
  'datasets',
  'decisions',
  'assets',
  'search',
  'owners',
  'suggestions',
  'lineage',
  'reports',
  'journal',
  'sources',
  'book',
]
const MOST_SLUG_CHARACTERS = 200

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
    return commit(deps, CHANGED, (write) => {
      ensureHandKey(deps, write, `dataset.${slug}`, subject)
      if (decide(deps, write, changes, reason) === undefined) throw new Error(`${subject} was set up already`)
      return { key: subject }
    })
  }
}

function ensureHandKey(deps: BookDeps, write: WriteDb, name: string, urn: string): void {
  const known = findKeyByUrn(write, urn)
  if (known === undefined) {
    insertKey(write, { sourceId: ensureHandSource(write, deps.now()).id, name, urn, kind: 'dataset', firstImportId: null })
    return
  }
  const asset = findAssetRow(write, known.assetId)
  if (asset !== undefined)
    throw new AppError('conflict', `A dataset set up by hand has this name already: “${asset.name}”.`, { key: asset.urn })
}

/** A name as the last part of a key: lower case, blanks and signs as dashes. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  if (!/[\p{L}\p{N}]/u.test(slug)) throw new AppError('invalid-input', 'A name needs at least one letter or digit.', { name })
  return [...slug].slice(0, MOST_SLUG_CHARACTERS).join('')
}

/** @throws AppError conflict when a source tells of the dataset: only what was set up by hand can be taken back */
export function createRemoveHandler(book: GetBook): DatasetHandlers['remove'] {
  return ({ key, reason }) => {
    const deps = book()
    commit(deps, CHANGED, (write) => {
      const row = findDataset(write, key)
      const sources = loadAsset(visibleContext(write, deps.rules.current(write)), row.id)
      const byHand = (sources?.keys ?? []).filter((known) => findStandingDecision(write, known.urn, '', 'exists')?.value === 'true')
      if (byHand.length === 0 || (sources?.facts.length ?? 0) > 0) {
        throw new AppError('conflict', `“${row.name}” comes from a source. It goes when the source no longer has it.`, { key: row.urn })
      }
      decide(
        deps,
        write,
        byHand.map((known) => ({ subject: known.urn, column: '', field: 'exists', value: null })),
        reason,
      )
    })
    return {}
  }
}
