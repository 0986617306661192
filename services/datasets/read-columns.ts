import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { ColumnRow } from '#contract/shapes'
import { columnKey, linkedColumn } from '#core/assets/column-names'
import type { CurrentColumn } from '#core/assets/current'
import { extrasBySource } from '#core/assets/extras'
import { parseCheck } from '#core/reconcile/sections'
import { listChecks } from '#db/checks'
import { countColumnLinks } from '#db/column-edges'
import type { GetBook } from '../deps.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import { inSnapshot } from '../snapshot.ts'
import { loadDataset, type LoadedAsset } from './load-dataset.ts'
import { toClassification } from './rows.ts'

const LIST = 'columns'
const EVERY = 1_000_000

export function createColumnsHandler(book: GetBook): Handlers<AppContract>['datasets']['columns'] {
  return ({ key, cursor, limit }) => {
    const deps = book()
    return inSnapshot(deps.read, () => {
      const loaded = loadDataset(deps, key)
      const columns = loaded.sources.current.columns()
      const [after] = cursor === undefined ? [0] : readCursor(LIST, cursor, z.tuple([z.int()]))
      const checks = checksByColumn(loaded)
      const links = countLinks(loaded)
      const rest = columns.filter((column) => column.ordinal > after)
      const page = fillPage(rest, limit, (column) => toColumnRow(loaded, column, { checks, links }))
      return {
        items: page.items,
        total: columns.length,
        nextCursor: page.isMore && page.last !== undefined ? toCursor(LIST, [page.last.ordinal]) : null,
      }
    })
  }
}

type ColumnChecks = ReadonlyMap<string, ColumnRow['checks']>

function checksByColumn({ context, row }: LoadedAsset): ColumnChecks {
  const found = new Map<string, ColumnRow['checks']>()
  for (const check of listChecks(context.db, { assetId: row.id, visible: context.visible, after: null, limit: EVERY })) {
    if (check.checkedColumn === null) continue
    const column = columnKey(row.platform, check.checkedColumn)
    const checkType = check.check === null ? check.name : parseCheck(check.check).checkType
    const list = found.get(column) ?? []
    list.push({ name: check.name, checkType, lastOutcome: check.lastOutcome })
    found.set(column, list)
  }
  return found
}

type Links = Readonly<Record<'up' | 'down', ReadonlyMap<string, number>>>

const countLinks = ({ context: { db }, row }: LoadedAsset): Links => ({
  up: countColumnLinks(db, row.id, 'up'),
  down: countColumnLinks(db, row.id, 'down'),
})

type OfColumns = { readonly checks: ColumnChecks; readonly links: Links }

function toColumnRow({ row, sources: { current } }: LoadedAsset, column: CurrentColumn, { checks, links }: OfColumns): ColumnRow {
  return {
    name: column.name,
    ordinal: column.ordinal,
    dataType: current.columnText(column, 'dataType'),
    description: current.columnText(column, 'description'),
    piiType: current.columnText(column, 'piiType'),
    classification: toClassification(current.columnText(column, 'classification')),
    presence: column.presence,
    checks: checks.get(columnKey(row.platform, column.name)) ?? [],
    upstreamCount: links.up.get(linkedColumn(column.name)) ?? null,
    downstreamCount: links.down.get(linkedColumn(column.name)) ?? null,
    fields: current.columnFields(column),
    extras: extrasBySource(column.extras),
  }
}
