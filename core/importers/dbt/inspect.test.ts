import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { errorOf, memoryFile } from '../testing/memory-file.ts'
import { entriesOf, readAll } from '../testing/read-all.ts'
import { dbtImporter } from './index.ts'
import { md5 } from './md5.ts'

const schema = (kind: string, version: string | number): string => `https://schemas.getdbt.com/dbt/${kind}/v${version}.json`
const file = (content: unknown, name = 'manifest.json') =>
  memoryFile(name, typeof content === 'string' ? content : JSON.stringify(content), [50])
const inspect = (content: unknown, name?: string) => dbtImporter.inspect([file(content, name)], {})
const model = (name: string, more: object = {}) => ({
  unique_id: `model.shop.${name}`,
  resource_type: 'model',
  package_name: 'shop',
  name,
  ...more,
})
const manifest = (version: number, more: object = {}) => ({
  metadata: {
    dbt_schema_version: schema('manifest', version),
    project_name: 'shop',
    adapter_type: 'duckdb',
    generated_at: '2026-01-02T03:04:05.678901Z',
  },
  nodes: { 'model.shop.a': model('a') },
  sources: {},
  macros: {},
  ...more,
})

describe('which version a file is', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20])('manifest v%i is known', async (version) => {
    expect(await inspect(manifest(version))).toEqual({
      format: 'dbt',
      sourceName: 'shop',
      target: 'duckdb',
      files: [{ name: 'manifest.json', artifact: 'manifest', version: `v${version}`, generatedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678) }],
      remarks: [],
    })
  })

  it('reads an unknown version as the nearest and says so', async () => {
    expect((await inspect(manifest(14))).remarks).toEqual([
      '“manifest.json” states schema version 14, which is not known; it was read as version 12, the nearest.',
    ])
    expect((await inspect(manifest(31))).remarks).toEqual([expect.stringContaining('read as version 20')])
    const { summary } = await readAll(dbtImporter, [file(manifest(14))])
    expect(summary.files[0]).toMatchObject({ version: 'v14', kinds: [{ kind: 'model', taken: 1 }] })
  })

  it.each([
    ['catalog', { nodes: {}, sources: {}, errors: null }],
    ['sources', { results: [], elapsed_time: 0 }],
    ['run-results', { results: [], elapsed_time: 0, args: {} }],
  ])('an empty %s is legal', async (kind, content) => {
    const found = await inspect({ metadata: { dbt_schema_version: schema(kind, 1) }, ...content })
    expect(found.files[0]).toMatchObject({ artifact: kind.replace('-', '_'), version: 'v1', generatedAtMs: null })
  })

  it('reads the freshness file of dbt 2 as source freshness', async () => {
    const result = { unique_id: 'source.shop.a.b', status: 'Pass', max_loaded_at: '2026-01-01T00:00:00+01:00', criteria: {} }
    const found = file({ metadata: { dbt_schema_version: schema('freshness', 0) }, results: [result], elapsed_time: 1 }, 'freshness.json')
    expect((await dbtImporter.inspect([found], {})).files[0]).toMatchObject({ artifact: 'sources', version: 'v0' })
    const { items } = await readAll(dbtImporter, [found])
    expect(items[0]).toMatchObject({
      name: 'source.shop.a.b',
      fields: { freshnessStatus: 'pass', maxLoadedAtMs: Date.UTC(2025, 11, 31, 23) },
    })
  })
})

describe('files that do not state their schema', () => {
  it.each([
    ['manifest', { nodes: { 'model.a.b': { unique_id: 'model.a.b', resource_type: 'model' } }, sources: {}, parent_map: {} }],
    ['manifest', { nodes: {}, sources: {}, macros: {} }],
    ['catalog', { nodes: { 'model.a.b': { metadata: {}, columns: {}, stats: {} } }, sources: {} }],
    ['catalog', { nodes: {}, sources: {}, errors: null }],
    ['run_results', { results: [{ unique_id: 'model.a.b', status: 'success' }], elapsed_time: 1, args: { which: 'run' } }],
    ['sources', { results: [{ unique_id: 'source.a.b.c', status: 'runtime error' }], elapsed_time: 1 }],
    ['sources', { results: [{ unique_id: 'source.a.b.c', max_loaded_at: 'x', status: 'pass' }], elapsed_time: 1 }],
  ])('a %s by its shape', async (artifact, content) => {
    const found = await inspect(content, 'x.json')
    expect(found.files[0]).toMatchObject({ artifact, version: null })
    expect(found.remarks[0]).toContain('does not say its schema version')
  })
})

describe('files that are none of dbt’s', () => {
  it.each([
    ['package.json', { name: 'x', version: '1.0.0', scripts: {} }, 'a package.json of Node'],
    ['semantic_manifest.json', { semantic_models: [], metrics: [], project_configuration: {} }, 'dbt’s semantic manifest'],
    ['graph_summary.json', { _invocation_id: 'x', linked: {}, with_test_edges: {} }, 'dbt’s graph summary'],
    ['manifest.json', { name: 'App', icons: [], start_url: '/' }, 'the manifest of a web app'],
    ['catalog.json', { a: 1, b: 2 }, 'an object with “a”, “b”'],
    ['catalog.json', {}, 'an empty object'],
    ['manifest.json', { metadata: { dbt_schema_version: schema('publication', 1) } }, 'a dbt “publication” file'],
  ])('%s that is %j', async (name, content, what) => {
    const error = (await errorOf(() => inspect(content, name))) as AppError
    expect(error).toBeInstanceOf(AppError)
    expect(error.details).toMatchObject({ file: name, problem: 'wrong-artifact', line: 1 })
    expect(typeof error.details['position']).toBe('number')
    expect(error.message).toContain(what)
  })

  it('says where the metadata stand that name another artifact, and that others are known by their root', async () => {
    const text = `{\n  "child_map": {},\n  "metadata": { "dbt_schema_version": "${schema('publication', 1)}" }\n}`
    const named = (await errorOf(() => dbtImporter.inspect([memoryFile('x.json', text, [9])], {}))) as AppError
    expect(named.details).toEqual({ file: 'x.json', problem: 'wrong-artifact', position: text.indexOf('{ "dbt'), line: 3, column: 15 })
    expect(named.message).toContain('(line 3, column 15)')
    const other = (await errorOf(() => inspect({ a: 1 }, 'x.json'))) as AppError
    expect(other.details).toEqual({ file: 'x.json', problem: 'wrong-artifact', position: 0, line: 1, column: 1 })
  })

  it('says that nothing was given', async () => {
    expect(((await errorOf(() => dbtImporter.inspect([], {}))) as AppError).code).toBe('invalid-input')
  })

  it('wants one manifest, one catalog', async () => {
    const error = (await errorOf(() => dbtImporter.inspect([file(manifest(12), 'a.json'), file(manifest(12), 'b.json')], {}))) as AppError
    expect(error.code).toBe('ambiguous')
    expect(error.details['candidates']).toEqual(['a.json', 'b.json'])
  })
})

describe('the project', () => {
  it('is found wherever metadata stands', async () => {
    const { metadata, ...rest } = manifest(12)
    expect((await inspect({ ...rest, metadata })).sourceName).toBe('shop')
  })

  it('is read from the nested metadata of early dbt 2', async () => {
    const found = await inspect({
      metadata: { __base__: { dbt_schema_version: schema('manifest', 20), dbt_version: '2.0.0' }, project_name: 'shop', adapter_type: '' },
      nodes: {},
    })
    expect(found).toMatchObject({ sourceName: 'shop', target: null, files: [{ version: 'v20' }] })
  })

  it('is told from its packages by the hash of its name', async () => {
    const nodes = {
      'model.pkg.a': { ...model('a'), package_name: 'pkg' },
      'model.pkg.b': { ...model('b'), package_name: 'pkg' },
      'seed.mine.c': { ...model('c'), package_name: 'mine' },
    }
    const metadata = { dbt_schema_version: schema('manifest', 9), project_id: createHash('md5').update('mine').digest('hex') }
    expect(await inspect({ metadata, nodes })).toMatchObject({ sourceName: 'mine', remarks: [] })
    const guessed = await inspect({ metadata: { ...metadata, project_id: 'unknown' }, nodes })
    expect(guessed).toMatchObject({ sourceName: 'pkg', remarks: [expect.stringContaining('most of its entries')] })
  })

  it('hashes as node does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        // Lone surrogates become the replacement character in both.
        expect(md5(text)).toBe(createHash('md5').update(Buffer.from(text, 'utf8')).digest('hex'))
      }),
    )
  })

  it('stays unnamed where nothing names it', async () => {
    expect((await inspect({ metadata: { dbt_schema_version: schema('manifest', 4) }, nodes: {}, macros: {} })).sourceName).toBeNull()
  })
})

describe('odd but legal manifests', () => {
  it('takes columns written as a list, and entries without the keys other versions have', async () => {
    const odd = manifest(20, {
      nodes: {
        'model.shop.a': model('a', { columns: [{ name: 'x' }, { name: 'x' }, 7] }),
        'test.shop.t': { unique_id: 'test.shop.t', resource_type: 'test', name: 't' },
      },
    })
    const { items, summary } = await readAll(dbtImporter, [file(odd)])
    expect(entriesOf(items).get('manifest model.shop.a')).toMatchObject({ columns: [{ name: 'x', fields: {} }], upstream: null, sql: null })
    expect(entriesOf(items).get('manifest test.shop.t')).toMatchObject({
      check: { style: 'singular', checkType: 't', datasetName: null },
      columns: null,
    })
    expect(summary.files[0]?.kinds.map(({ kind, taken, left }) => [kind, taken, left])).toEqual([
      ['model', 1, 0],
      ['test', 1, 0],
      ['column', 1, 1],
    ])
  })

  it('counts disabled entries of old lists and of newer ones', async () => {
    for (const disabled of [[model('x'), model('y')], { 'model.shop.x': [model('x')], 'model.shop.y': [model('y')] }]) {
      const { summary } = await readAll(dbtImporter, [file(manifest(2, { disabled }))])
      expect(summary.files[0]?.kinds).toContainEqual(expect.objectContaining({ kind: 'disabled', inFile: 2, taken: 0, left: 2 }))
    }
  })

  it('says so where a section or an entry stands twice', async () => {
    const text =
      '{"metadata":{"project_name":"shop"},"nodes":{"model.shop.a":{"unique_id":"model.shop.a"},"model.shop.a":{"unique_id":"model.shop.a"}},"macros":{},"nodes":{"model.shop.b":{"unique_id":"model.shop.b"}}}'
    const { items, summary } = await readAll(dbtImporter, [file(text)])
    expect(items.map((item) => (item.kind === 'entry' ? item.name : ''))).toEqual(['project.shop', 'model.shop.a'])
    expect(summary.files[0]?.notUnderstood.map(({ path }) => path)).toEqual(['nodes/model.shop.a', 'nodes', 'nodes/model.shop.b'])
  })

  it('tells the same run only once', async () => {
    const results = {
      metadata: { dbt_schema_version: schema('run-results', 6), invocation_id: 'one' },
      results: [{ unique_id: 'model.shop.a', status: 'success' }],
      elapsed_time: 1,
      args: { which: 'run' },
    }
    const { items, summary } = await readAll(dbtImporter, [
      file(results, 'a.json'),
      file(results, 'b.json'),
      file({ ...results, metadata: { ...results.metadata, invocation_id: 'two' } }, 'c.json'),
    ])
    expect(items.map((item) => (item.kind === 'run' ? item.externalId : 'name' in item ? item.name : item.kind))).toEqual([
      'project.shop',
      'one',
      'model.shop.a',
      'two',
      'model.shop.a',
    ])
    expect(summary.files.map(({ kinds }) => kinds[0]?.left)).toEqual([0, 1, 0])
  })
})
