import { plural } from '#core/format'
import { type Cell, HEAD_HASH_LABEL, type Report, type ReportBlock, type ReportColumn, type ReportTable } from '../document.ts'
import { instantText } from '../instant.ts'
import { cellText, figureText, isNumeric } from './cell-text.ts'
import { showControlCharacters } from './control-characters.ts'
import { SOURCE_LABELS, sourceRows } from './source-rows.ts'

/** The report as GitHub-flavoured Markdown. Everything that comes from the catalog is escaped, line breaks become `<br>`. */
export function renderMarkdown(report: Report): string {
  const lines = [
    `# ${escapeMarkdown(report.title)}`,
    '',
    ...head(report),
    ...report.sections.flatMap((section) => [
      '',
      `## ${escapeMarkdown(section.title)}`,
      ...section.blocks.flatMap((block) => ['', ...blockLines(block)]),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function head({ head }: Report): string[] {
  const packs = head.rulePacks.map((pack) => `${pack.id} ${pack.version}`).join(', ')
  const facts: (readonly [string, string])[] = [
    ['Catalog file', head.bookName],
    ['As of', instantText(head.asOfMs)],
    ['Scope', head.scope],
    ['Population', `${cellText('count', head.population)} ${head.populationOf}`],
    ['Rule sets', packs],
    [HEAD_HASH_LABEL, head.headHash],
  ]
  const columns = SOURCE_LABELS.map((label): ReportColumn => ({ name: label, label, type: 'text' }))
  return [
    ...facts.map(([label, text]) => `- ${label}: ${escapeMarkdown(text)}`),
    '',
    '### Sources',
    '',
    ...grid(columns, sourceRows(head), []),
  ]
}

function blockLines(block: ReportBlock): string[] {
  switch (block.kind) {
    case 'text':
      return [escapeMarkdown(block.text)]
    case 'figures':
      return block.items.map((figure) => {
        const note = figure.note === '' ? '' : ` (${escapeMarkdown(figure.note)})`
        return `- ${escapeMarkdown(figure.label)}: **${escapeMarkdown(figureText(figure))}**${note}`
      })
    case 'table':
      return tableLines(block)
  }
}

function tableLines(table: ReportTable): string[] {
  const more = table.hidden === 0 ? [] : ['', `${plural(table.hidden, 'more row')} not listed.`]
  return [`### ${escapeMarkdown(table.title)}`, '', ...grid(table.columns, table.rows, table.keys), ...more]
}

function grid(columns: readonly ReportColumn[], rows: readonly (readonly Cell[])[], keys: readonly string[]): string[] {
  if (rows.length === 0) return ['None.']
  const all: ReportColumn[] = keys.length === 0 ? [...columns] : [...columns, { name: 'key', label: 'Key', type: 'text' }]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(all.map((column) => escapeMarkdown(column.label))),
    line(all.map((column) => (isNumeric(column.type) ? '---:' : '---'))),
    ...rows.map((row, index) => {
      const cells = keys.length === 0 ? row : [...row, keys[index] ?? null]
      return line(all.map((column, at) => escapeMarkdown(cellText(column.type, cells[at] ?? null))))
    }),
  ]
}

/**
 * Text that Markdown shows exactly as it is, on one line. An underscore between letters is no emphasis and stays
 * readable (`stg_orders`); `&`, `<` and `>` become entities, so that no data is ever taken for HTML.
 */
export function escapeMarkdown(text: string): string {
  return showControlCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*[\]|~$]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9_])_+|_+(?![A-Za-z0-9_])/g, (run) => '\\_'.repeat(run.length))
    .replace(/^(\s*)([-+=#])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, '$1\\$2')
    .replace(/\r\n|[\n\r\u2028\u2029]/g, '<br>')
}
