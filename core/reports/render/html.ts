import { plural } from '#core/format'
import { HEAD_HASH_LABEL, type Report, type ReportBlock, type ReportColumn, type ReportTable } from '../document.ts'
import { instantText } from '../instant.ts'
import { cellText, figureText, isNumeric } from './cell-text.ts'
import { escapeHtml } from './html-escape.ts'
import { REPORT_STYLE } from './html-style.ts'
import { SOURCE_LABELS, sourceRows } from './source-rows.ts'

/** Nothing is fetched and nothing runs, whatever a name in the catalog holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The report as one HTML page that needs nothing else: no script, no font, no picture; made to be printed. */
export function renderHtml(report: Report): string {
  const title = escapeHtml(`${report.title}: ${report.head.bookName}`)
  return [
    '<!doctype html>',
    '<html lang="en-GB">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="generator" content="Stewardbook">',
    `<title>${title}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${escapeHtml(report.title)}</h1>`,
    ...head(report),
    '</header>',
    ...contents(report),
    '<main>',
    ...report.sections.flatMap((section) => [
      `<section id="${anchor('section', section.id)}">`,
      `<h2>${escapeHtml(section.title)}</h2>`,
      ...section.blocks.flatMap(block),
      '</section>',
    ]),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function head(report: Report): string[] {
  const { head } = report
  const item = (label: string, text: string, className?: string): string =>
    `<dt>${escapeHtml(label)}</dt><dd${className === undefined ? '' : ` class="${className}"`}>${escapeHtml(text)}</dd>`
  const sources = sourceRows(head)
  const label = (text: string): string => `<th scope="col"${text === 'Import' ? ' class="n"' : ''}>${text}</th>`
  return [
    '<dl class="head">',
    item('Catalog file', head.bookName),
    item('As of', instantText(head.asOfMs)),
    item('Scope', head.scope),
    item('Population', `${cellText('count', head.population)} ${head.populationOf}`),
    item('Rule sets', head.rulePacks.map((pack) => `${pack.id} ${pack.version}`).join(', ')),
    item(HEAD_HASH_LABEL, head.headHash, 'hash'),
    '</dl>',
    '<h3>Sources</h3>',
    ...(sources.length === 0
      ? ['<p class="none">None.</p>']
      : [
          '<div class="frame"><table>',
          `<thead><tr>${SOURCE_LABELS.map(label).join('')}</tr></thead>`,
          '<tbody>',
          ...sources.map(
            ([name, format, importId, imported, made, file, sha256]) =>
              `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(format)}</td><td class="n">${importId}</td><td class="when">${imported}</td><td class="when">${made}</td><td>${escapeHtml(file)}</td><td class="hash">${escapeHtml(sha256)}</td></tr>`,
          ),
          '</tbody></table></div>',
        ]),
  ]
}

function contents(report: Report): string[] {
  return [
    '<nav aria-label="Contents">',
    '<h3>Contents</h3>',
    '<ol>',
    ...report.sections.map((section) => {
      const tables = section.blocks.filter((item): item is ReportTable => item.kind === 'table')
      const inner = tables.map((item) => `<li><a href="#${anchor('table', item.id)}">${escapeHtml(item.title)}</a></li>`).join('')
      return `<li><a href="#${anchor('section', section.id)}">${escapeHtml(section.title)}</a>${inner === '' ? '' : `<ol>${inner}</ol>`}</li>`
    }),
    '</ol>',
    '</nav>',
  ]
}

function block(item: ReportBlock): string[] {
  switch (item.kind) {
    case 'text':
      return [`<p>${escapeHtml(item.text)}</p>`]
    case 'figures':
      return [
        '<dl class="figures">',
        ...item.items.map((figure) => {
          const note = figure.note === '' ? '' : `<dd class="note">${escapeHtml(figure.note)}</dd>`
          return `<div><dt>${escapeHtml(figure.label)}</dt><dd class="value">${escapeHtml(figureText(figure))}</dd>${note}</div>`
        }),
        '</dl>',
      ]
    case 'table':
      return tableLines(item)
  }
}

function tableLines(item: ReportTable): string[] {
  const title = `<h3 id="${anchor('table', item.id)}">${escapeHtml(item.title)}</h3>`
  if (item.rows.length === 0 && item.hidden === 0) return [title, '<p class="none">None.</p>']
  const hasKeys = item.keys.length > 0
  const headCells = item.columns.map(
    (column) => `<th scope="col"${isNumeric(column.type) ? classOf(column.type) : ''}>${escapeHtml(column.label)}</th>`,
  )
  return [
    title,
    '<div class="frame"><table>',
    `<thead><tr>${headCells.join('')}${hasKeys ? '<th scope="col">Key</th>' : ''}</tr></thead>`,
    '<tbody>',
    ...item.rows.map((row, index) => {
      const cells = item.columns.map((column, at) => {
        return `<td${classOf(column.type)}>${escapeHtml(cellText(column.type, row[at] ?? null))}</td>`
      })
      return `<tr>${cells.join('')}${hasKeys ? `<td class="key">${escapeHtml(item.keys[index] ?? '')}</td>` : ''}</tr>`
    }),
    '</tbody></table></div>',
    ...(item.hidden === 0 ? [] : [`<p class="more">${plural(item.hidden, 'more row')} not listed.</p>`]),
  ]
}

function classOf(type: ReportColumn['type']): string {
  if (isNumeric(type)) return ' class="n"'
  return type === 'name' ? ' class="name"' : type === 'instant' ? ' class="when"' : ''
}

function anchor(kind: 'section' | 'table', id: string): string {
  return escapeHtml(`${kind}-${id.replaceAll(/\s/g, '-')}`)
}
