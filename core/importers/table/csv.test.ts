import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppError } from '#core/errors'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { CsvParser, type CsvRow, sniffDelimiter } from './csv.ts'
import { readTable, type TableRow } from './rows.ts'

function parseInPieces(text: string, delimiter: string, size: number): readonly CsvRow[] {
  const parser = new CsvParser(delimiter)
  const rows: CsvRow[] = []
  for (let at = 0; at < text.length; at += size) rows.push(...parser.push(text.slice(at, at + size)))
  return [...rows, ...parser.finish()]
}

async function rowsOf(content: string | Uint8Array, size = 7): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const batch of readTable(memoryFile('t.csv', content, [size]))) rows.push(...batch.rows)
  return rows
}

const cells = (rows: readonly TableRow[]) => rows.map((row) => [row.position, Object.fromEntries(row.cells)])

describe('CsvParser', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', ' ', '\t', '1'), maxLength: 8 })
  it('reads what another CSV library reads, wherever the pieces end', () => {
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (rows, delimiter, lineEnd, size) => {
          const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter)).join(lineEnd)
          const expected = parse(text, { delimiter, relax_column_count: true }) as string[][]
          const found = parseInPieces(text, delimiter, size).map((row) => row.cells)
          expect(found).toEqual(expected.filter((row) => row.some((value) => value !== '')))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('counts rows as a spreadsheet does', () => {
    expect(parseInPieces('a,b\r\n\r\n"x\ny",2\rlast,\n', ',', 3)).toEqual([
      { number: 1, cells: ['a', 'b'] },
      { number: 3, cells: ['x\ny', '2'] },
      { number: 4, cells: ['last', ''] },
    ])
  })

  it('keeps a quote inside an unquoted cell', () => {
    expect(parseInPieces('5" disk,a "b" c', ',', 1)[0]?.cells).toEqual(['5" disk', 'a "b" c'])
  })

  it.each([
    ['a;b;c\n1,5;2;3', ';'],
    ['a,b\n', ','],
    ['a\tb', '\t'],
    ['"a;b;c",d', ','],
    ['alone', ','],
    ['a|b', '|'],
  ])('finds the delimiter of %j', (text, delimiter) => {
    expect(sniffDelimiter(text)).toBe(delimiter)
  })
})

describe('readTable', () => {
  it('reads CSV with a byte order mark, blanks and a declared delimiter', async () => {
    const expected = [
      ['row 2', { name: 'é', b: '1' }],
      ['row 4', { b: '2' }],
    ]
    for (const size of [1, 2, 3, 100]) {
      expect(cells(await rowsOf('\uFEFFname,b\n é ,1\n\n ,2\n', size))).toEqual(expected)
      expect(cells(await rowsOf('sep=;\r\nname;b\r\né;1\r\n\r\n;2', size))).toEqual(expected)
    }
  })

  it('reads JSON lists and lines', async () => {
    const expected = [
      ['row 1', { a: 'x' }],
      ['row 2', { a: 3, b: [1] }],
    ]
    expect(cells(await rowsOf('[{"a":"x","b":null},{"a":3,"b":[1]}]'))).toEqual(expected)
    expect(cells(await rowsOf('{"a":"x","b":""}\n{"a":3,"b":[1]}\n'))).toEqual(expected)
  })

  it('marks rows that cannot be', async () => {
    expect((await rowsOf('a,b\n1,2,3\n1,2,,\n')).map((row) => row.fault)).toEqual(['the row has 3 cells, the header 2', null])
    expect((await rowsOf('[1,{"a":1}]')).map((row) => row.fault)).toEqual(['the row is not an object', null])
  })

  it.each([
    ['', 'empty'],
    ['\n\n', 'empty'],
    ['a,b\n"1,2\n3', 'bad-csv'],
    ['a,b\n"1"x,2', 'bad-csv'],
    ['<!DOCTYPE html><p>', 'html'],
    ['version https://git-lfs.github.com/spec/v1\n', 'lfs-pointer'],
    ['PK\u0003\u0004rest', 'compressed'],
    ['a,b\u0000', 'bad-csv'],
    ['[{"a":1}', 'truncated'],
  ])('refuses %j as %s', async (content, problem) => {
    const error = (await errorOf(() => rowsOf(content))) as AppError
    expect(error.details).toMatchObject({ file: 't.csv', problem })
  })

  it('names the row of a broken quote and the place of a wrong byte', async () => {
    expect(((await errorOf(() => rowsOf('a,b\n1,2\n3,"x'))) as AppError).message).toBe('“t.csv” has a quote that is never closed in row 3.')
    const bytes = new Uint8Array([...new TextEncoder().encode('a,b\né,'), 0xe9, 0x2c, 0x0a])
    for (const size of [1, 2, 100]) {
      const error = (await errorOf(() => rowsOf(bytes, size))) as AppError
      expect(error.details).toMatchObject({ problem: 'bad-utf8', position: 7, line: 2, column: 3 })
    }
    expect(((await errorOf(() => rowsOf(new Uint8Array([0x61, 0x0a, 0xc3])))) as AppError).details['problem']).toBe('bad-utf8')
  })
})
