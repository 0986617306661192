import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDecidedValue } from '../assets/fields.ts'
import { parseRulePack, SuggestionPack } from '../rule-packs.ts'
import type { Spelling } from './spelling.ts'
import { groupSuggestions, type SuggestionFacts, suggestFor } from './suggest.ts'

const asFound: Spelling = (_, value) => value

const pack = SuggestionPack.parse(
  parseRulePack('suggestions.json', readFileSync(new URL('../../assets/rule-packs/suggestions.json', import.meta.url), 'utf8')),
)
const facts = (about: Partial<SuggestionFacts>): SuggestionFacts => ({
  name: 'orders',
  schema: null,
  path: null,
  package: null,
  group: null,
  resourceType: 'model',
  agreed: { schema: {}, folder: {} },
  has: {},
  ...about,
})
const suggested = (about: Partial<SuggestionFacts>): Record<string, string> =>
  Object.fromEntries(suggestFor(facts(about), pack, asFound).map((suggestion) => [suggestion.field, suggestion.value]))

describe('tier', () => {
  test.each<[Partial<SuggestionFacts>, string | undefined]>([
    [{ name: 'raw_stripe_payments' }, 'bronze'],
    [{ name: 'STG_STRIPE__PAYMENTS' }, 'silver'],
    [{ name: 'int_orders_pivoted' }, 'silver'],
    [{ name: 'fct_orders' }, 'gold'],
    [{ name: 'dim_customers' }, 'gold'],
    [{ name: 'mrt_sales_daily' }, 'gold'],
    [{ name: 'snp_inventory_daily' }, 'silver'],
    [{ name: 'rawhide' }, undefined],
    [{ name: 'stgorders' }, undefined],
    [{ path: 'models/staging/stripe/payments.sql' }, 'silver'],
    [{ path: 'models\\marts\\orders.sql' }, 'gold'],
    [{ path: 'models/marts/core/intermediate/orders.sql' }, 'silver'],
    [{ path: 'models/marts.sql' }, undefined],
    [{ path: 'models/marts/x.sql', name: 'stg_x' }, 'silver'],
    [{ path: 'models/staging/_sources.yml', resourceType: 'source' }, 'bronze'],
    [{ schema: 'RAW' }, 'bronze'],
    [{ schema: 'prod_staging' }, 'silver'],
    [{ schema: 'analytics' }, 'gold'],
    [{ schema: 'web_analytics' }, undefined],
    [{ resourceType: 'seed' }, 'bronze'],
    [{ resourceType: 'snapshot' }, undefined],
    [{ name: 'fct_orders', has: { tier: true } }, undefined],
  ])('%j: %s', (about, tier) => {
    expect(suggested(about)['tier']).toBe(tier)
  })
})

describe('domain and owner', () => {
  test.each<[Partial<SuggestionFacts>, string | undefined]>([
    [{ path: 'models/marts/finance/orders.sql' }, 'finance'],
    [{ path: 'models/Finance/orders.sql' }, 'finance'],
    [{ path: 'models/marts/customer_success/orders.sql' }, 'customer_success'],
    [{ path: 'models/marts/core/orders.sql' }, undefined],
    [{ path: 'models/marts/core/product/orders.sql' }, 'product'],
    [{ path: 'models/customer_success/orders.sql' }, undefined],
    [{ path: 'seeds/finance/orders.csv' }, undefined],
    [{ path: 'models/finance.sql' }, undefined],
    [{ path: 'models/finance/_sources.yml', resourceType: 'source' }, undefined],
    [{ name: 'mrt_sales_daily' }, 'sales'],
    [{ name: 'mrt_sales' }, undefined],
    [{ name: 'mrt_weather_daily' }, undefined],
    [{ schema: 'marts_marketing' }, 'marketing'],
    [{ package: 'elementary' }, 'engineering'],
  ])('%j: %s', (about, domain) => {
    expect(suggested(about)['domain']).toBe(domain)
  })

  test('what the catalog has under another spelling is suggested as it is spelled there, for the reason that was found', () => {
    const spelling: Spelling = (field, value) => (field === 'domain' ? value.toUpperCase() : value)
    const domains = (about: Partial<SuggestionFacts>) => suggestFor(facts(about), pack, spelling).filter(({ field }) => field === 'domain')
    expect(domains({ path: 'models/marts/finance/x.sql' })).toMatchObject([
      { value: 'FINANCE', because: 'the file lies in a folder finance' },
    ])
    expect(domains({ schema: 'marts_marketing' })).toMatchObject([{ value: 'MARKETING' }])
  })

  test('the dbt group is the owner team, with the reason in words', () => {
    expect(suggestFor(facts({ group: 'finance $& team' }), pack, asFound)).toEqual([
      { field: 'ownerTeam', value: 'finance $& team', ruleId: 'group', because: 'the dbt group is finance $& team', isGuess: false },
    ])
    expect(suggestFor(facts({ group: ' ' }), pack, asFound)).toEqual([])
    expect(suggestFor(facts({ group: 'finance', has: { ownerTeam: true } }), pack, asFound)).toEqual([])
  })
})

const word = fc.oneof(
  fc.constantFrom('raw', 'stg', 'marts', 'models', 'finance', 'core', 'staging', 'source', 'elementary', 'mrt_sales_x', ''),
  fc.string({ maxLength: 6 }),
)
const agreed = fc.dictionary(fc.constantFrom('ownerTeam', 'steward', 'domain'), word)
const anyFacts = fc.record({
  name: fc.tuple(word, word).map((parts) => parts.join('_')),
  schema: fc.option(word),
  path: fc.option(fc.array(word, { maxLength: 5 }).map((parts) => parts.join('/'))),
  package: fc.option(word),
  group: fc.option(word),
  resourceType: fc.option(fc.constantFrom('model', 'seed', 'source', 'snapshot')),
  agreed: fc.record({ schema: agreed, folder: agreed }),
  has: fc.dictionary(fc.constantFrom('tier', 'domain', 'ownerTeam'), fc.boolean()),
})

test('at most one value per empty field, each one a person could decide', () => {
  fc.assert(
    fc.property(anyFacts, (asked) => {
      const given = suggestFor(asked, pack, asFound)
      const fields = given.map((suggestion) => suggestion.field)
      expect(new Set(fields).size).toBe(fields.length)
      for (const { field, value } of given) {
        expect(asked.has[field] ?? false).toBe(false)
        expect(checkDecidedValue('dataset', field, value)).toBe(value)
      }
    }),
  )
})

test('groups are the same whatever the order, hold every suggestion once, and keep their ids', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ key: fc.string(), facts: anyFacts }), { selector: (item) => item.key, maxLength: 20 }),
      (list) => {
        const items = list.map((item) => ({ key: item.key, suggestions: suggestFor(item.facts, pack, asFound) }))
        const groups = groupSuggestions(items)
        expect(groupSuggestions([...items].reverse())).toEqual(groups)
        expect(groups.reduce((sum, group) => sum + group.keys.length, 0)).toBe(
          items.reduce((sum, item) => sum + item.suggestions.length, 0),
        )
        for (const group of groups) expect(group.groupId).toBe(`${group.ruleId}|${group.field}|${group.value}`)
        expect(new Set(groups.map((group) => group.groupId)).size).toBe(groups.length)
      },
    ),
  )
})
