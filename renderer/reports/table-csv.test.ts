import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import type { ReportTable } from '#core/reports/document'
import { tableCsv } from './table-csv.ts'

const table: ReportTable = {
  kind: 'table',
  id: 't',
  title: 'T',
  columns: [
    { name: 'a', label: 'Name, quoted', type: 'text' },
    { name: 'b', label: 'Count', type: 'count' },
  ],
  rows: [
    ['plain', 3],
    ['with "quotes", and\na line', null],
    ['=1+1', -2],
    ['@cmd', 0.5],
  ],
  keys: [],
  hidden: 0,
}

it('is CSV that another reader reads back, formulas made harmless', () => {
  expect(parse(tableCsv(table))).toEqual([
    ['Name, quoted', 'Count'],
    ['plain', '3'],
    ['with "quotes", and\na line', ''],
    ["'=1+1", '-2'],
    ["'@cmd", '0.5'],
  ])
})
