import { DASH, formatCount, formatShare } from '#core/format'
import type { Cell, ReportColumn } from '../document.ts'
import { instantText } from '../instant.ts'

/** Stands for a share or figure that has no answer. */
export const CANNOT_TELL = 'cannot tell'

/** A cell as people read it: counts in groups of three, shares in per cent, instants in UTC. */
export function cellText(type: ReportColumn['type'], cell: Cell): string {
  if (cell === null) return type === 'share' ? CANNOT_TELL : DASH
  if (typeof cell === 'string') return cell
  switch (type) {
    case 'count':
      return Number.isInteger(cell) ? formatCount(cell) : String(cell)
    case 'share':
      return formatShare(cell)
    case 'instant':
      return instantText(cell)
    case 'text':
    case 'name':
    case 'money':
      return String(cell)
  }
}

/** A cell as programs read it: numbers and shares unrounded, instants in UTC, nothing for a missing text. */
export function cellData(type: ReportColumn['type'], cell: Cell): string {
  if (cell === null) return type === 'share' ? CANNOT_TELL : ''
  if (typeof cell === 'string') return cell
  return type === 'instant' ? instantText(cell) : String(cell)
}

/** True for cells that are set flush right. */
export function isNumeric(type: ReportColumn['type']): boolean {
  return type === 'count' || type === 'share' || type === 'money'
}

/** "12 of 20", "12" or "cannot tell". */
export function figureText(figure: { readonly value: number | null; readonly of: number | null }): string {
  if (figure.value === null) return CANNOT_TELL
  const value = cellText('count', figure.value)
  return figure.of === null ? value : `${value} of ${cellText('count', figure.of)}`
}
