import type { Cell, Report, ReportColumn, ReportTable } from './document.ts'

/** A row and, where it stands for an asset, the asset's key. */
export type Row = { readonly cells: readonly Cell[]; readonly key?: string }

/** A whole table. Either every row has a key or none has. */
export function table(id: string, title: string, columns: readonly ReportColumn[], rows: readonly Row[]): ReportTable {
  const keys = rows.flatMap((row) => (row.key === undefined ? [] : [row.key]))
  return { kind: 'table', id, title, columns: [...columns], rows: rows.map((row) => [...row.cells]), keys, hidden: 0 }
}

/** For the screen: every table cut to `rowLimit` rows, with the number of rows left out in `hidden`. */
export function limitRows(report: Report, rowLimit: number): Report {
  const cut = (whole: ReportTable): ReportTable => ({
    ...whole,
    rows: whole.rows.slice(0, rowLimit),
    keys: whole.keys.slice(0, rowLimit),
    hidden: whole.hidden + Math.max(0, whole.rows.length - rowLimit),
  })
  return {
    ...report,
    sections: report.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) => (block.kind === 'table' ? cut(block) : block)),
    })),
  }
}
