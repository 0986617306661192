import { expect, test } from 'vitest'
import { DatasetColumn } from '#contract/datasets'
import { CATALOG_COLUMNS } from './columns.tsx'
import { FILE_COLUMNS } from './file-columns.ts'

test('every column of the list goes out, and nothing that no column shows', () => {
  expect(Object.keys(FILE_COLUMNS)).toEqual(CATALOG_COLUMNS.map(({ id }) => id))
  const identity = ['key', 'name', 'database', 'schema', 'relation']
  expect(new Set([...identity, ...Object.values(FILE_COLUMNS).flat()])).toEqual(new Set(DatasetColumn.options))
})
