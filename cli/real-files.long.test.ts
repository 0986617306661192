import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCli, Desk } from './built-cli.ts'

// The command line on real dbt projects: lists, lineage and undo against a count of the raw JSON that uses nothing of ours.

const FOLDER = resolve(process.env['STEWARDBOOK_REAL_DATA'] ?? '../shared/data', 'dbt')

type RawNode = { readonly resource_type?: string; readonly depends_on?: { readonly nodes?: readonly string[] } }
type RawManifest = Record<'nodes' | 'sources' | 'exposures' | 'metrics', Record<string, RawNode> | undefined>

function readManifest(folder: string): RawManifest | null {
  const name = ['manifest.json', 'manifest.json.gz'].find((candidate) => existsSync(join(folder, candidate)))
  if (name === undefined) return null
  const bytes = readFileSync(join(folder, name))
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as RawManifest
}

const projects = existsSync(FOLDER)
  ? readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^manifest\.json(\.gz)?$/.test(entry.name))
      .map((entry) => relative(FOLDER, entry.parentPath))
      .sort((a, b) => (a < b ? -1 : 1))
  : []
if (projects.length === 0) process.stderr.write(`No dbt artifacts in ${FOLDER}: the command line is not tried on real files.\n`)

const DATASETS = new Set(['model', 'seed', 'snapshot'])
const isCheck = (id: string): boolean => id.startsWith('test.') || id.startsWith('unit_test.')

/** Everything a node stands on, by its ids; checks stand on nothing of interest. */
function ancestorsOf(manifest: RawManifest, start: string): Set<string> {
  const all = { ...manifest.nodes, ...manifest.sources, ...manifest.exposures, ...manifest.metrics }
  const seen = new Set([start])
  const waiting = [start]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const up of all[id]?.depends_on?.nodes ?? []) {
      if (seen.has(up) || !(up in all) || isCheck(up)) continue
      seen.add(up)
      waiting.push(up)
    }
  }
  return seen
}

describe.skipIf(projects.length === 0)('the command line on real projects', () => {
  let desk: Desk
  beforeAll(() => {
    buildCli()
    desk = new Desk()
  }, 120_000)
  afterAll(() => desk.clear())

  test.each(projects)('%s', { timeout: 120_000 }, (project) => {
    const folder = join(FOLDER, project)
    const manifest = readManifest(folder)
    if (manifest === null) throw new Error(`no manifest in ${project}`)
    const book = `${project.replaceAll(/[^a-z0-9]+/gi, '-')}.stewardbook`
    const ask = <T>(...args: string[]): T => desk.json<T>(['--book', book, ...args])
    desk.json(['book', 'create', book])
    const { importId } = ask<{ importId: number }>('import', 'dbt', folder)

    const ids = [
      ...Object.entries(manifest.nodes ?? {}).filter(([, node]) => DATASETS.has(node.resource_type ?? '')),
      ...Object.entries(manifest.sources ?? {}),
    ].map(([id]) => id)
    const listed = ask<{ items: { key: string }[]; total: number }>('list', 'datasets')
    const inSource = (key: string): string => key.slice(key.indexOf('/') + 1)
    // A catalog may know tables the manifest does not, never the other way round.
    expect(listed.items.map((item) => inSource(item.key))).toEqual(expect.arrayContaining(ids))
    expect(listed.total).toBe(listed.items.length)

    for (const id of ids.filter((_, index) => index % Math.ceil(ids.length / 4) === 0)) {
      expect(ask<{ key: string }>('show', id).key.endsWith(`/${id}`)).toBe(true)
      const { nodes, hidden } = ask<{ nodes: { key: string }[]; hidden: number }>('lineage', id, '--direction', 'up')
      expect(new Set(nodes.map((node) => inSource(node.key)))).toEqual(ancestorsOf(manifest, id))
      expect(hidden).toBe(0)
    }
    expect(ask('book', 'verify')).toMatchObject({ ok: true })
    expect(ask('imports', 'undo', String(importId))).toMatchObject({ undone: [importId] })
    expect(ask<{ total: number }>('list', 'datasets').total).toBe(0)
  })
})
