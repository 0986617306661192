import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildCatalogReport } from '../catalog.ts'
import { Report, type ReportTable } from '../document.ts'
import { SHOP_SNAPSHOT } from '../fixtures/shop-snapshot.ts'
import { limitRows } from '../table.ts'
import { csvCell } from '#core/csv-cell'
import { escapeHtml } from './html-escape.ts'
import { escapeMarkdown } from './markdown.ts'
import { REPORT_FORMATS, renderReport, reportFileName } from './render.ts'

const shop = buildCatalogReport(SHOP_SNAPSHOT)
const golden = (format: string): URL => new URL(`golden/catalog.${format}`, import.meta.url)

/** STEWARDBOOK_UPDATE_GOLDEN=1 writes the files anew; look at the difference before committing it. */
test.each(REPORT_FORMATS)('the shop as %s is the golden file, byte for byte', (format) => {
  const text = renderReport(shop, format)
  if (process.env['STEWARDBOOK_UPDATE_GOLDEN'] === '1') writeFileSync(golden(format), text)
  expect(existsSync(golden(format)), `golden/catalog.${format} is missing`).toBe(true)
  expect(text).toBe(readFileSync(golden(format), 'utf8'))
})

test.each([
  ['Pacific/Kiritimati', 'ar_EG.UTF-8'],
  ['America/St_Johns', 'de_DE.UTF-8'],
])('another process in %s with %s writes the same bytes', (TZ, LANG) => {
  const program = `
    import { buildCatalogReport } from './core/reports/catalog.ts'
    import { SHOP_SNAPSHOT } from './core/reports/fixtures/shop-snapshot.ts'
    import { renderReport } from './core/reports/render/render.ts'
    process.stdout.write(JSON.stringify(${JSON.stringify(REPORT_FORMATS)}.map((format) => renderReport(buildCatalogReport(SHOP_SNAPSHOT), format))))`
  const cwd = new URL('../../../', import.meta.url)
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd,
    env: { TZ, LANG, LC_ALL: LANG },
    encoding: 'utf8',
  })
  expect(JSON.parse(text)).toEqual(REPORT_FORMATS.map((format) => renderReport(shop, format)))
})

/** Text that formats trip over, and any other. */
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    '<script>alert(1)</script>',
    '"><img src=x onerror=y>',
    '=1+1',
    '+x',
    '-x',
    '@x',
    '\tx',
    '\rx',
    "'=x",
    'a|b',
    'a\nb',
    'a\r\nb',
    '**b**',
    '_c_',
    '`d`',
    '[e](f)',
    '&lt;',
    '\\',
    '-1.5',
    '\0',
    '--\n---',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ maxLength: 12 }),
)
const columnTypes = fc.constantFrom('text', 'name', 'count', 'share', 'instant', 'money')
const cells = {
  text: nasty,
  name: nasty,
  count: fc.integer(),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  instant: fc.integer(),
  money: fc.constant('-12.50'),
}
const table: fc.Arbitrary<ReportTable> = fc
  .record({
    id: fc.stringMatching(/^[a-z]{1,6}$/),
    title: nasty,
    types: fc.array(columnTypes, { minLength: 1, maxLength: 4 }),
    withKeys: fc.boolean(),
  })
  .chain(({ id, title, types, withKeys }) =>
    fc.array(fc.tuple(nasty, ...types.map((type) => fc.option<string | number, null>(cells[type]))), { maxLength: 5 }).map(
      (rows): ReportTable => ({
        kind: 'table',
        id,
        title,
        columns: types.map((type, index) => ({ name: `c${index}`, label: `C ${index}`, type })),
        rows: rows.map(([, ...row]) => row as (string | number | null)[]),
        keys: withKeys ? rows.map(([key]) => key) : [],
        hidden: 0,
      }),
    ),
  )
const report: fc.Arbitrary<Report> = fc
  .record({ tables: fc.array(table, { maxLength: 3 }), words: nasty, bookName: nasty })
  .map(({ tables, words, bookName }) => ({
    ...shop,
    head: { ...shop.head, bookName, scope: words },
    sections: [{ id: 's', title: words, blocks: [{ kind: 'text', text: words }, ...tables] }],
  }))

/** Elements of the page by name; whatever data holds, no other may appear. */
const OWN_ELEMENTS = new Set(
  '!doctype html head meta title style body header h1 h2 h3 dl dt dd div table thead tbody tr th td nav ol li a main section p'.split(' '),
)

describe('HTML', () => {
  test('has no script, fetches nothing, and its policy forbids both', () => {
    const html = renderReport(shop, 'html')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:/i)
  })

  test('data never opens an element or leaves an attribute', () => {
    fc.assert(
      fc.property(report, (made) => {
        const html = renderReport(made, 'html').replace(/<style>[\s\S]*?<\/style>/, '')
        for (const [, name] of html.matchAll(/<\/?([^\s>]*)/g)) expect(OWN_ELEMENTS).toContain(name)
        for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).toMatch(/^<[/!]?[a-z0-9]+( [a-z-]+(="[^"<>]*")?)*>$/)
      }),
    )
  })

  test('every row is there', () => {
    fc.assert(
      fc.property(report, (made) => {
        const rows = made.sections
          .flatMap((section) => section.blocks)
          .reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.length : 0), 0)
        const main = renderReport(made, 'html').split('<main>')[1] ?? ''
        expect(main.match(/<tr><td/g)?.length ?? 0).toBe(rows)
      }),
    )
  })

  test('escaping is total and can be taken back', () => {
    const unescape = (text: string): string =>
      text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '')
    fc.assert(
      fc.property(nasty, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
        if (!/\p{Cc}/u.test(text)) expect(unescape(escapeHtml(text))).toBe(text)
      }),
    )
    expect(escapeHtml('a\0b\u007f\u0085\tc\nd')).toBe('a␀b␡\\u0085\tc\nd')
  })

  test('every link of the contents leads somewhere', () => {
    const html = renderReport(shop, 'html')
    const targets = new Set([...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]))
    const links = [...html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1])
    expect(links.length).toBe(
      shop.sections.length + shop.sections.flatMap((section) => section.blocks).filter((block) => block.kind === 'table').length,
    )
    for (const link of links) expect(targets).toContain(link)
  })
})

describe('Markdown', () => {
  test('every row is one line with as many cells as its head, and no data is HTML', () => {
    fc.assert(
      fc.property(report, (made) => {
        const body = renderReport(made, 'md').split('\n## ')[1] ?? ''
        const tables = made.sections.flatMap((section) => section.blocks).filter((block) => block.kind === 'table')
        const lines = body.split('\n').filter((line) => line.startsWith('| '))
        const expected = tables.flatMap((item) =>
          item.rows.length === 0 ? [] : Array<number>(item.rows.length + 2).fill(item.columns.length + Math.min(1, item.keys.length)),
        )
        expect(lines.map((line) => line.replaceAll('\\\\', '').replaceAll('\\|', '').split('|').length - 2)).toEqual(expected)
        expect(body.replaceAll('<br>', '')).not.toMatch(/[<>]/)
      }),
    )
  })

  test.each([
    ['stg_orders', 'stg_orders'],
    ['stg_stripe__payments', 'stg_stripe__payments'],
    ['_private_', '\\_private\\_'],
    ['a*b|c', 'a\\*b\\|c'],
    ['<b>&', '&lt;b&gt;&amp;'],
    ['1. a\r\n- b', '1\\. a<br>\\- b'],
    ['# x #', '\\# x #'],
    ['$x$ ~y~ [z] \\', '\\$x\\$ \\~y\\~ \\[z\\] \\\\'],
  ])('%j is written %j', (text, written) => {
    expect(escapeMarkdown(text)).toBe(written)
  })
})

/** RFC 4180, read one character at a time. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (character === '"') isQuoted = true
    else if (character === ',') {
      row.push(cell)
      cell = ''
    } else if (character === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
      at += 1
    } else cell += character
  }
  expect(row).toEqual([])
  return rows
}

describe('CSV', () => {
  test('every cell of every row comes back, in five columns, by a naive reader and by a library', () => {
    fc.assert(
      fc.property(report, (made) => {
        const text = renderReport(made, 'csv')
        const rows = readCsv(text)
        expect(parse(text, { record_delimiter: '\r\n' })).toEqual(rows)
        expect(rows[0]).toEqual(['section', 'table', 'row', 'column', 'value'])
        for (const row of rows) expect(row).toHaveLength(5)
        for (const block of made.sections[0]?.blocks ?? []) {
          if (block.kind !== 'table') continue
          block.rows.forEach((cellsOfRow, index) => {
            cellsOfRow.forEach((cell, at) => {
              if (typeof cell !== 'string') return
              const told = rows.filter((row) => row[1] === block.id && row[2] === String(index + 1) && row[3] === block.columns[at]?.name)
              expect(told.map((row) => row[4]?.replace(/^'/, ''))).toContain(cell)
            })
          })
        }
      }),
    )
  })

  test('no text is left that a spreadsheet would run, and one leading apostrophe taken away gives it back', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const [[read = ''] = []] = readCsv(`${csvCell(text)}\r\n`)
        expect(/^[=+\-@\t\r\n]/.test(read) && !/^-\d+(\.\d+)?(e[+-]?\d+)?$/.test(read)).toBe(false)
        expect(read.replace(/^'/, '')).toBe(text)
      }),
    )
  })
})

test('JSON is the document, with members in order and a line end', () => {
  const text = renderReport(shop, 'json')
  expect(Report.parse(JSON.parse(text))).toEqual(shop)
  expect(text.endsWith('}\n')).toBe(true)
  expect(text.indexOf('"head"')).toBeLessThan(text.indexOf('"name": "catalog"'))
})

test('a table cut for the screen says so in every format', () => {
  const cut = limitRows(shop, 1)
  expect(renderReport(cut, 'html')).toContain('1 more row not listed')
  expect(renderReport(cut, 'md')).toContain('1 more row not listed')
  expect(renderReport(cut, 'csv')).toContain('gaps,no-owner,hidden,,1')
})

test('the file name has the as-of day in UTC', () => {
  expect(reportFileName(shop, 'md')).toBe('catalog-2026-11-18.md')
})
