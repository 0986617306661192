import { z } from 'zod'
import type { DatasetSelection } from '#contract/datasets'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { ProductRow as ProductShape } from '#contract/products'
import { checkDecidedValue } from '#core/assets/fields'
import { AppError } from '#core/errors'
import { formatCount } from '#core/format'
import { textFilter } from '#core/search/text-filter'
import type { ReadDb, WriteDb } from '#db/connection'
import { countDatasets } from '#db/datasets'
import { findKeyByUrn } from '#db/keys'
import {
  countMembers,
  findProduct,
  listMissingMembers,
  listProducts,
  listProductsOf,
  type MemberCounts,
  type ProductRow,
} from '#db/products'
import { resolveKey } from './asset-names.ts'
import { listSelected } from './datasets/plan-edit.ts'
import { loadNamed } from './datasets/load-dataset.ts'
import { CHANGED_BY_DECISIONS, decide } from './decide.ts'
import { type BookDeps, commit, type GetBook } from './deps.ts'
import { type DeriveContext, loadAsset, visibleContext } from './derive.ts'
import { type ExportParts, issueExport } from './issue-export.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLast } from './remember.ts'
import { namesOfSources } from './source-label.ts'
import { inSnapshot } from './snapshot.ts'

const LIST = 'products'
/** The last row's name as lists sort it, and its id. */
const Place = z.tuple([z.string(), z.int()])
const MISSING_SHOWN = 200
const OF_DATASET_SHOWN = 50
/** A product is something a person can name the parts of. */
const MOST_DATASETS = 5000

/** @throws AppError from the handlers: not-found, ambiguous, invalid-input, conflict, book-read-only */
export function createProductHandlers(book: GetBook, parts: ExportParts): Handlers<AppContract>['products'] {
  const lists = rememberLast<readonly ProductRow[]>()
  return {
    list: ({ text = '', cursor, limit }) => {
      const { read, rules } = book()
      return inSnapshot(read, () => {
        const rows = lists.ask(read, text, () => listProducts(read).filter(wantedBy(text)))
        const place = cursor === undefined ? null : readCursor(LIST, cursor, Place)
        const from = place === null ? rows : rows.filter((row) => isBeyond(row, place))
        const context = visibleContext(read, rules.current(read))
        const counts = countMembers(
          read,
          from.slice(0, limit).map(({ id }) => id),
        )
        const { items, last, isMore } = fillPage(from, limit, (row) => toRow(context, row, counts(row.id)))
        const nextCursor = isMore && last !== undefined ? toCursor(LIST, [last.sortName, last.id]) : null
        return { items, total: rows.length, nextCursor }
      })
    },
    get: ({ key }) => {
      const deps = book()
      const { read } = deps
      return inSnapshot(read, () => {
        const { sources, context } = loadNamed(deps, key, ['data_product'])
        const row = requireProduct(read, key)
        return {
          row: toRow(context, row, countMembers(read, [row.id])(row.id)),
          fields: sources.current.fields(),
          missing: listMissingMembers(read, row.id, MISSING_SHOWN),
          sourceNames: namesOfSources(read, sources.facts),
        }
      })
    },
    export: () => issueExport(book, parts, { what: 'table', kind: 'data_product' }, { what: 'products' }),
    ofDataset: ({ key }) => {
      const { read } = book()
      return inSnapshot(read, () => {
        const { assetId } = resolveKey(read, key, ['dataset'])
        return { items: listProductsOf(read, assetId, OF_DATASET_SHOWN).map(({ urn, name }) => ({ key: urn, name })) }
      })
    },
    setDatasets: ({ key, selection, how, reason }) => {
      const deps = book()
      // All that a wide filter means is not listed only to be refused.
      if (how === 'add' && countAtLeast(deps.read, selection) > MOST_DATASETS) throw tooMany()
      return commit(deps, CHANGED_BY_DECISIONS, (write) => {
        const product = requireProduct(write, key)
        const before = currentKeys(deps, write, product.id)
        const after =
          how === 'add' ? withDatasets(write, before, listSelected(write, selection)) : withoutDatasets(write, before, selection)
        const count = Math.abs(after.length - before.length)
        if (count === 0) return { groupId: null, count }
        if (how === 'add' && after.length > MOST_DATASETS) throw tooMany()
        const value = checkDecidedValue('data_product', 'datasets', after)
        return {
          groupId: decide(deps, write, [{ subject: product.urn, column: '', field: 'datasets', value }], reason)?.groupId ?? null,
          count,
        }
      })
    },
  }
}

const wantedBy = (text: string): ((row: ProductRow) => boolean) => {
  const fits = textFilter(text)
  return ({ name, description, ownerTeam, domain }) => fits([name, description, ownerTeam, domain])
}

const isBeyond = ({ sortName, id }: ProductRow, [name, lastId]: z.output<typeof Place>): boolean => {
  // As SQLite compares: by the bytes of the text.
  const order = Buffer.compare(Buffer.from(sortName), Buffer.from(name))
  return order > 0 || (order === 0 && id > lastId)
}

function requireProduct(db: ReadDb, key: string): ProductRow {
  const row = findProduct(db, resolveKey(db, key, ['data_product']).assetId)
  if (row === undefined) throw new AppError('not-found', `“${key}” is no data product.`, { key })
  return row
}

function toRow(context: DeriveContext, row: ProductRow, counts: MemberCounts): ProductShape {
  return {
    key: row.urn,
    name: row.name,
    description: row.description,
    ownerTeam: row.ownerTeam,
    domain: row.domain,
    sla: loadAsset(context, row.id)?.current.text('sla') ?? null,
    ...counts,
  }
}

function currentKeys(deps: BookDeps, write: WriteDb, productId: number): readonly string[] {
  return loadAsset(visibleContext(write, deps.rules.current(write)), productId)?.current.list('datasets') ?? []
}

type Dataset = { readonly id: number; readonly urn: string }

/** One that is in it under another of its keys is in it. */
function withDatasets(db: ReadDb, before: readonly string[], wanted: readonly Dataset[]): readonly string[] {
  const there = new Set(before.map((key) => findKeyByUrn(db, key)?.assetId))
  return [...before, ...wanted.filter(({ id }) => !there.has(id)).map(({ urn }) => urn)]
}

/** Looked for among the members alone: a filter may mean all there is. */
function withoutDatasets(db: ReadDb, before: readonly string[], selection: DatasetSelection): readonly string[] {
  const members = before.map((key) => ({ key, assetId: findKeyByUrn(db, key)?.assetId ?? -1 }))
  const among = members.map(({ assetId }) => assetId)
  const gone = new Set(listSelected(db, selection, among).map(({ id }) => id))
  return members.filter(({ assetId }) => !gone.has(assetId)).map(({ key }) => key)
}

/** Those of the selection that are there, without looking at each. */
function countAtLeast(db: ReadDb, selection: DatasetSelection): number {
  return 'keys' in selection ? 0 : countDatasets(db, selection.filter) - selection.except.length
}

const tooMany = (): AppError => new AppError('invalid-input', `A data product is made of at most ${formatCount(MOST_DATASETS)} datasets.`)
