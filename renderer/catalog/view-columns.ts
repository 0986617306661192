import { useCallback, useMemo } from 'react'
import type { DatasetRow } from '#contract/shapes'
import type { SavedView } from '#contract/views'
import { useLaggedAddress } from '../app/lagged-address.ts'
import type { CatalogSearch } from '../app/router.tsx'
import { type ColumnLayout, fitWidth, type KeptLayout, layoutOf, useColumnLayout } from '../ui/columns.ts'
import { CATALOG_COLUMNS } from './columns.tsx'

type ViewColumns = NonNullable<SavedView['columns']>

/** Columns as the address has them: ids with a point between, a width behind a hyphen, such as `level.owner-160`. */
export const columnsText = (columns: ViewColumns): string =>
  columns.map(({ id, widthPx }) => (widthPx === null ? id : `${id}-${widthPx}`)).join('.')

/** Widths out of an address, by the ids of the columns that are shown; null is a column's own width. What does not fit is left out. */
export function readColumns(text: string): ReadonlyMap<string, number | null> {
  const parts = text.split('.').flatMap((part) => {
    const found = /^([a-zA-Z]+)(?:-(\d{1,4}))?$/.exec(part)
    return found?.[1] === undefined ? [] : [[found[1], found[2] === undefined ? null : Number(found[2])] as const]
  })
  return new Map(parts)
}

/** What a view keeps of a layout. */
export const columnsOf = ({ chosen, widthOf }: Pick<ColumnLayout<DatasetRow>, 'chosen' | 'widthOf'>): ViewColumns =>
  chosen
    .filter((column) => column.isFlexible !== true)
    .map((column) => ({ id: column.id, widthPx: widthOf(column) === column.width ? null : widthOf(column) }))

/** The columns that are shown before anybody chose. */
export const FIRST_COLUMNS = columnsText(columnsOf(layoutOf(CATALOG_COLUMNS, { widths: {}, shown: {} }, () => undefined)))

function keptOf(text: string): KeptLayout {
  const read = readColumns(text)
  const widths = [...read].flatMap(([id, widthPx]) => (widthPx === null ? [] : [[id, fitWidth(widthPx)] as const]))
  return {
    widths: Object.fromEntries(widths),
    shown: Object.fromEntries(CATALOG_COLUMNS.map(({ id }) => [id, read.has(id)])),
  }
}

/**
 * The Catalog's columns: those the address gives, as a view's does, else this machine's own.
 * A change goes where they came from, so a view never changes what somebody chose for themselves.
 * @returns the layout, and a function that writes it to the address at once (before going elsewhere)
 */
export function useCatalogLayout(
  address: string | undefined,
  change: (next: Partial<CatalogSearch>, how: 'replace') => void,
): [ColumnLayout<DatasetRow>, () => void] {
  const own = useColumnLayout('catalog', CATALOG_COLUMNS)
  const [text, setText, flush] = useLaggedAddress(
    address,
    useCallback((cols: string | undefined) => change({ cols }, 'replace'), [change]),
  )
  const given = useMemo((): ColumnLayout<DatasetRow> | null => {
    if (text === undefined) return null
    const keep = (next: KeptLayout): void => setText(columnsText(columnsOf(layoutOf(CATALOG_COLUMNS, next, () => undefined))))
    return { ...layoutOf(CATALOG_COLUMNS, keptOf(text), keep), reset: () => setText(undefined), resetWords: 'Back to your own columns' }
  }, [text, setText])
  return [given ?? own, flush]
}
