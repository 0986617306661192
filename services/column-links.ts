import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { LinkedColumn } from '#contract/lineage'
import { linkedColumn } from '#core/assets/column-names'
import { AppError } from '#core/errors'
import type { IntakeColumnLink } from '#core/importers/intake'
import { parseColumnLinks } from '#core/reconcile/sections'
import { type ColumnPlace, countColumnLinks, listColumnLinks, listColumnsOf, type LinkedColumnRow } from '#db/column-edges'
import type { ReadDb } from '#db/connection'
import { findAssetRow } from '#db/current'
import { type AssetFactRow, listSection } from '#db/facts'
import { visibleImportId } from '#db/imports'
import { findVisibleKey } from '#db/keys'
import { findSource } from '#db/sources'
import { resolveKey } from './asset-names.ts'
import { toAssetRef } from './datasets/rows.ts'
import type { BookDeps } from './deps.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'

const Place = z.tuple([z.string(), z.int(), z.string()])
const SOURCES_SHOWN = 20

type Handler = Handlers<AppContract>['lineage']['columnLinks']
type Asked = Parameters<Handler>[0]

/**
 * One page of the columns that a column is linked to. Runs inside the caller's snapshot.
 * @throws AppError not-found, ambiguous; not-found for a column that neither the dataset nor any link has
 */
export function readColumnLinks({ read }: BookDeps, { key, column, direction, cursor, limit }: Asked): Awaited<ReturnType<Handler>> {
  const dataset = findAssetRow(read, resolveKey(read, key).assetId)
  if (dataset === undefined) throw new AppError('not-found', `“${key}” is not in the catalog.`, { key })
  const of = { assetId: dataset.id, column: linkedColumn(column), direction }
  const total = countColumnLinks(read, dataset.id, direction).get(of.column) ?? 0
  const list = `columnLinks ${direction}`
  const after = cursor === undefined ? null : toPlace(readCursor(list, cursor, Place))
  const rows = listColumnLinks(read, of, { after, limit: limit + 1 })
  const spellings = readSpellings(read, [dataset.id, ...rows.map((row) => row.id)])
  const known = spellings.get(spellingId(dataset.id, of.column))
  if (
    known === undefined &&
    total === 0 &&
    countColumnLinks(read, dataset.id, direction === 'up' ? 'down' : 'up').get(of.column) === undefined
  )
    throw new AppError('not-found', `“${dataset.name}” has no column “${column}”, and no link names one.`, { key, column })
  const tellings = new Tellings(read)
  const page = fillPage(rows, limit, (row) => {
    const [up, down] = direction === 'up' ? [row, of] : [of, row]
    const told = tellings.of({ upId: idOf(up), upColumn: up.column, downId: idOf(down), downColumn: down.column })
    const spelling = spellings.get(spellingId(row.id, row.column))
    return toLinkedColumn(row, spelling, told, direction)
  })
  return {
    items: page.items,
    total,
    nextCursor: page.isMore && page.last !== undefined ? toCursor(list, [page.last.sortName, page.last.id, page.last.column]) : null,
    dataset: toAssetRef(dataset),
    column: known ?? column,
    isKnown: known !== undefined,
  }
}

const toPlace = ([name, assetId, column]: z.output<typeof Place>): ColumnPlace => ({ name, assetId, column })

const idOf = (end: LinkedColumnRow | { readonly assetId: number }): number => ('assetId' in end ? end.assetId : end.id)

const spellingId = (assetId: number, column: string): string => `${assetId} ${column}`

/** How datasets spell their columns, by what links call them. */
function readSpellings(read: ReadDb, assetIds: readonly number[]): ReadonlyMap<string, string> {
  const columns = listColumnsOf(read, [...new Set(assetIds)])
  return new Map(columns.toReversed().map(({ assetId, name }) => [spellingId(assetId, linkedColumn(name)), name]))
}

type Told = { readonly sourceName: string; readonly link: IntakeColumnLink }

function toLinkedColumn(
  row: LinkedColumnRow,
  spelling: string | undefined,
  told: readonly Told[],
  direction: Asked['direction'],
): z.input<typeof LinkedColumn> {
  const asTold = direction === 'up' ? told[0]?.link.upstreamColumn : told[0]?.link.downstreamColumn
  return {
    dataset: toAssetRef(row),
    column: spelling ?? asTold ?? row.column,
    isKnown: spelling !== undefined,
    sourceNames: [...new Set(told.map(({ sourceName }) => sourceName))].slice(0, SOURCES_SHOWN),
  }
}

type Edge = { readonly upId: number; readonly upColumn: string; readonly downId: number; readonly downColumn: string }

/** Who tells a link, from the facts of the dataset downstream; those of one dataset are read once. */
class Tellings {
  readonly #read: ReadDb
  readonly #visible: number
  readonly #facts = new Map<number, readonly { readonly fact: AssetFactRow; readonly links: readonly IntakeColumnLink[] }[]>()

  constructor(read: ReadDb) {
    this.#read = read
    this.#visible = visibleImportId(read)
  }

  of({ upId, upColumn, downId, downColumn }: Edge): readonly Told[] {
    return this.#factsOf(downId).flatMap(({ fact, links }) =>
      links
        .filter((link) => linkedColumn(link.upstreamColumn) === upColumn && linkedColumn(link.downstreamColumn) === downColumn)
        .filter((link) => findVisibleKey(this.#read, fact.sourceId, link.upstream, this.#visible)?.assetId === upId)
        .map((link) => ({ sourceName: findSource(this.#read, fact.sourceId)?.name ?? '', link })),
    )
  }

  #factsOf(assetId: number): readonly { readonly fact: AssetFactRow; readonly links: readonly IntakeColumnLink[] }[] {
    let found = this.#facts.get(assetId)
    if (found === undefined) {
      found = listSection(this.#read, assetId, 'columnLinks', this.#visible).map((fact) => ({
        fact,
        links: parseColumnLinks(fact.payload),
      }))
      this.#facts.set(assetId, found)
    }
    return found
  }
}
