import { describe, expect, test } from 'vitest'
import type { StandingDecision } from './claims.ts'
import { CurrentAsset, type CurrentRules, type PartFacts } from './current.ts'

const rules: CurrentRules = {
  rankOf: (field, format, part) => (part === 'meta' ? 1 : field === 'dataType' && part === 'catalog' ? 0 : format === 'dbt' ? 2 : 3),
  mapMeta: (_source, scope, meta) =>
    scope === 'dataset' && typeof meta['owner'] === 'string' ? [{ field: 'ownerTeam', value: meta['owner'], metaKey: 'owner' }] : [],
  mergedName: (_field, value) => (value === 'Old Team' ? 'New Team' : value),
}
const part = (name: string, more: Partial<PartFacts>): PartFacts => ({
  sourceId: 1,
  sourceName: 'shop',
  format: 'dbt',
  part: name,
  importId: 1,
  seenAtMs: 0,
  fields: {},
  columns: null,
  ...more,
})
const decision = (value: StandingDecision['value']): StandingDecision => ({
  decisionId: 7,
  value,
  author: 'Ines',
  atMs: 5,
  reason: 'asked',
})
const asset = (
  parts: PartFacts[],
  own: Record<string, StandingDecision> = {},
  ofColumns: Record<string, Record<string, StandingDecision>> = {},
): CurrentAsset =>
  new CurrentAsset(
    {
      kind: 'dataset',
      parts,
      decisions: new Map([
        ['', new Map(Object.entries(own))],
        ...Object.entries(ofColumns).map(([name, fields]) => [name, new Map(Object.entries(fields))] as const),
      ]),
    },
    rules,
  )

describe('the current value', () => {
  test('is a decision where there is one, and names what it overrules', () => {
    const found = asset([part('manifest', { fields: { description: 'From dbt' } })], { description: decision('Mine') }).field('description')
    expect(found.value).toBe('Mine')
    expect(found.provenance).toMatchObject({ kind: 'decision', author: 'Ines', overruled: 1 })
    expect(found.others.map((other) => other.value)).toEqual(['From dbt'])
  })

  test('is the source again once the decision is taken back', () => {
    expect(asset([part('manifest', { fields: { description: 'From dbt' } })], { description: decision(null) }).value('description')).toBe(
      'From dbt',
    )
  })

  test('comes from a mapped meta key, and says which', () => {
    const found = asset([part('manifest', { fields: { meta: { owner: 'Data' } } })]).field('ownerTeam')
    expect(found).toMatchObject({ value: 'Data', provenance: { kind: 'fact', metaKey: 'owner' } })
  })

  test('is a conflict where sources of equal rank differ, until somebody decides', () => {
    const parts = [
      part('manifest', { fields: { description: 'A' } }),
      part('manifest', { sourceId: 2, sourceName: 'other', fields: { description: 'B' } }),
    ]
    expect(asset(parts).hasConflict()).toBe(true)
    expect(asset(parts).field('description')).toMatchObject({ value: 'A', isConflict: true })
    expect(asset(parts, { description: decision('C') }).hasConflict()).toBe(false)
  })

  test('says that nothing is known', () => {
    expect(asset([]).field('ownerTeam')).toEqual({
      field: 'ownerTeam',
      value: null,
      provenance: { kind: 'none', missing: 'no source says' },
      others: [],
      isConflict: false,
    })
  })

  test('reads merged names', () => {
    expect(asset([part('manifest', { fields: { ownerTeam: 'Old Team' } })]).value('ownerTeam')).toBe('New Team')
  })

  test('is no conflict between two names that people said are one', () => {
    const merged = asset([
      part('manifest', { fields: { ownerTeam: 'Old Team' } }),
      part('manifest', { sourceId: 2, sourceName: 'wiki', fields: { ownerTeam: 'New Team' } }),
    ])
    expect(merged.hasConflict()).toBe(false)
    expect(merged.field('ownerTeam')).toMatchObject({ value: 'New Team', isConflict: false, others: [], provenance: { agreeing: 1 } })
    const different = asset([
      part('manifest', { fields: { ownerTeam: 'Old Team' } }),
      part('manifest', { sourceId: 2, sourceName: 'wiki', fields: { ownerTeam: 'Third Team' } }),
    ])
    expect(different.hasConflict()).toBe(true)
  })
})

describe('columns', () => {
  const manifest = part('manifest', {
    fields: { platform: 'snowflake' },
    columns: [
      { name: 'email', fields: { description: 'Address' } },
      { name: 'ghost', fields: {} },
    ],
  })
  const catalog = part('catalog', {
    columns: [
      { name: 'ID', fields: { dataType: 'NUMBER', ordinal: 1 } },
      { name: 'EMAIL', fields: { dataType: 'TEXT', ordinal: 2 } },
    ],
  })

  test('are matched without case where the platform spells them so', () => {
    const found = asset([manifest, catalog]).columns()
    expect(found.map((column) => [column.ordinal, column.name, column.presence])).toEqual([
      [1, 'ID', 'undocumented'],
      [2, 'email', 'both'],
      [3, 'ghost', 'documented'],
    ])
  })

  test('are matched exactly elsewhere', () => {
    const postgres = part('manifest', { fields: { platform: 'postgres' }, columns: [{ name: 'email', fields: {} }] })
    expect(
      asset([postgres, catalog])
        .columns()
        .map((column) => column.name),
    ).toEqual(['ID', 'EMAIL', 'email'])
  })

  test('take types from the warehouse and decisions under either spelling', () => {
    const current = asset([manifest, catalog], {}, { EMAIL: { piiType: decision('email') } })
    const email = current.columns().find((column) => column.name === 'email')
    expect(email).toBeDefined()
    if (email === undefined) return
    expect(current.columnText(email, 'dataType')).toBe('TEXT')
    expect(current.columnText(email, 'description')).toBe('Address')
    expect(current.columnText(email, 'piiType')).toBe('email')
  })

  test('presence is unknown where no warehouse was read', () => {
    expect(
      asset([manifest])
        .columns()
        .map((column) => column.presence),
    ).toEqual(['unknown', 'unknown'])
  })
})
