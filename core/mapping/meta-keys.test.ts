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
  const metas = [
    { scope: 'dataset' as const, meta: { owner: 'Finance', priority: 3, nested: { team: 'A', deep: { x: [1, 2] } } } },
    { scope: 'dataset' as const, meta: { owner: 'Core', priority: 3, empty: {} } },
    { scope: 'dataset' as const, meta: { owner: null, note: 'n'.repeat(200) } },
    { scope: 'column' as const, meta: { pii: true } },
  ]

  test('counts, examples, suggestions, mapped ones first', () => {
    const mapping: MetaMapping = [{ metaKey: 'priority', scope: 'dataset', field: 'custom.priority' }]
    const none = { mappedTo: null, suggestedField: null }
    expect(collectMetaKeys(metas, pack, mapping)).toEqual([
      { metaKey: 'priority', scope: 'dataset', count: 2, examples: ['3'], mappedTo: 'custom.priority', suggestedField: null },
      { metaKey: 'owner', scope: 'dataset', count: 3, examples: ['Core', 'Finance'], mappedTo: null, suggestedField: 'ownerTeam' },
      { metaKey: 'pii', scope: 'column', count: 1, examples: ['true'], mappedTo: null, suggestedField: 'piiType' },
      { metaKey: 'empty', scope: 'dataset', count: 1, examples: ['{}'], ...none },
      { metaKey: 'nested.deep.x', scope: 'dataset', count: 1, examples: ['[1,2]'], ...none },
      { metaKey: 'nested.team', scope: 'dataset', count: 1, examples: ['A'], ...none },
      { metaKey: 'note', scope: 'dataset', count: 1, examples: [`${'n'.repeat(79)}…`], ...none },
    ])
  })

  test('the order of the metas has no influence', () => {
    const meta = fc.dictionary(fc.constantFrom('owner', 'tier', 'a', 'a.b'), fc.jsonValue({ maxDepth: 2 })) as fc.Arbitrary<JsonObject>
    fc.assert(
      fc.property(fc.array(meta, { maxLength: 12 }), (list) => {
        const asked = list.map((item) => ({ scope: 'dataset' as const, meta: item }))
        expect(collectMetaKeys([...asked].reverse(), pack, [])).toEqual(collectMetaKeys(asked, pack, []))
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
