import { expect, it } from 'vitest'
import type { IntakeRunResult } from '../intake.ts'
import { memoryFile } from '../testing/memory-file.ts'
import { entriesOf, faultsOfReceipt, readAll } from '../testing/read-all.ts'
import { dbtImporter } from './index.ts'

const schema = (kind: string): string => `https://schemas.getdbt.com/dbt/${kind}.json`
const file = (name: string, content: object) => memoryFile(name, JSON.stringify(content), [50])
const model = (name: string, more: object = {}) => ({
  ...{ unique_id: `model.shop.${name}`, resource_type: 'model', package_name: 'shop', name, path: `marts/${name}.sql` },
  ...more,
})
const manifest = (nodes: Record<string, object>, more: object = {}) =>
  file('manifest.json', {
    metadata: { dbt_schema_version: schema('manifest/v12'), project_name: 'shop' },
    nodes,
    sources: {},
    macros: {},
    ...more,
  })
const results = (list: readonly object[]) =>
  file('run_results.json', {
    metadata: { dbt_schema_version: schema('run-results/v6'), invocation_id: 'i' },
    results: list,
    elapsed_time: 1,
    args: {},
  })
const result = (name: string, more: object = {}) => ({
  unique_id: `model.shop.${name}`,
  status: 'success',
  timing: [],
  execution_time: 1,
  ...more,
})

async function read(...files: Parameters<typeof readAll>[1][number][]) {
  const { items, summary } = await readAll(dbtImporter, files)
  expect(faultsOfReceipt(summary)).toEqual([])
  const told = new Map(items.filter((item): item is IntakeRunResult => item.kind === 'run-result').map((item) => [item.name, item.extras]))
  const sql = summary.files.flatMap(({ kinds }) => kinds).find(({ kind }) => kind === 'compiled_code')
  return { entries: entriesOf(items), extras: (name: string) => told.get(`model.shop.${name}`), sql, summary }
}

it('keeps what a result says and no field holds, known to dbt or not', async () => {
  const batches = { successful: [['2026-01-01', '2026-01-02']], failed: [] }
  const { extras, sql } = await read(
    results([
      result('a', {
        thread_id: 'Thread-1',
        relation_name: '"shop"."a"',
        compiled: true,
        batch_results: batches,
        cost_estimate: { slots: 3 },
      }),
      result('b', { batch_results: null, message: 'OK', failures: null, adapter_response: { code: 'X' } }),
    ]),
  )
  expect(extras('a')).toEqual({
    ...{ batch_results: batches, cost_estimate: { slots: 3 } },
  })
  expect(extras('b')).toEqual({})
  expect(sql).toBeUndefined()
})

it('keeps the SQL of a result once: with the thing where the manifest tells the same, with the result where it differs', async () => {
  const long = `select ${'1, '.repeat(10_000)}1`
  const compiled_code = 'select 1'
  const nodes = Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [`model.shop.${name}`, model(name, name === 'd' ? {} : { compiled_code })]),
  )
  const told = [
    ...[result('a', { compiled_code }), result('b', { compiled_code: 'select 2' }), result('c', { compiled_code: long })],
    ...[result('d', { compiled_code }), result('gone', { compiled_code })],
  ]
  const { extras, sql } = await read(manifest(nodes), results(told))
  expect(['a', 'b', 'c', 'd'].map(extras)).toEqual([{}, { compiled_code: 'select 2' }, {}, { compiled_code }])
  expect(sql).toMatchObject({ inFile: 5, taken: 3, left: 2 })
  expect(sql?.reasons).toEqual([
    { path: 'results/2/compiled_code', reason: 'stays in the original file; it is longer than 20000 characters' },
    { path: 'results/4/compiled_code', reason: 'its result was left' },
  ])
  const alone = await read(results(told))
  expect(alone.extras('b')).toEqual({})
  expect(alone.sql).toMatchObject({ inFile: 5, taken: 0, left: 5 })
})

it('keeps of dbt’s own keys those that tell of the project, but not what dbt writes where nobody said anything', async () => {
  const { entries } = await read(
    manifest({
      'model.shop.a': model('a', {
        fqn: ['shop', 'marts', 'a'],
        checksum: { name: 'sha256', checksum: 'abc' },
        created_at: 5,
        config: {
          ...{ materialized: 'incremental', unique_key: ['id', 'day'], incremental_strategy: 'merge', on_schema_change: 'ignore' },
          ...{
            column_types: {},
            docs: { show: true, node_color: null },
            'post-hook': [{ sql: 'grant', transaction: true }],
            own: 1,
            full_refresh: null,
          },
        },
        columns: { id: { name: 'id', quote: true, config: { meta: {}, tags: [], policy: 'x' }, granularity: 'day', unknown: 2 } },
      }),
      'snapshot.shop.s': model('s', {
        ...{
          unique_id: 'snapshot.shop.s',
          resource_type: 'snapshot',
          fqn: ['shop', 'elsewhere', 's'],
          checksum: { name: 'none', checksum: '' },
        },
        config: { strategy: 'check', check_cols: ['plan'], on_schema_change: 'append_new_columns' },
      }),
    }),
  )
  const a = entries.get('manifest model.shop.a')
  expect(a?.extras).toEqual({
    checksum: { name: 'sha256', checksum: 'abc' },
    config: { unique_key: ['id', 'day'], incremental_strategy: 'merge', 'post-hook': [{ sql: 'grant', transaction: true }], own: 1 },
  })
  expect(a?.columns?.[0]?.extras).toEqual({ quote: true, granularity: 'day', unknown: 2, config: { policy: 'x' } })
  expect(entries.get('manifest snapshot.shop.s')?.extras).toEqual({
    fqn: ['shop', 'elsewhere', 's'],
    config: { strategy: 'check', check_cols: ['plan'], on_schema_change: 'append_new_columns' },
  })
})

it('keeps unknown keys of docs blocks and of a catalog’s metadata', async () => {
  const docs = { 'doc.shop.x': { unique_id: 'doc.shop.x', name: 'x', block_contents: 'Text', package_name: 'shop', reviewed_by: 'Ada' } }
  const metadata = { type: 'table', database: 'd', schema: 's', name: 'a', owner: null, comment: null, last_ddl: '2026-01-01' }
  const nodes = { 'model.shop.a': { unique_id: 'model.shop.a', metadata, columns: {}, stats: {} } }
  const { entries } = await read(
    manifest({ 'model.shop.a': model('a') }, { docs }),
    file('catalog.json', { metadata: { dbt_schema_version: schema('catalog/v1') }, nodes, sources: {} }),
  )
  expect(entries.get('manifest doc.shop.x')?.extras).toEqual({ reviewed_by: 'Ada' })
  expect(entries.get('catalog model.shop.a')?.extras).toEqual({ metadata: { last_ddl: '2026-01-01' } })
})

it('keeps what a group’s owner, the metadata of a generic test and those of the file say beyond what dbt is known to write', async () => {
  const owner = { name: 'Finance', email: 'f@shop.example', slack: '#finance' }
  const test = { resource_type: 'test', package_name: 'shop', name: 't', test_metadata: { name: 'unique', kwargs: {}, pack: 'own' } }
  const { entries } = await read(
    manifest(
      { 'test.shop.t': { unique_id: 'test.shop.t', ...test } },
      {
        metadata: { dbt_schema_version: schema('manifest/v12'), project_name: 'shop', env: { A: '1' }, quoting: {}, cell: 'eu-1' },
        groups: { 'group.shop.finance': { unique_id: 'group.shop.finance', name: 'finance', resource_type: 'group', owner } },
      },
    ),
  )
  expect(entries.get('groups group.shop.finance')?.extras).toEqual({ owner: { slack: '#finance' } })
  expect(entries.get('manifest test.shop.t')?.extras).toEqual({ test_metadata: { pack: 'own' } })
  expect(entries.get('manifest project.shop')?.extras).toEqual({ cell: 'eu-1' })
})

it('keeps what a contract says beyond being enforced: its checksum, and that types are compared as they are written', async () => {
  const contract = { enforced: true, alias_types: true, checksum: 'd4f5' }
  const { entries } = await read(
    manifest({
      'model.shop.a': model('a', { contract, config: { contract: { enforced: true, alias_types: true } } }),
      'model.shop.b': model('b', { contract: { enforced: false, alias_types: true, checksum: null } }),
      'model.shop.c': model('c', {
        contract: { ...contract, alias_types: false },
        config: { contract: { enforced: true, alias_types: false } },
      }),
      'model.shop.d': model('d', { config: { contract: { enforced: true, reviewed_by: 'data office' } } }),
    }),
  )
  const extras = (name: string) => entries.get(`manifest model.shop.${name}`)?.extras
  expect(extras('a')).toEqual({ contract: { checksum: 'd4f5' } })
  expect(entries.get('manifest model.shop.a')?.fields['contractEnforced']).toBe(true)
  expect(extras('b')).toEqual({})
  expect(extras('c')).toEqual({ contract: { alias_types: false, checksum: 'd4f5' } })
  expect(extras('d')).toEqual({ contract: { reviewed_by: 'data office' } })
})
