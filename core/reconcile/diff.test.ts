import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IntakeColumn, IntakeEntry } from '../importers/intake.ts'
import { canonicalJson, type JsonObject, type JsonValue } from '../json.ts'
import { countDifferences, type Difference, listDifferences } from './diff.ts'
import { type Section, type SectionTexts, toSections } from './sections.ts'

const texts = (fields: JsonObject, columns: readonly IntakeColumn[] = [], upstream: readonly string[] = []): Map<Section, string> =>
  new Map<Section, string>([
    ['fields', canonicalJson(fields)],
    ['columns', canonicalJson(columns as unknown as JsonValue)],
    ['upstream', JSON.stringify(upstream)],
  ])
const NOTHING: SectionTexts = new Map()
const BLANK = { kind: 'entry', name: 'orders', assetKind: 'dataset', receiptKind: 'model', part: 'manifest', position: '' }
const column = (name: string, fields: JsonObject = {}): IntakeColumn => ({ name, fields })

describe('what an import changes', () => {
  test('counts the asset, its columns and its links as one item each', () => {
    const after = texts({ description: 'Orders' }, [column('id'), column('email')], ['raw'])
    expect(countDifferences(new Map(), after, 'this-part')).toEqual({ added: 4, changed: 0, removed: 0, unchanged: 0 })
    expect(countDifferences(after, new Map(), 'this-part')).toEqual({ added: 0, changed: 0, removed: 4, unchanged: 0 })
    expect(countDifferences(after, after, 'this-part')).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 4 })
  })

  test('a part that only adds columns does not count the asset again', () => {
    expect(countDifferences(new Map(), texts({}, [column('id')]), 'other-part')).toEqual({ added: 1, changed: 0, removed: 0, unchanged: 0 })
  })

  test('a part that comes with a new asset lists only columns and links; one that comes to an asset that was there changes it', () => {
    const after = texts({ description: 'Orders' }, [column('id')], ['raw'])
    expect(countDifferences(new Map(), after, 'with-another')).toEqual({ added: 2, changed: 0, removed: 0, unchanged: 0 })
    expect(listDifferences(new Map(), after, 'with-another').map((item) => item.what)).toEqual(['column', 'link'])
    expect(countDifferences(new Map(), after, 'other-part')).toEqual({ added: 2, changed: 1, removed: 0, unchanged: 0 })
    expect(countDifferences(after, new Map(), 'other-part')).toEqual({ added: 0, changed: 1, removed: 2, unchanged: 0 })
    expect(listDifferences(new Map(), after, 'other-part').map((item) => [item.change, item.what])).toEqual([
      ['changed', 'asset'],
      ['added', 'column'],
      ['added', 'link'],
    ])
  })

  test('names each changed field with what it was and is', () => {
    const before = texts({ description: 'Orders', tier: 'gold' }, [column('id', { dataType: 'int' }), column('gone')], ['a', 'b'])
    const after = texts({ description: 'All orders', tier: 'gold' }, [column('id', { dataType: 'bigint' }), column('new')], ['b', 'c'])
    expect(countDifferences(before, after, 'this-part')).toEqual({ added: 2, changed: 2, removed: 2, unchanged: 1 })
    expect(
      listDifferences(before, after, 'this-part').map((item) => [item.change, item.what, item.child, item.field, item.before, item.after]),
    ).toEqual([
      ['changed', 'asset', null, 'description', 'Orders', 'All orders'],
      ['changed', 'column', 'id', 'dataType', 'int', 'bigint'],
      ['added', 'column', 'new', null, null, null],
      ['removed', 'column', 'gone', null, null, null],
      ['added', 'link', 'c', null, null, null],
      ['removed', 'link', 'a', null, null, null],
    ])
  })

  test('names what changes of a column that no field is for', () => {
    const before = texts({}, [{ name: 'code', fields: {}, extras: { max_length: '50', scale: '2' } }])
    const after = texts({}, [{ name: 'code', fields: {}, extras: { max_length: '20', scale: '2' } }])
    expect(countDifferences(before, after, 'this-part')).toEqual({ added: 0, changed: 1, removed: 0, unchanged: 1 })
    expect(listDifferences(before, after, 'this-part')).toEqual([
      { change: 'changed', what: 'column', child: 'code', field: 'extras.max_length', before: '50', after: '20' },
    ])
  })

  test('every item that is counted is in the list, and none else, whichever section changed', () => {
    const word = fc.constantFrom('x', 'y')
    const columns = fc.uniqueArray(
      fc.record(
        { name: fc.constantFrom('a', 'b', 'c'), fields: fc.dictionary(word, word), extras: fc.dictionary(word, word) },
        { noNullPrototype: true },
      ),
      { maxLength: 3, selector: ({ name }) => name },
    )
    const link = fc.record({ upstream: word, upstreamColumn: word, downstreamColumn: word }, { noNullPrototype: true })
    const orNot = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of)
    const entry = fc.record({
      fields: fc.dictionary(word, word),
      columns: orNot(columns),
      upstream: orNot(fc.uniqueArray(word)),
      columnLinks: fc.option(fc.uniqueArray(link, { selector: (found) => JSON.stringify(found) }), { nil: undefined }),
      check: orNot(fc.record({ checkType: word, severity: fc.constantFrom('error', 'warn') }, { noNullPrototype: true })),
      sql: orNot(fc.record({ raw: word, compiled: orNot(word), language: orNot(word) }, { noNullPrototype: true })),
      extras: fc.dictionary(word, word),
      carriesValues: fc.uniqueArray(word),
    })
    const side = orNot(entry).map((found) => (found === null ? NOTHING : toSections({ ...BLANK, ...found } as unknown as IntakeEntry)))
    const existence = fc.constantFrom('this-part' as const, 'with-another' as const, 'other-part' as const)
    const itemOf = ({ what, child, before, after }: Difference): string =>
      what === 'asset' || what === 'sql' ? 'itself' : JSON.stringify([what, child, what === 'column-link' ? (before ?? after) : null])
    fc.assert(
      fc.property(side, side, existence, (before, after, existing) => {
        fc.pre(before.size + after.size > 0)
        const listed = listDifferences(before, after, existing)
        const items = (change: Difference['change']): number =>
          new Set(listed.filter((line) => line.change === change).map((line) => itemOf(line))).size
        const { added, changed, removed } = countDifferences(before, after, existing)
        expect({ added: items('added'), changed: items('changed'), removed: items('removed') }).toEqual({ added, changed, removed })
      }),
      { numRuns: 300 },
    )
  })

  test('counts agree with a naive comparison of sets', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 })
    const side = fc.record({
      description: fc.constantFrom('x', 'y'),
      columns: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('int', 'text')), { maxLength: 3 }),
      links: names,
    })
    fc.assert(
      fc.property(side, side, (a, b) => {
        const toTexts = (from: typeof a): Map<Section, string> =>
          texts(
            { description: from.description },
            [...new Map(from.columns)].map(([name, dataType]) => column(name, { dataType })),
            from.links,
          )
        const items = (from: typeof a): Map<string, string> =>
          new Map([
            ['asset', from.description],
            ...[...new Map(from.columns)].map(([name, type]): [string, string] => [`column ${name}`, type]),
            ...from.links.map((name): [string, string] => [`link ${name}`, '']),
          ])
        const [was, is] = [items(a), items(b)]
        const expected = {
          added: [...is.keys()].filter((name) => !was.has(name)).length,
          removed: [...was.keys()].filter((name) => !is.has(name)).length,
          changed: [...is].filter(([name, text]) => was.has(name) && was.get(name) !== text).length,
          unchanged: [...is].filter(([name, text]) => was.get(name) === text).length,
        }
        expect(countDifferences(toTexts(a), toTexts(b), 'this-part')).toEqual(expected)
      }),
    )
  })
})
