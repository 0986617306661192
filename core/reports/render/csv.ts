import { csvText } from '#core/csv-cell'
import type { Report, ReportBlock } from '../document.ts'
import { instantText } from '../instant.ts'
import { CANNOT_TELL, cellData } from './cell-text.ts'

/**
 * The report as one CSV in long form, one line per cell, because its tables have different columns:
 * `section,table,row,column,value`. `row` is 1, 2, … in a table's own order; `label` lines give the columns' words,
 * a `title` line the table's or section's, a `hidden` line the number of rows left out. A row's asset key stands in
 * the column `key`. The section `head` says what the report is about. Numbers and shares (0 to 1) are unrounded,
 * instants are UTC, line ends are CRLF.
 *
 * A spreadsheet runs a cell that starts with = + - @, a tab or a line end as a formula. Such text is written behind
 * an apostrophe, and so is text that itself starts with one: taking one leading apostrophe away gives the text back.
 */
export function renderCsv(report: Report): string {
  const lines: Line[] = [
    ['section', 'table', 'row', 'column', 'value'],
    ...headLines(report),
    ...report.sections.flatMap((section) => [
      [section.id, '', 'title', '', section.title] as const,
      ...section.blocks.flatMap((block, index) => blockLines(section.id, block, index + 1)),
    ]),
  ]
  return csvText(lines)
}

type Line = readonly [section: string, table: string, row: string, column: string, value: string]

function headLines({ name, title, schemaVersion, head }: Report): Line[] {
  const about = (column: string, value: string): Line => ['head', 'report', '1', column, value]
  const listed = (table: string, items: readonly (readonly (readonly [column: string, value: string])[])[]): Line[] =>
    items.flatMap((cells, index) => cells.map(([column, value]): Line => ['head', table, String(index + 1), column, value]))
  const files = head.sources.flatMap((source) => source.files.map((file) => ({ source, file })))
  return [
    about('schemaVersion', String(schemaVersion)),
    about('name', name),
    about('title', title),
    about('bookName', head.bookName),
    about('asOf', instantText(head.asOfMs)),
    about('scope', head.scope),
    about('population', String(head.population)),
    about('populationOf', head.populationOf),
    about('headHash', head.headHash),
    ...listed(
      'sources',
      head.sources.map((source) => [
        ['name', source.name],
        ['format', source.format],
        ['importId', String(source.importId)],
        ['generatedAt', source.generatedAtMs === null ? '' : instantText(source.generatedAtMs)],
      ]),
    ),
    ...listed(
      'files',
      files.map(({ source, file }) => [
        ['source', source.name],
        ['importId', String(file.importId)],
        ['importedAt', instantText(file.importedAtMs)],
        ['generatedAt', file.generatedAtMs === null ? '' : instantText(file.generatedAtMs)],
        ['name', file.name],
        ['sha256', file.sha256],
      ]),
    ),
    ...listed(
      'rulePacks',
      head.rulePacks.map((pack) => [
        ['id', pack.id],
        ['version', pack.version],
      ]),
    ),
  ]
}

function blockLines(section: string, block: ReportBlock, position: number): Line[] {
  switch (block.kind) {
    case 'text':
      return [[section, 'text', String(position), 'text', block.text]]
    case 'figures':
      return block.items.flatMap((figure): Line[] => [
        [section, 'figures', figure.id, 'label', figure.label],
        [section, 'figures', figure.id, 'value', figure.value === null ? CANNOT_TELL : String(figure.value)],
        ...(figure.of === null ? [] : [[section, 'figures', figure.id, 'of', String(figure.of)] as const]),
        [section, 'figures', figure.id, 'note', figure.note],
      ])
    case 'table':
      return [
        [section, block.id, 'title', '', block.title],
        ...block.columns.map((column): Line => [section, block.id, 'label', column.name, column.label]),
        ...block.rows.flatMap((row, index): Line[] => [
          ...block.columns.map(
            (column, at): Line => [section, block.id, String(index + 1), column.name, cellData(column.type, row[at] ?? null)],
          ),
          ...(block.keys.length === 0 ? [] : [[section, block.id, String(index + 1), 'key', block.keys[index] ?? ''] as const]),
        ]),
        ...(block.hidden === 0 ? [] : [[section, block.id, 'hidden', '', String(block.hidden)] as const]),
      ]
  }
}
