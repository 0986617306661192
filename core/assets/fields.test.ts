import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { checkDecidedValue, DATASET_FIELDS, fieldsOf, findField, parseTypedValue } from './fields.ts'
import { AssetKind } from './kinds.ts'

/** The catalog entry of the specification's phase 6, in its own order. */
const SPECIFIED = [
  'name',
  'description',
  'owner_team',
  'steward',
  'domain',
  'tier',
  'lineage.sources',
  'lineage.transformations',
  'lineage.downstream',
  'refresh.schedule',
  'refresh.sla_hours',
  'refresh.last_successful_run',
  'quality.tests',
  'quality.last_score',
  'quality.known_issues',
  'access.classification',
  'access.pii_columns',
  'access.access_request_process',
  'usage.avg_daily_queries',
  'usage.top_consumers',
  'usage.cost_monthly_usd',
]

test('a dataset has every field of the specification, by its name', () => {
  expect(DATASET_FIELDS.map((field) => field.specName).filter((name) => name !== null)).toEqual(SPECIFIED)
})

/** What rules of privacy law and of retention ask of a dataset, beyond the specification's entry. */
const ASKED_BY_LATER_RULES = ['sharedWith', 'storageRegion', 'purpose', 'lawfulBasis', 'retentionStartColumn', 'legalHold']

test('what later rules ask of a dataset or a column can be decided by hand', () => {
  expect(ASKED_BY_LATER_RULES.filter((name) => findField('dataset', name)?.editable !== true)).toEqual([])
  expect(findField('column', 'businessDefinition')?.editable).toBe(true)
})

test('every computed field names its source and window', () => {
  const silent = DATASET_FIELDS.filter((field) => !field.editable && field.group !== 'technical' && field.computedFrom === null)
  expect(silent).toEqual([])
})

describe('a decided value', () => {
  test('is checked against its field', () => {
    expect(checkDecidedValue('dataset', 'tier', 'gold')).toBe('gold')
    expect(checkDecidedValue('dataset', 'tags', [' a ', 'b', 'a', ''])).toEqual(['a', 'b'])
    expect(() => checkDecidedValue('dataset', 'tier', 'platinum')).toThrow(AppError)
    expect(() => checkDecidedValue('dataset', 'slaHours', -1)).toThrow(AppError)
    expect(() => checkDecidedValue('dataset', 'rowCount', 5)).toThrow(/comes from sources/)
    expect(() => checkDecidedValue('dataset', 'nonsense', 'x')).toThrow(/no field/)
  })

  test('can be one of the steward’s own fields', () => {
    expect(checkDecidedValue('dataset', 'custom.costCentre', '4711')).toBe('4711')
    expect(findField('dataset', 'custom.')).toBeUndefined()
    expect(findField('dataset', 'custom.a b')).toBeUndefined()
  })

  test('is read from what a person typed', () => {
    expect(parseTypedValue('dataset', 'tags', 'a, b')).toEqual(['a', 'b'])
    expect(parseTypedValue('dataset', 'slaHours', '6')).toBe(6)
    expect(parseTypedValue('dataset', 'legalHold', 'true')).toBe(true)
    expect(() => parseTypedValue('dataset', 'slaHours', 'six')).toThrow(AppError)
    expect(() => parseTypedValue('dataset', 'slaHours', '')).toThrow(AppError)
  })
})

/** What the command line prints beside an asset's fields (show --json), each under its own name as the fields are. */
test('have no name that stands beside them', () => {
  const beside = 'key kind status freshness provenance conflicts columns checks about links sql keys extras'.split(' ')
  const names = new Set(AssetKind.options.flatMap((kind) => fieldsOf(kind).map((field) => field.name)))
  expect(beside.filter((name) => names.has(name))).toEqual([])
})
