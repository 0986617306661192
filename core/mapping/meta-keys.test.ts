import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { MetaKeyPack, parseRulePack } from '../rule-packs.ts'
import { changeMapping } from './change-mapping.ts'
import { collectMetaKeys } from './meta-keys.ts'
import type { MetaMapping } from './meta-mapping.ts'

const pack = MetaKeyPack.parse(
  parseRulePack('meta-keys.json', readFileSync(new URL('../../assets/rule-packs/meta-keys.json', import.meta.url), 'utf8')),
)

describe('collecting', () => {
  const MAPPED: MetaMapping = ['tier', 'owner', 'a', 'a.b'].map((metaKey) => ({ metaKey, scope: 'dataset', field: 'tier' }))
  const metas = [
    { scope: 'dataset' as const, meta: { owner: 'Finance', priority: 3, nested: { team: 'A', deep: { x: [1, 2] } } } },
    { scope: 'dataset' as const, meta: { owner: 'Core', priority: 3, empty: {} } },
    { scope: 'dataset' as const, meta: { owner: null, note: 'n'.repeat(200) } },
    { scope: 'column' as const, meta: { pii: true } },
  ]

  test('counts, examples, suggestions, mapped ones first', () => {
    const mapping: MetaMapping = [{ metaKey: 'priority', scope: 'dataset', field: 'custom.priority' }]
    const none = { mappedTo: null, suggestedField: null }
    const fine = { notUnderstood: { count: 0, examples: [] }, overruled: { count: 0, by: [] } }
    const expected = [
      { metaKey: 'priority', scope: 'dataset', count: 2, examples: ['3'], mappedTo: 'custom.priority', suggestedField: null },
      { metaKey: 'owner', scope: 'dataset', count: 3, examples: ['Core', 'Finance'], mappedTo: null, suggestedField: 'ownerTeam' },
      { metaKey: 'pii', scope: 'column', count: 1, examples: ['true'], mappedTo: null, suggestedField: 'piiType' },
      { metaKey: 'empty', scope: 'dataset', count: 1, examples: ['{}'], ...none },
      { metaKey: 'nested.deep.x', scope: 'dataset', count: 1, examples: ['[1,2]'], ...none },
      { metaKey: 'nested.team', scope: 'dataset', count: 1, examples: ['A'], ...none },
      { metaKey: 'note', scope: 'dataset', count: 1, examples: [`${'n'.repeat(79)}…`], ...none },
    ]
    expect(collectMetaKeys(metas, pack, mapping)).toEqual(expected.map((key) => ({ ...key, ...fine })))
  })

  test('the order of the metas has no influence', () => {
    const meta = fc.dictionary(fc.constantFrom('owner', 'tier', 'a', 'a.b'), fc.jsonValue({ maxDepth: 2 })) as fc.Arbitrary<JsonObject>
    fc.assert(
      fc.property(fc.array(meta, { maxLength: 12 }), (list) => {
        const asked = list.map((item) => ({ scope: 'dataset' as const, meta: item }))
        for (const mapping of [[], MAPPED])
          expect(collectMetaKeys([...asked].reverse(), pack, mapping)).toEqual(collectMetaKeys(asked, pack, mapping))
      }),
    )
  })

  test('mapped keys are listed in the order in which they count, also those that nothing carries now', () => {
    const mapping: MetaMapping = [
      { metaKey: 'data_owner', scope: 'dataset', field: 'ownerTeam' },
      { metaKey: 'note', scope: 'dataset', field: 'description' },
      { metaKey: 'owner', scope: 'dataset', field: 'ownerTeam' },
      { metaKey: 'owner', scope: 'column', field: 'businessDefinition' },
    ]
    const keys = collectMetaKeys(metas, pack, mapping)
    expect(keys.slice(0, 5).map(({ metaKey, scope, count, mappedTo }) => [metaKey, scope, count, mappedTo])).toEqual([
      ['data_owner', 'dataset', 0, 'ownerTeam'],
      ['note', 'dataset', 1, 'description'],
      ['owner', 'dataset', 3, 'ownerTeam'],
      ['owner', 'column', 0, 'businessDefinition'],
      ['pii', 'column', 1, null],
    ])
    expect(keys).toHaveLength(9)
  })

  test('a mapped key that holds further keys is carried, though these are listed', () => {
    const keys = collectMetaKeys(metas, pack, [{ metaKey: 'nested', scope: 'dataset', field: 'ownerTeam' }])
    expect(keys[0]).toMatchObject({ metaKey: 'nested', count: 1, examples: ['{"deep":{"x":[1,2]},"team":"A"}'] })
    expect(keys.map(({ metaKey }) => metaKey)).toContain('nested.team')
  })
})

describe('what a mapping leaves out', () => {
  const datasets = (...metas: JsonObject[]) => metas.map((meta) => ({ scope: 'dataset' as const, meta }))
  const keysOf = (metas: readonly { scope: 'dataset' | 'column'; meta: JsonObject }[], mapping: MetaMapping) =>
    new Map(collectMetaKeys(metas, pack, mapping).map((key) => [`${key.scope} ${key.metaKey}`, key]))

  test('values that do not fit are counted, with a few of the words and why', () => {
    const words = ['platinum', 'platinum', 'gold', 'raw', 'top', 'best', 'worst', 'middling', 'not known yet', null, 3]
    const metas = [...datasets(...words.map((tier) => ({ tier }))), { scope: 'column' as const, meta: { tier: 'platinum' } }]
    const keys = keysOf(metas, [{ metaKey: 'tier', scope: 'dataset', field: 'tier' }])
    const reason = expect.stringContaining('gold, silver, bronze') as string
    expect(keys.get('dataset tier')).toMatchObject({
      count: 11,
      notUnderstood: { count: 8, examples: ['3', 'top', 'best'].map((value) => ({ value, reason })) },
      overruled: { count: 0, by: [] },
    })
    expect(keys.get('column tier')?.notUnderstood).toEqual({ count: 0, examples: [] })
  })

  test('keys that say something else than one before them are counted, with the keys that count instead', () => {
    const keys = keysOf(
      datasets(
        { owner: 'A', team: 'B', squad: 'B' },
        { owner: 'A', team: 'A', squad: 'C' },
        { team: 'B', squad: 'C' },
        { team: 'B', squad: 'D' },
        { squad: 'C' },
      ),
      ['owner', 'team', 'squad'].map((metaKey) => ({ metaKey, scope: 'dataset', field: 'ownerTeam' })),
    )
    expect([...keys.values()].map(({ metaKey, overruled }) => [metaKey, overruled])).toEqual([
      ['owner', { count: 0, by: [] }],
      ['team', { count: 1, by: ['owner'] }],
      ['squad', { count: 4, by: ['owner', 'team'] }],
    ])
  })
})

describe('changing', () => {
  const mapping: MetaMapping = [
    { metaKey: 'owner', scope: 'dataset', field: 'ownerTeam' },
    { metaKey: 'level', scope: 'dataset', field: 'tier' },
    { metaKey: 'owner', scope: 'column', field: 'description' },
    { metaKey: 'level', scope: 'dataset', field: 'classification' },
  ]

  test('what is not spoken of stays in its place, what is new comes last', () => {
    expect(changeMapping(mapping, [])).toEqual(mapping)
    expect(
      changeMapping(mapping, [
        { metaKey: 'new', scope: 'column', field: 'tags' },
        { metaKey: 'owner', scope: 'dataset', field: 'steward' },
        { metaKey: 'gone', scope: 'dataset', field: null },
      ]),
    ).toEqual([
      { metaKey: 'owner', scope: 'dataset', field: 'steward' },
      ...mapping.slice(1),
      { metaKey: 'new', scope: 'column', field: 'tags' },
    ])
    expect(changeMapping(mapping, [{ metaKey: 'owner', scope: 'dataset', field: null }])).toEqual(mapping.slice(1))
  })

  test('of a key that fills two fields the first is changed, as it is the one listed', () => {
    expect(collectMetaKeys([], pack, mapping).map(({ mappedTo }) => mappedTo)).toEqual(['ownerTeam', 'tier', 'description'])
    expect(changeMapping(mapping, [{ metaKey: 'level', scope: 'dataset', field: null }])).toEqual([mapping[0], mapping[2], mapping[3]])
  })
})
