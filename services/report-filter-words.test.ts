import { expect, test } from 'vitest'
import { filterWords } from './report-filter-words.ts'

test('a filter is said in words, one part per facet, in one order', () => {
  expect(filterWords({})).toEqual([])
  expect(filterWords({ text: '  ', domain: [] })).toEqual([])
  expect(
    filterWords({
      status: ['active', 'retired'],
      gap: ['no_tests', 'no_owner', 'not_described', 'not_classified'],
      freshness: ['unknown', 'late', 'on_time'],
      resourceType: ['model'],
      tag: ['b', 'a', 'b'],
      term: ['Order'],
      schema: ['main'],
      source: ['shop'],
      ownerTeam: [''],
      classification: ['public', ''],
      tier: ['gold'],
      domain: ['', 'sales', 'finance'],
      text: ' orders ',
    }),
  ).toEqual([
    'name, columns, description, tags, terms, owner or relation hold “orders”',
    'domain is finance or sales or not set',
    'tier is gold',
    'classification is public or not set',
    'owner team is not set',
    'source is shop',
    'schema is main',
    'tag is a or b',
    'glossary term is Order',
    'freshness is late or on time or cannot tell',
    'resource type is model',
    'what is missing is owner team or tests or classification or description',
    'status is active or retired',
  ])
  expect(filterWords({ domain: ['a', 'b'] })).toEqual(filterWords({ domain: ['b', 'a', 'a'] }))
})
