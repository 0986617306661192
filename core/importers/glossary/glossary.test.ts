import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TermStatus } from '#core/assets/kinds'
import type { AppError } from '#core/errors'
import type { GlossaryTerm, WrittenTerm } from '#core/terms/term'
import { writeGlossary } from '#core/terms/write-glossary'
import { detectFormat } from '../index.ts'
import { faultsOfItems } from '../testing/check-items.ts'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { glossaryImporter } from './index.ts'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')

async function read(name: string, content: string, options = {}) {
  const files = [memoryFile(name, content, [17])]
  const inspection = await glossaryImporter.inspect(files, options)
  const { items, summary } = await readAll(glossaryImporter, files, options)
  expect([...faultsOfReceipt(summary), ...faultsOfItems(items)]).toEqual([])
  const entries = [...entriesOf(items).values()].map(({ name: key, fields, extras, position }) => ({ key, fields, extras, position }))
  return { inspection, entries, summary }
}

describe('a table of terms', () => {
  it('is read by its headers; what has no field is kept, what does not fit is said', async () => {
    const { entries, summary, inspection } = await read('own.csv', fixture('own.csv'))
    expect(inspection).toMatchObject({ format: 'glossary', files: [{ artifact: 'glossary' }], remarks: [] })
    expect(entries).toEqual([
      {
        key: 'Revenue',
        fields: {
          name: 'Revenue',
          description: 'Money earned; "gross" where not said otherwise.',
          synonyms: ['sales', 'turnover'],
          relatedTerms: ['Order'],
          ownerTeam: 'Finance',
          termStatus: 'approved',
        },
        extras: { Remark: 'agreed in March' },
        position: 'row 2',
      },
      {
        key: 'Net revenue',
        fields: {
          name: 'Net revenue',
          parentTerm: 'Revenue',
          description: 'Revenue without VAT.',
          synonyms: ['net sales', 'net turnover'],
          relatedTerms: ['Revenue', 'Order'],
          ownerTeam: 'Finance',
          termStatus: 'draft',
        },
        extras: {},
        position: 'row 3',
      },
      {
        key: 'Order',
        fields: { name: 'Order', description: 'What a customer confirms\nin one go.', ownerTeam: 'Sales' },
        extras: {},
        position: 'row 4',
      },
    ])
    expect(summary.files[0]).toMatchObject({
      kinds: [
        {
          kind: 'term',
          inFile: 5,
          taken: 3,
          left: 2,
          byDesign: 0,
          reasons: [
            { path: 'row 5', reason: '“Order” is told twice; the first was taken' },
            { path: 'row 6', reason: 'the row has no name' },
          ],
        },
      ],
      notUnderstood: [{ path: 'row 4/status', reason: '“deprecated” is neither draft nor approved' }],
    })
  })

  it('speaks for all terms only where it is said to', async () => {
    expect((await read('a.csv', 'name,definition\na,b')).summary.covers).toEqual([{ part: 'glossary', names: { kind: 'none' } }])
    for (const complete of [true, 'true'])
      expect((await read('a.csv', 'name,definition\na,b', { complete })).summary.covers).toEqual([
        { part: 'glossary', names: { kind: 'all' } },
      ])
  })

  it('may be a JSON list', async () => {
    const { entries } = await read('a.json', '[{"name":"Order","synonyms":["purchase"," buy ",""]}]')
    expect(entries.map(({ fields }) => fields)).toEqual([{ name: 'Order', synonyms: ['purchase', 'buy'] }])
  })
})

describe('a glossary of OpenMetadata', () => {
  it('is read by display names, with paths and owners taken apart', async () => {
    const { entries, summary, inspection } = await read('om.csv', fixture('openmetadata.csv'))
    expect(inspection.files[0]?.artifact).toBe('openmetadata-glossary')
    expect(inspection.remarks).toHaveLength(1)
    expect(entries).toEqual([
      {
        key: 'revenue',
        fields: {
          name: 'Revenue',
          description: 'Money **earned**.',
          synonyms: ['sales', 'turnover'],
          relatedTerms: ['order'],
          ownerTeam: 'Finance',
          termStatus: 'approved',
        },
        extras: { references: 'Policy;https://wiki.example/revenue', tags: 'PII.None', reviewers: 'user;anna', color: '#ff0000' },
        position: 'row 2',
      },
      {
        key: 'Business.revenue.net_revenue',
        fields: {
          name: 'Net revenue',
          parentTerm: 'Revenue',
          description: 'Revenue without VAT.',
          relatedTerms: ['a.b', 'Revenue'],
          ownerTeam: 'anna',
          termStatus: 'draft',
        },
        extras: { extension: 'costCentre:4100' },
        position: 'row 3',
      },
      { key: 'order', fields: { name: 'order' }, extras: {}, position: 'row 4' },
    ])
    expect(summary.files[0]?.notUnderstood).toEqual([
      { path: 'row 2/owner', reason: '“team;Finance;user;bo” names 2 owners; the first was taken' },
      { path: 'row 4/glossaryStatus', reason: '“Deprecated” is neither draft nor approved' },
    ])
  })
})

describe('a glossary of DataHub', () => {
  it('is read through its nodes', async () => {
    const { entries, summary, inspection } = await read('glossary.yaml', fixture('datahub.yaml'))
    expect(inspection.files[0]?.artifact).toBe('datahub-glossary')
    expect(entries).toEqual([
      { key: 'Measure', fields: { name: 'Measure', ownerTeam: 'bo' }, extras: {}, position: 'terms[0]' },
      {
        key: 'Business.Order',
        fields: { name: 'Order', description: 'What a customer confirms in one go.' },
        extras: { nodes: ['Business'] },
        position: 'nodes[0]/terms[0]',
      },
      {
        key: 'Business.Money.Revenue',
        fields: { name: 'Revenue', description: 'Money earned, with VAT.', relatedTerms: ['Order'], ownerTeam: 'Finance' },
        extras: {
          inherits: ['Business.Measure'],
          custom_properties: { is_confidential: 'true' },
          term_source: 'INTERNAL',
          nodes: ['Business', 'Money'],
        },
        position: 'nodes[0]/nodes[0]/terms[0]',
      },
    ])
    expect(summary.files[0]).toMatchObject({
      kinds: [{ kind: 'term', inFile: 5, taken: 3, left: 2 }],
      notUnderstood: [
        { path: 'nodes[0]/nodes[0]/terms[0]/owners', reason: 'names 2 owners; the first was taken' },
        { path: 'nodes[1]', reason: 'a node without a name' },
      ],
    })
  })
})

describe('a damaged file', () => {
  it.each([
    ['a.csv', 'term_name,definition\na,b', 'missing-column'],
    ['a.csv', 'name,definition\n"a,b\n', 'bad-csv'],
    ['a.yaml', 'version: 1\nnodes:\n  - name: [a\n', 'bad-yaml'],
    ['a.yaml', 'version: 1\nnodes: [\n', 'bad-yaml'],
    ['a.csv', '', 'empty'],
  ])('%s %j is refused', async (name, content, problem) => {
    const error = (await errorOf(() => readAll(glossaryImporter, [memoryFile(name, content)]))) as AppError
    expect(error.code).toBe('bad-file')
    expect(error.details).toMatchObject({ file: name, problem })
  })

  it('names row or line', async () => {
    const csv = (await errorOf(() => readAll(glossaryImporter, [memoryFile('a.csv', 'name,definition\na,b\nc,"d')]))) as AppError
    expect(csv.message).toContain('in row 3')
    const yaml = (await errorOf(() => readAll(glossaryImporter, [memoryFile('a.yaml', 'version: 1\nnodes:\n  - name: [a\n')]))) as AppError
    expect(yaml.details).toMatchObject({ line: expect.any(Number) as number })
    expect(yaml.message).toMatch(/^“a.yaml” is not YAML that can be read: .+ \(line \d+, column \d+\)\.$/)
  })

  it('is not unfolded without end', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`)
    const bomb = `version: 1\nl0: &l0 [x]\n${levels.join('\n')}\nnodes: *l12\n`
    const error = (await errorOf(() => readAll(glossaryImporter, [memoryFile('a.yaml', bomb)]))) as AppError
    expect(error.details).toMatchObject({ problem: 'bad-yaml' })
  })
})

it('is told from other formats', async () => {
  for (const name of ['own.csv', 'openmetadata.csv', 'datahub.yaml'])
    expect(await detectFormat([memoryFile(name, fixture(name), [40])])).toBe('glossary')
})

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => /^[^\p{Cc}\p{Cs}\p{Z}\uFEFF]([^\p{Cc}\p{Cs}\uFEFF]*[^\p{Cc}\p{Cs}\p{Z}\uFEFF])?$/u.test(text))
const optional = fc.option(word)
const termOf = (shape: 'csv' | 'openmetadata' | 'datahub') =>
  fc.record({
    name: word,
    parent: shape === 'csv' ? optional : fc.constant(null),
    definition: optional,
    synonyms: shape === 'datahub' ? fc.constant([]) : fc.uniqueArray(word, { maxLength: 3 }),
    related: fc.uniqueArray(word, { maxLength: 3 }),
    owner: optional.filter((owner) => owner === null || (!/^(team|user)$/i.test(owner) && !owner.startsWith('urn:'))),
    status: shape === 'datahub' ? fc.constant(null) : fc.constantFrom(null, 'draft' as const, 'approved' as const),
  })

describe.each(['csv', 'openmetadata', 'datahub'] as const)('what goes out as %s', (shape) => {
  it('comes back the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(termOf(shape), { selector: ({ name }) => name, minLength: 1, maxLength: 6 }), async (terms) => {
        const { text } = writeGlossary(terms, shape, 'Shop')
        const { entries } = await read(shape === 'datahub' ? 'a.yaml' : 'a.csv', text)
        expect(entries.map(({ fields }) => fields)).toEqual(terms.map(fieldsOfTerm))
      }),
      { numRuns: 150 },
    )
  })
})

/** A term's fields, put together by hand: only what it has. */
function fieldsOfTerm({ name, parent, definition, synonyms, related, owner, status }: GlossaryTerm): Record<string, unknown> {
  const all = { name, parentTerm: parent, description: definition, ownerTeam: owner, termStatus: status }
  const lists = { synonyms, relatedTerms: related }
  return {
    ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)),
    ...Object.fromEntries(Object.entries(lists).filter(([, value]) => value.length > 0)),
  }
}

it('writes each shape to the letter', () => {
  const terms: GlossaryTerm[] = [
    { name: 'Order', parent: null, definition: null, synonyms: [], related: [], owner: null, status: null },
    {
      name: 'Net, revenue',
      parent: 'Order',
      definition: '=SUM(a)',
      synonyms: ['a;b', 'c'],
      related: ['Order'],
      owner: 'Finance',
      status: 'approved',
    },
  ]
  expect(writeGlossary(terms, 'csv', 'Shop').text).toBe(
    `parent,name,definition,synonyms,related,owner,status\r\n,Order,,,,,\r\nOrder,"Net, revenue",'=SUM(a),"""a;b"";c",Order,Finance,approved\r\n`,
  )
  expect(writeGlossary(terms, 'openmetadata', 'Shop').text.split('\r\n')[2]).toBe(
    `Shop.Order,"Net, revenue","Net, revenue",'=SUM(a),"""a;b"";c",relatedTo:Shop.Order,,,,team;Finance,Approved,,,`,
  )
  expect(writeGlossary(terms, 'datahub', 'Shop').text).toBe(`version: "1"
source: "Stewardbook"
owners: {users: [], groups: []}
nodes:
  - name: "Shop"
    description: "Exported glossary"
    terms:
      - name: "Order"
        description: ""
      - name: "Net, revenue"
        description: "=SUM(a)"
        owners: {users: [], groups: ["Finance"]}
        related_terms:
          - "Shop.Order"
        inherits:
          - "Shop.Order"
`)
})

describe('what has no field here', () => {
  /** The terms of a fixture as they would go out in its own shape. */
  const written = async (name: string): Promise<WrittenTerm[]> =>
    (await read(name, fixture(name))).entries.map(({ fields, extras }) => {
      const list = (field: string): string[] => (fields[field] as string[] | undefined) ?? []
      const value = (field: string): string | null => (fields[field] as string | undefined) ?? null
      return {
        name: value('name') ?? '',
        parent: value('parentTerm'),
        definition: value('description'),
        synonyms: list('synonyms'),
        related: list('relatedTerms'),
        owner: value('ownerTeam'),
        status: value('termStatus') as TermStatus | null,
        kept: extras,
      }
    })

  it('goes out to OpenMetadata as it was read', async () => {
    const { text } = writeGlossary(await written('openmetadata.csv'), 'openmetadata', 'Shop')
    expect(text.split('\r\n').slice(1)).toEqual([
      ',Revenue,Revenue,Money **earned**.,sales;turnover,relatedTo:Shop.order,Policy;https://wiki.example/revenue,PII.None,user;anna,team;Finance,Approved,#ff0000,,',
      'Shop.Revenue,Net revenue,Net revenue,Revenue without VAT.,,"""relatedTo:Shop.""""a.b"""""";relatedTo:Shop.Revenue",,,,team;anna,Draft,,,costCentre:4100',
      ',order,order,,,,,,,,,,,',
      '',
    ])
  })

  it('goes out to DataHub as it was read, in its nodes, with the broader term', async () => {
    const terms = (await written('datahub.yaml')).map((term) => (term.name === 'Revenue' ? { ...term, parent: 'Order' } : term))
    const { text } = writeGlossary(terms, 'datahub', 'Shop')
    expect(text).toBe(`version: "1"
source: "Stewardbook"
owners: {users: [], groups: []}
nodes:
  - name: "Shop"
    description: "Exported glossary"
    terms:
      - name: "Measure"
        description: ""
        owners: {users: [], groups: ["bo"]}
  - name: "Business"
    description: ""
    terms:
      - name: "Order"
        description: "What a customer confirms in one go."
    nodes:
      - name: "Money"
        description: ""
        terms:
          - name: "Revenue"
            description: "Money earned, with VAT."
            owners: {users: [], groups: ["Finance"]}
            related_terms:
              - "Business.Order"
            inherits:
              - "Business.Measure"
              - "Business.Order"
            custom_properties: {"is_confidential":"true"}
            term_source: "INTERNAL"
`)
    const again = await read('out.yaml', text)
    expect(again.summary.files[0]?.notUnderstood).toEqual([])
    expect(again.entries.find(({ fields }) => fields['name'] === 'Revenue')).toMatchObject({
      key: 'Business.Money.Revenue',
      extras: { custom_properties: { is_confidential: 'true' }, term_source: 'INTERNAL', nodes: ['Business', 'Money'] },
    })
  })
})
