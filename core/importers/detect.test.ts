import { describe, expect, it } from 'vitest'
import type { AppError } from '#core/errors'
import { detectFormat, importers } from './index.ts'
import { errorOf, memoryFile } from './testing/memory-file.ts'

const detect = (...contents: readonly string[]) => detectFormat(contents.map((content, index) => memoryFile(`file${index}`, content, [40])))

describe('detectFormat', () => {
  it.each([
    ['{"metadata": {}, "nodes": {}}', 'dbt'],
    ['{\n  "metadata": {},\n  "nodes": {}\n}', 'dbt'],
    ['{"name":"x","version":"1"', 'dbt'],
    ['table_name,column_name\na,b', 'schema'],
    ['[{"TABLE_NAME":"a","COLUMN_NAME":"b"}]', 'schema'],
    ['{"table_name":"a","column_name":"b"}\n{"table_name":"a","column_name":"c"}', 'schema'],
    ['name;owner\na;b', 'datasets'],
    ['{"name":"a"}\n{"name":"b"}', 'datasets'],
    ['[]', 'datasets'],
  ])('%j is %s', async (content, format) => {
    expect(await detect(content)).toBe(format)
  })

  it('wants files of one format', async () => {
    expect(await detect('name\na', 'name\nb')).toBe('datasets')
    const error = (await errorOf(() => detect('name\na', '{"nodes": {}}'))) as AppError
    expect(error.code).toBe('ambiguous')
  })

  it('refuses what is neither', async () => {
    expect(((await errorOf(() => detect(''))) as AppError).details['problem']).toBe('empty')
    expect(((await errorOf(() => detect())) as AppError).code).toBe('invalid-input')
  })

  it('has an importer of each format', () => {
    for (const [format, importer] of Object.entries(importers)) expect(importer.format).toBe(format)
  })
})
