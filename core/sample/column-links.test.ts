import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { projectIn } from './artifacts.ts'
import { writeColumnLinks } from './column-links.ts'
import { SampleDefinition } from './definition.ts'

const definition = SampleDefinition.parse(JSON.parse(readFileSync(new URL('../../assets/sample/larkmoor.json', import.meta.url), 'utf8')))

test('every link is between columns that are there, of tables that are linked, and none is told twice', () => {
  const { tables } = projectIn(definition, definition.months)
  const byRelation = new Map(tables.map((table) => [`${table.schema}.${table.name}`.toUpperCase(), table]))
  const lines = writeColumnLinks(tables).trimEnd().split('\r\n').slice(1)
  expect(lines.length).toBeGreaterThan(500)
  expect(new Set(lines).size).toBe(lines.length)
  for (const line of lines) {
    const [from = '', column = '', to = '', made = ''] = line.split(',')
    const [up, down] = [from, to].map((relation) => byRelation.get(relation.split('.').slice(1).join('.')))
    expect(down?.upstream, line).toContain(up?.uniqueId)
    expect(
      up?.columns.map(({ name }) => name.toUpperCase()),
      line,
    ).toContain(column)
    expect(
      down?.columns.map(({ name }) => name.toUpperCase()),
      line,
    ).toContain(made)
  }
})
