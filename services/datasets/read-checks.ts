import { z } from 'zod'
import type { CheckRow } from '#contract/datasets'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { IntakeCheck } from '#core/importers/intake'
import { parseCheck, parseExtras } from '#core/reconcile/sections'
import { type CheckOfDataset, countChecks, listChecks } from '#db/checks'
import type { ReadDb } from '#db/connection'
import { visibleImportId } from '#db/imports'
import { findLatestResult } from '#db/runs'
import type { GetBook } from '../deps.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import { inSnapshot } from '../snapshot.ts'
import { findDataset } from './load-dataset.ts'

const LIST = 'checks'
const Place = z.tuple([z.int(), z.string(), z.int()])
/** A check whose source says nothing of it but its name. */
const UNTOLD: IntakeCheck = {
  datasetName: null,
  columnName: null,
  checkType: 'unknown',
  style: 'generic',
  namespace: null,
  severity: null,
  arguments: {},
}

/** The checks attached to a dataset, failing ones first, each with the newest result that says something about data. */
export function createChecksHandler(book: GetBook): Handlers<AppContract>['datasets']['checks'] {
  return ({ key, cursor, limit }) => {
    const { read } = book()
    return inSnapshot(read, () => {
      const { id } = findDataset(read, key)
      const visible = visibleImportId(read)
      const place = cursor === undefined ? null : readCursor(LIST, cursor, Place)
      const after = place === null ? null : { rank: place[0], name: place[1], id: place[2] }
      const rows = listChecks(read, { assetId: id, visible, after, limit: limit + 1 })
      const page = fillPage(rows, limit, (row) => toCheckRow(read, visible, row))
      const { last } = page
      const nextCursor = page.isMore && last !== undefined ? toCursor(LIST, [last.rank, last.sortName, last.id]) : null
      return { items: page.items, total: countChecks(read, id), nextCursor }
    })
  }
}

function toCheckRow(read: ReadDb, visible: number, row: CheckOfDataset): CheckRow {
  const check = row.check === null ? UNTOLD : parseCheck(row.check)
  const latest = findLatestResult(read, row.sourceId, row.nameInSource, visible)
  return {
    key: row.urn,
    name: row.name,
    checkType: check.checkType,
    style: check.style,
    columnName: check.columnName,
    severity: check.severity,
    arguments: check.arguments,
    carriesValues: row.extras !== null && parseExtras(row.extras).carriesValues.length > 0,
    lastOutcome: latest?.outcome ?? null,
    lastRunMs: latest?.endedAtMs ?? null,
    failures: latest?.failures ?? null,
    message: latest?.message ?? null,
  }
}
