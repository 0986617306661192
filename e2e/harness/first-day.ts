import { join } from 'node:path'
import type { App } from './app.ts'
import { changeTable, packed, readJson, SHOP, writeProject } from './project.ts'
import { realData } from './real-data.ts'

/** A project a steward brings along on the first day, and the dataset that is looked for in it. */
export type Subject = {
  readonly label: string
  /** Why it cannot be tried here. */
  readonly missing: string | null
  /** Folder below the root that is picked. */
  readonly folder: string
  /** Puts the files there. @returns what is known of them, counted without our code */
  readonly bring: (app: App) => Known
  /** Writes the files as a later run of dbt would: one description reads otherwise. */
  readonly change: (app: App) => void
}
export type Known = {
  readonly sourceName: string
  readonly models: number
  /** Models, seeds, snapshots and sources. */
  readonly datasets: number
  readonly schema: string
  readonly name: string
  readonly description: string
}

export const LATER_DESCRIPTION = 'What the project says of it after a later run.'

const OWN: Subject = {
  label: 'a small shop',
  missing: null,
  folder: 'projects/shop/target',
  bring(app) {
    writeProject(app, 'projects/shop/target', SHOP)
    const models = SHOP.tables.filter((table) => table.kind !== 'source').length
    const { name, schema = '', description = '' } = SHOP.tables.find((table) => table.name === 'fct_orders') ?? { name: '' }
    return { sourceName: 'shop', models, datasets: SHOP.tables.length, schema, name, description }
  },
  change: (app) => writeProject(app, 'projects/shop/target', changeTable(SHOP, 'fct_orders', { description: LATER_DESCRIPTION })),
}

type Node = { resource_type: string; schema: string; alias: string; description: string }
type Manifest = { metadata: { project_name: string }; nodes: Record<string, Node>; sources: Record<string, unknown> }

/** Only the artifacts as they are; the later run is the same manifest with one description changed. */
function real(name: string, model: string): Subject {
  const { folder: from, missing } = realData(`dbt/${name}`)
  const folder = `projects/${name.split('/').at(-1)}`
  const file = join(from, 'manifest.json.gz')
  const read = (): { manifest: Manifest; node: Node } => {
    const manifest = readJson(file) as unknown as Manifest
    const node = manifest.nodes[model]
    if (node === undefined) throw new Error(`${file} has no ${model}`)
    return { manifest, node }
  }
  return {
    label: name,
    missing,
    folder,
    bring(app) {
      app.copy(from, folder)
      const { manifest, node } = read()
      const count = (...types: string[]): number =>
        Object.values(manifest.nodes).filter(({ resource_type }) => types.includes(resource_type)).length
      return {
        sourceName: manifest.metadata.project_name,
        models: count('model'),
        datasets: count('model', 'seed', 'snapshot') + Object.keys(manifest.sources).length,
        schema: node.schema,
        name: node.alias,
        description: node.description.slice(0, 30),
      }
    },
    change(app) {
      const { manifest, node } = read()
      node.description = LATER_DESCRIPTION
      app.write(`${folder}/manifest.json.gz`, packed(manifest))
    },
  }
}

export const SUBJECTS: readonly Subject[] = [
  OWN,
  real('fivetran-dbt_jira/v12-postgres-2026-06', 'model.jira.jira__issue_enhanced'),
  real('b-ned-dbt-colibri/duckdb', 'model.jaffle_shop.customers'),
]
