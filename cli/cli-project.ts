import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCatalog, makeManifest, type TestProject } from '#services/testing/dbt-project'

/** A web shop: two sources, a staging and two mart models, so that every command has something to say. */
export const SHOP: TestProject = {
  name: 'shop',
  generatedAt: '2026-01-02T03:04:05.000000Z',
  models: [
    { name: 'orders_raw', kind: 'source', schema: 'raw', columns: [{ name: 'id', type: 'integer' }] },
    {
      name: 'customers_raw',
      kind: 'source',
      schema: 'raw',
      columns: [
        { name: 'id', type: 'integer' },
        { name: 'email', type: 'text' },
      ],
    },
    {
      name: 'stg_orders',
      schema: 'staging',
      columns: [{ name: 'order_id', type: 'integer', description: 'Number of the order' }],
      dependsOn: ['orders_raw'],
      notNull: ['order_id'],
    },
    {
      name: 'orders',
      schema: 'marts',
      description: 'One row per order.',
      columns: [
        { name: 'order_id', type: 'integer', description: 'Number of the order' },
        { name: 'customer_email', type: 'text' },
      ],
      dependsOn: ['stg_orders', 'customers_raw'],
      tags: ['core'],
      notNull: ['order_id'],
    },
    { name: 'revenue', schema: 'marts', description: 'Revenue per day.', columns: [{ name: 'day', type: 'date' }], dependsOn: ['orders'] },
  ],
}

/** What a nightly `dbt build` says of it. */
const RUN_RESULTS = {
  metadata: {
    dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
    dbt_version: '1.9.0',
    generated_at: '2026-01-02T04:00:00.000000Z',
    invocation_id: 'shop-nightly',
  },
  args: { which: 'build' },
  elapsed_time: 12.5,
  results: [
    ['model.shop.orders', 'success'],
    ['test.shop.not_null_orders_order_id', 'fail'],
  ].map(([unique_id, status]) => ({
    unique_id,
    status,
    failures: status === 'fail' ? 3 : null,
    message: null,
    execution_time: 1.5,
    thread_id: 'Thread-1',
    timing: [{ name: 'execute', started_at: '2026-01-02T03:59:00.000000Z', completed_at: '2026-01-02T03:59:01.500000Z' }],
    adapter_response: {},
  })),
}

/** Writes the project's artifacts as dbt leaves them. @returns the folder */
export function writeShop(folder: string, project: TestProject = SHOP): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(makeManifest(project)))
  writeFileSync(join(folder, 'catalog.json'), JSON.stringify(makeCatalog(project)))
  writeFileSync(join(folder, 'run_results.json'), JSON.stringify(RUN_RESULTS))
  return folder
}
