import { useMemo } from 'react'
import type { DatasetSelection } from '#contract/datasets'
import type { DatasetFilter, DatasetRow } from '#contract/shapes'
import type { Pages } from '../app/pages.ts'
import { type Ticked, type TickedRows, useTickedRows } from '../ui/ticked-rows.ts'

const DATASETS = { keyOf: ({ key }: DatasetRow) => key, labelOf: ({ name }: DatasetRow) => name }

export type TickedDatasets = TickedRows<DatasetRow> & {
  /** null where nothing is ticked. */
  readonly selection: DatasetSelection | null
}

/** What is ticked in the list of what a filter finds. */
export function useTicked(filter: DatasetFilter, pages: Pages<DatasetRow>): TickedDatasets {
  const rows = useTickedRows(JSON.stringify(filter), pages, DATASETS)
  return useMemo(() => ({ ...rows, selection: rows.count === 0 ? null : selectionOf(rows.ticked, filter) }), [rows, filter])
}

function selectionOf(ticked: Ticked, filter: DatasetFilter): DatasetSelection {
  return ticked.kind === 'some' ? { keys: [...ticked.keys] } : { filter, except: [...ticked.except] }
}

/** The same selection without some more. */
export function without(selection: DatasetSelection, keys: ReadonlySet<string>): DatasetSelection {
  if ('keys' in selection) return { keys: selection.keys.filter((key) => !keys.has(key)) }
  return { ...selection, except: [...selection.except, ...keys] }
}
