import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectIn } from './artifacts.ts'
import { SampleDefinition } from './definition.ts'
import { runResultsOf } from './runs.ts'
import { type SampleStep, tellStory } from './story.ts'
import { tablesIn } from './tables.ts'

const definition = SampleDefinition.parse(JSON.parse(readFileSync(new URL('../../assets/sample/larkmoor.json', import.meta.url), 'utf8')))
const UNTIL_MS = Date.UTC(2026, 2, 31, 12)
const MONTHS = Array.from({ length: definition.months }, (_, index) => index + 1)

type Imported = SampleStep & { kind: 'import' }
const isImport = (step: SampleStep): step is Imported => step.kind === 'import'

describe('the sample company', () => {
  it.each(MONTHS)('holds together in month %i', (month) => {
    const { tables, checks } = projectIn(definition, month)
    const ids = new Set(tables.map(({ uniqueId }) => uniqueId))
    expect(ids.size).toBe(tables.length)
    for (const { name, upstream, columns } of tables) {
      expect(upstream.filter((id) => !ids.has(id))).toEqual([])
      expect(new Set(columns.map((column) => column.name)).size, `columns of ${name}`).toBe(columns.length)
    }
    expect(new Set(checks.map(({ uniqueId }) => uniqueId)).size).toBe(checks.length)
  })

  it('has about 120 datasets over five domains and six layers, some unused, some changed over time', () => {
    const [first, last] = [tablesIn(definition, 1), tablesIn(definition, definition.months)]
    expect(last.length).toBeGreaterThanOrEqual(110)
    expect(last.length).toBeLessThanOrEqual(130)
    expect(new Set(last.map(({ domain }) => domain))).toEqual(new Set(definition.domains.map(({ name }) => name)))
    expect(new Set(last.map(({ layer }) => layer)).size).toBe(6)
    const used = new Set([...last.flatMap(({ upstream }) => upstream), ...definition.exposures.flatMap(({ upstream }) => upstream)])
    const unused = last.filter(({ name, uniqueId, layer }) => layer !== 'raw' && !used.has(uniqueId) && !used.has(name))
    expect(unused.length).toBeGreaterThanOrEqual(8)
    const names = (tables: typeof first): Set<string> => new Set(tables.map(({ name }) => name))
    expect([...names(last)].filter((name) => !names(first).has(name)).length).toBeGreaterThan(3)
    expect([...names(first)].filter((name) => !names(last).has(name)).length).toBeGreaterThan(0)
  })

  it('speaks of columns that are there', () => {
    const { tables } = projectIn(definition, definition.months)
    const places = [...definition.glossary, ...definition.mentions].flatMap(({ on }) => on)
    const known = new Set(tables.flatMap(({ name, columns }) => [name, ...columns.map((column) => `${name}.${column.name}`)]))
    expect(places.filter((place) => !known.has(place))).toEqual([])
    expect(places.length).toBeGreaterThan(20)
  })

  it('has a check behind every trouble, so that none goes unseen', () => {
    const { checks, tables } = projectIn(definition, definition.months)
    for (const { model, check, column } of definition.troubles) {
      expect(tables.map(({ name }) => name)).toContain(model)
      if (check !== null) expect(checks.some((one) => one.table.name === model && one.type === check && one.column === column)).toBe(true)
    }
  })
})

describe('its story', () => {
  const steps = tellStory(definition, { seed: 1, untilMs: UNTIL_MS })

  it('is told in the order of time and ends on the day asked for', () => {
    const times = steps.map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Date(times.at(-1) ?? 0).toISOString()).toMatch(/^2026-03-31T/)
    expect(steps[0]?.kind).toBe('import')
  })

  it('has nothing in it that is still to come', () => {
    const early = Date.UTC(2026, 2, 31, 5, 59)
    const times = tellStory(definition, { seed: 1, untilMs: early }).map(({ atMs }) => atMs)
    expect(new Date(Math.max(...times)).toISOString()).toBe('2026-03-30T06:00:00.000Z')
  })

  it('is the same for the same seed and day, whatever the hour, and another for another seed', () => {
    expect(tellStory(definition, { seed: 1, untilMs: UNTIL_MS + 40_000_000 })).toEqual(steps)
    expect(JSON.stringify(tellStory(definition, { seed: 2, untilMs: UNTIL_MS }))).not.toBe(JSON.stringify(steps))
  })

  it('imports a whole project each month, and runs alone between', () => {
    const imports = steps.filter(isImport)
    const whole = imports.filter(({ files }) => 'manifest.json' in files)
    expect(whole).toHaveLength(definition.months)
    expect(imports.length).toBeGreaterThan(whole.length)
    for (const { files } of imports) expect(Object.keys(files)).toContain('run_results.json')
  })

  it('brings a bill for each calendar month, in their order, and one that is told anew', () => {
    const names = steps.flatMap((step) => (step.kind === 'costs' ? [step.fileName.slice('cloud-bill-'.length, -'.csv'.length)] : []))
    expect(names).toEqual([
      ...['2025-02', '2025-03', '2025-04', '2025-05', '2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11', '2025-12'],
      ...['2026-01', '2026-01-corrected', '2026-02', '2026-03'],
    ])
  })
})

type RunResults = { readonly results: readonly { readonly unique_id: string; readonly status: string }[] }

it('a model that could not be built leaves what stands on it unbuilt, and its tests unrun', () => {
  const trouble = definition.troubles.find(({ check }) => check === null)
  if (trouble === undefined) throw new Error('no model of the sample fails to build')
  const project = projectIn(definition, definition.months)
  const run = runResultsOf(project, { id: 'x', atMs: UNTIL_MS }, trouble.fromDaysBefore, () => 0.5) as unknown as RunResults
  const statusOf = new Map(run.results.map((result) => [result.unique_id, result.status]))
  const table = project.tables.find(({ name }) => name === trouble.model)
  expect(statusOf.get(table?.uniqueId ?? '')).toBe('error')
  for (const check of project.checks) if (check.table === table) expect(statusOf.get(check.uniqueId)).toBe('skipped')
  for (const { upstream, uniqueId } of project.tables) {
    if (upstream.includes(table?.uniqueId ?? '')) expect(statusOf.get(uniqueId)).toBe('skipped')
  }
})
