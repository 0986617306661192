import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rankOf } from './precedence.ts'
import { parseRulePack, PrecedencePack } from './rule-packs.ts'

const shipped = PrecedencePack.parse(
  parseRulePack('precedence.json', readFileSync(new URL('../assets/rule-packs/precedence.json', import.meta.url), 'utf8')),
)
const isInOrder = (field: string, ...voices: [format: string, part: string][]): boolean => {
  const ranks = voices.map(([format, part]) => rankOf(shipped, field, format, part))
  return ranks.every((rank, index) => index === 0 || rank > (ranks[index - 1] ?? 0))
}

describe('the shipped order', () => {
  test.each(['dataType', 'isNullable', 'rowCount', 'sizeBytes'])('%s: the warehouse first', (field) => {
    expect(isInOrder(field, ['dbt', 'catalog'], ['schema', 'schema'], ['dbt', 'manifest'])).toBe(true)
  })

  test.each(['description', 'tags', 'ownerTeam'])('%s: what people wrote first', (field) => {
    expect(isInOrder(field, ['dbt', 'manifest'], ['datasets', 'datasets'], ['schema', 'schema'], ['dbt', 'catalog'])).toBe(true)
    expect(rankOf(shipped, field, 'dbt', 'groups')).toBe(rankOf(shipped, field, 'dbt', 'manifest'))
  })

  test('a meta key a person mapped counts more than the file’s general field, but not more than a hand-made entry', () => {
    expect(isInOrder('ownerTeam', ['hand', 'hand'], ['dbt', 'meta'], ['dbt', 'groups'])).toBe(true)
    expect(isInOrder('tier', ['hand', 'anything'], ['dbt', 'meta'], ['dbt', 'manifest'])).toBe(true)
  })

  test('a measured freshness counts more than a planned one', () => {
    expect(isInOrder('maxLoadedAtMs', ['dbt', 'sources'], ['dbt', 'manifest'])).toBe(true)
  })
})

test('two sources of one format and part always rank the same, and what no rule names comes last', () => {
  const name = fc.constantFrom('dataType', 'description', 'domain', 'custom.x', 'piiType')
  fc.assert(
    fc.property(
      name,
      fc.constantFrom('dbt', 'schema', 'datasets', 'hand', 'openlineage'),
      fc.stringMatching(/^[a-z]{1,8}$/),
      (field, format, part) => {
        const rank = rankOf(shipped, field, format, part)
        expect(rank).toBe(rankOf(shipped, field, format, part))
        expect(rank).toBeLessThanOrEqual(rankOf(shipped, field, 'unheard-of', 'part'))
      },
    ),
  )
})
