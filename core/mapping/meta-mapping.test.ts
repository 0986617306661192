import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDecidedValue } from '../assets/fields.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { MetaKeyPack, parseRulePack } from '../rule-packs.ts'
import { applyMetaMapping, type MetaMapping, metaValue } from './meta-mapping.ts'
import { suggestMetaField } from './meta-pack.ts'

const pack = MetaKeyPack.parse(
  parseRulePack('meta-keys.json', readFileSync(new URL('../../assets/rule-packs/meta-keys.json', import.meta.url), 'utf8')),
)
const readOne = (field: string, value: JsonValue, scope: 'dataset' | 'column' = 'dataset', metaKey = 'k'): JsonValue | undefined =>
  applyMetaMapping({ [metaKey]: value }, [{ metaKey, scope, field }], scope, pack).fields[field]
const reasonFor = (field: string, value: JsonValue, scope: 'dataset' | 'column' = 'dataset'): string | undefined =>
  applyMetaMapping({ k: value }, [{ metaKey: 'k', scope, field }], scope, pack).notUnderstood[0]?.reason

describe('values', () => {
  test.each<[string, JsonValue, JsonValue]>([
    ['tier', 'gold', 'gold'],
    ['tier', ' Gold ', 'gold'],
    ['tier', 'raw', 'bronze'],
    ['tier', 'Cleaned', 'silver'],
    ['tier', 'TRUSTED', 'gold'],
    ['classification', 'Confidential', 'confidential'],
    ['classification', 'internal-only', 'internal'],
    ['ownerTeam', ' Commerce Data ', 'Commerce Data'],
    ['ownerTeam', ['finance'], 'finance'],
    ['slaHours', 24, 24],
    ['slaHours', '24.5', 24.5],
    ['tags', 'daily, finance,,daily', ['daily', 'finance']],
    ['tags', ['a', 2], ['a', '2']],
    ['legalHold', 'yes', true],
    ['legalHold', false, false],
    ['lawfulBasis', 'Legitimate interest', 'legitimate-interests'],
    ['retentionPeriod', 'P3Y', 'P3Y'],
    ['custom.reviewed', true, 'true'],
  ])('%s from %j', (field, value, expected) => {
    expect(readOne(field, value)).toEqual(expected)
  })

  test('a number takes its unit from the key’s name', () => {
    expect(readOne('retentionPeriod', 365, 'dataset', 'retention_days')).toBe('365 days')
    expect(readOne('retentionPeriod', '7', 'dataset', 'retentionYears')).toBe('7 years')
    expect(readOne('retentionPeriod', 365, 'dataset', 'retention')).toBe('365')
  })

  test('a flag says that a column is personal, not of which type', () => {
    for (const yes of [true, 'true', 'Yes', 'PII']) expect(readOne('piiType', yes, 'column')).toBe('pii')
    for (const no of [false, 'false', 'no', 'None', null, '', []]) {
      expect(applyMetaMapping({ k: no }, [{ metaKey: 'k', scope: 'column', field: 'piiType' }], 'column', pack)).toEqual({
        fields: {},
        metaKeys: {},
        notUnderstood: [],
        overruled: [],
      })
    }
    expect(readOne('piiType', 'email', 'column')).toBe('email')
  })

  test.each<[string, JsonValue, string]>([
    ['tier', 'platinum', 'gold, silver, bronze'],
    ['tier', 1, 'gold, silver, bronze'],
    ['tier', 'goldish', 'gold, silver, bronze'],
    ['classification', 'secret', 'public, internal'],
    ['ownerTeam', true, 'takes text'],
    ['ownerTeam', ['a', 'b'], 'list of 2'],
    ['ownerTeam', { name: 'a' }, '“k.name”'],
    ['slaHours', '1 day', 'a number'],
    ['slaHours', -1, 'a number'],
    ['legalHold', 'perhaps', 'true or false'],
    ['tags', [{ a: 1 }], 'list of text'],
    ['rowCount', 5, 'comes from sources'],
    ['nothing', 5, 'no field'],
  ])('%s does not understand %j', (field, value, reason) => {
    expect(reasonFor(field, value)).toContain(reason)
    expect(readOne(field, value)).toBeUndefined()
  })
})

describe('keys', () => {
  test('a key as written comes before keys inside objects; dots in names work', () => {
    expect(metaValue({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1)
    expect(metaValue({ a: { b: { c: 3 } } }, 'a.b.c')).toBe(3)
    expect(metaValue({ a: { 'b.c': 4 } }, 'a.b.c')).toBe(4)
    expect(metaValue({ 'a.b': { c: 5 }, a: {} }, 'a.b.c')).toBe(5)
    expect(metaValue({ a: { b: 1 } }, 'a.constructor')).toBeUndefined()
    expect(metaValue({ a: [1] }, 'a.length')).toBeUndefined()
    expect(metaValue({}, '__proto__')).toBeUndefined()
  })

  test('the first key that fills a field counts, a differing second one is said', () => {
    const mapping: MetaMapping = [
      { metaKey: 'owner', scope: 'dataset', field: 'ownerTeam' },
      { metaKey: 'team', scope: 'dataset', field: 'ownerTeam' },
      { metaKey: 'squad', scope: 'dataset', field: 'ownerTeam' },
      { metaKey: 'owner', scope: 'column', field: 'description' },
    ]
    expect(applyMetaMapping({ owner: null, team: 'Growth', squad: 'Core' }, mapping, 'dataset', pack)).toEqual({
      fields: { ownerTeam: 'Growth' },
      metaKeys: { ownerTeam: 'team' },
      notUnderstood: [],
      overruled: [{ metaKey: 'squad', by: 'team' }],
    })
    expect(applyMetaMapping({ team: 'Growth', squad: ' Growth' }, mapping, 'dataset', pack).overruled).toEqual([])
  })

  test.each([
    ['dataset', 'owner', 'ownerTeam'],
    ['dataset', 'data-owner', 'ownerTeam'],
    ['dataset', 'ownerTeam', 'ownerTeam'],
    ['dataset', 'owner.name', 'ownerTeam'],
    ['dataset', 'governance.data_steward', 'steward'],
    ['dataset', 'Subject Area', 'domain'],
    ['dataset', 'layer', 'tier'],
    ['column', 'containsPII', 'piiType'],
    ['column', 'sensitivity', 'classification'],
    ['column', 'dimension.type', null],
    ['column', 'dimension.description', null],
    ['column', 'owner', null],
    ['dataset', 'contains_pii', null],
    ['dataset', 'constructor', null],
  ] as const)('%s key %s suggests %s', (scope, metaKey, field) => {
    expect(suggestMetaField(pack, scope, metaKey)).toBe(field)
  })
})

test('every value it gives is one a person could decide, for any meta at all', () => {
  const fields = ['tier', 'ownerTeam', 'tags', 'slaHours', 'legalHold', 'classification', 'lawfulBasis', 'custom.x']
  const mapping: MetaMapping = fields.map((field, index) => ({ metaKey: `k${index}`, scope: 'dataset', field }))
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('raw', 'gold', 'yes', '24', 'a,b', 'internal use')) as fc.Arbitrary<JsonValue>
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...mapping.map((entry) => entry.metaKey)), value), (meta) => {
      const result = applyMetaMapping(meta as JsonObject, mapping, 'dataset', pack)
      for (const [field, read] of Object.entries(result.fields)) expect(checkDecidedValue('dataset', field, read)).toEqual(read)
      expect(Object.keys(result.metaKeys).sort()).toEqual(Object.keys(result.fields).sort())
    }),
  )
})
