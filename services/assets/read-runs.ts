import { z } from 'zod'
import type { RunOfPipeline, RunResult } from '#contract/assets'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { JsonValue } from '#core/json'
import { visibleImportId } from '#db/imports'
import { countResults, countRuns, listResults, listRuns, listSubjects, type ResultRow, type RunRow } from '#db/run-history'
import { resolveKey } from '../asset-names.ts'
import type { GetBook } from '../deps.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import { inSnapshot } from '../snapshot.ts'

type Assets = Handlers<AppContract>['assets']

const RESULTS = 'results'
const RUNS = 'runs'
const ResultPlace = z.tuple([z.int().nullable(), z.int()])
const RunPlace = z.tuple([z.int(), z.int()])

/** What runs did to one thing, newest first. */
export function createResultsHandler(book: GetBook): Assets['results'] {
  return ({ key, cursor, limit }) => {
    const { read } = book()
    return inSnapshot(read, () => {
      const subjects = listSubjects(read, resolveKey(read, key).assetId)
      const visible = visibleImportId(read)
      const place = cursor === undefined ? null : readCursor(RESULTS, cursor, ResultPlace)
      const after = place === null ? null : { endedAtMs: place[0], id: place[1] }
      const page = fillPage(listResults(read, subjects, { visible, after, limit: limit + 1 }), limit, toResult)
      const { last } = page
      const nextCursor = page.isMore && last !== undefined ? toCursor(RESULTS, [last.endedAtMs, last.id]) : null
      return { items: page.items, total: countResults(read, subjects, visible), nextCursor }
    })
  }
}

/** The runs of a pipeline, newest first. */
export function createRunsHandler(book: GetBook): Assets['runs'] {
  return ({ key, cursor, limit }) => {
    const { read } = book()
    return inSnapshot(read, () => {
      const { assetId } = resolveKey(read, key, ['pipeline'])
      const visible = visibleImportId(read)
      const place = cursor === undefined ? null : readCursor(RUNS, cursor, RunPlace)
      const after = place === null ? null : { atMs: place[0], id: place[1] }
      const page = fillPage(listRuns(read, { assetId, visible, after, limit: limit + 1 }), limit, toRun)
      const { last } = page
      const nextCursor = page.isMore && last !== undefined ? toCursor(RUNS, [last.atMs, last.id]) : null
      return { items: page.items, total: countRuns(read, assetId, visible), nextCursor }
    })
  }
}

const toResult = ({ id: _id, adapterResponse, ...row }: ResultRow): RunResult => ({
  ...row,
  adapterResponse: JSON.parse(adapterResponse) as JsonValue,
})

const toRun = ({ id: _id, atMs: _at, extras, ...row }: RunRow): RunOfPipeline => ({ ...row, extras: JSON.parse(extras) as JsonValue })
