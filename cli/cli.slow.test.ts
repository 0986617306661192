import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DatasetRow } from '#contract/shapes'
import { buildCli, Desk, PROGRAM, steady } from './built-cli.ts'
import { SHOP, writeShop } from './cli-project.ts'

// The built command line, call by call on one catalog file, in the order a person would. What it prints for people is compared
// with golden/*.txt (written when missing, never in CI); what it prints for programs, with what the project itself says.

type Counts = { added: number; changed: number; removed: number; unchanged: number; conflicts: number }
type ImportDocument = {
  importId: number | null
  status: string
  files: { name: string }[]
  kinds: { kind: string; inFile: number; taken: number; left: number; reasons: { path: string; reason: string }[] }[]
  changes: Counts
  notUnderstood: { path: string; reason: string }[]
}
type Show = Record<string, unknown> & {
  provenance: Record<string, { kind: string; author?: string; reason?: string }>
  columns: Record<string, unknown>[]
}
type Walk = { root: string; nodes: { key: string; name: string; kind: string }[]; edges: { from: string; to: string }[]; hidden: number }
type Failure = { error: { code: string; message: string; details: Record<string, unknown> } }

const BOOK = ['--book', 'shop.stewardbook']
const key = (name: string): string => `dbt:shop/model.shop.${name}`
const raw = (name: string): string => `dbt:shop/source.shop.raw.${name}`
const names = (nodes: readonly { name: string }[]): string[] => nodes.map((node) => node.name).sort((a, b) => (a < b ? -1 : 1))

let desk: Desk
beforeAll(() => {
  buildCli()
  desk = new Desk()
  writeShop(join(desk.folder, 'shop', 'target'))
}, 120_000)
afterAll(() => desk.clear())

/** A call that ends well, and what it prints for people. */
async function expectGolden(name: string, args: readonly string[]): Promise<void> {
  const { code, out, error } = desk.run(args)
  expect([code, error], args.join(' ')).toEqual([0, ''])
  await expect(steady(out, desk.folder)).toMatchFileSnapshot(`golden/${name}.txt`)
}

describe('a catalog file', () => {
  test('is made, once', async () => {
    await expectGolden('book-create', ['book', 'create', 'shop.stewardbook', '--name', 'Shop warehouse'])
    expect(desk.json<Failure>(['book', 'create', 'shop.stewardbook'], 3).error.code).toBe('conflict')
  })
  test('says what it holds', async () => {
    await expectGolden('book-info', ['book', 'info', 'shop.stewardbook'])
    expect(desk.json(['book', 'info', 'shop.stewardbook'])).toMatchObject({
      name: 'Shop warehouse',
      fileName: 'shop.stewardbook',
      currency: 'USD',
      counts: { datasets: 0, imports: 0 },
    })
  })
})

describe('an import', () => {
  test('prints what each file held, what was taken and what changed', () => {
    const { code, out, error } = desk.run(['--json', ...BOOK, 'import', 'dbt', 'shop'])
    expect([code, error.split('\n')[0]]).toEqual([0, 'Reading'])
    const document = JSON.parse(out) as ImportDocument
    expect(document).toMatchObject({ importId: 1, changes: { changed: 0, removed: 0, unchanged: 0, conflicts: 0 }, notUnderstood: [] })
    expect(document.files.map((file) => file.name)).toEqual(['target/manifest.json', 'target/catalog.json', 'target/run_results.json'])
    const taken = Object.fromEntries(document.kinds.map(({ kind, inFile, taken: count }) => [kind, [inFile, count]]))
    expect(taken).toMatchObject({ model: [3, 3], source: [2, 2], test: [2, 2] })
    for (const { inFile, taken: count, left, reasons } of document.kinds) {
      expect(count + left).toBe(inFile)
      expect(reasons.length).toBe(left)
    }
  })
  test('of the same files changes nothing', async () => {
    const again = desk.json<ImportDocument>([...BOOK, 'import', 'dbt', 'shop/target'])
    expect(again).toMatchObject({ status: 'unchanged', changes: { added: 0, changed: 0, removed: 0, conflicts: 0 } })
    expect(desk.json<{ total: number }>([...BOOK, 'imports', 'list']).total).toBe(1)
    await expectGolden('imports-list', [...BOOK, 'imports', 'list'])
    await expectGolden('imports-show', [...BOOK, 'imports', 'show', '1'])
  })
  test('is only looked at with --preview', () => {
    const more = { ...SHOP, models: [...SHOP.models, { name: 'extra', dependsOn: ['orders'] }] }
    writeShop(join(desk.folder, 'later'), more)
    const preview = desk.json<ImportDocument>([...BOOK, 'import', 'dbt', 'later', '--preview'])
    expect(preview).toMatchObject({ importId: null, status: 'preview', changes: { removed: 0 } })
    expect(preview.changes.added).toBeGreaterThan(0)
    expect(desk.json<{ total: number }>([...BOOK, 'list', 'datasets']).total).toBe(SHOP.models.length)
  })
  test('with --strict finds what was left out', () => {
    const strict = (folder: string): readonly [code: number | null, left: readonly string[]] => {
      const { code, out } = desk.run([...BOOK, '--json', 'import', 'dbt', folder, '--preview', '--strict'])
      return [code, (JSON.parse(out) as ImportDocument).kinds.filter((kind) => kind.left > 0).map((kind) => kind.kind)]
    }
    // Macros are code, and the start page is dbt’s own: leaving them is no finding.
    expect(strict('shop')).toEqual([0, ['macro', 'doc']])
    const manifest = JSON.parse(readFileSync(join(desk.folder, 'shop/target/manifest.json'), 'utf8')) as { nodes: Record<string, unknown> }
    manifest.nodes['mystery.shop.box'] = { unique_id: 'mystery.shop.box', resource_type: 'mystery', name: 'box' }
    mkdirSync(join(desk.folder, 'mystery'))
    writeFileSync(join(desk.folder, 'mystery/manifest.json'), JSON.stringify(manifest))
    expect(strict('mystery')).toEqual([1, expect.arrayContaining(['mystery'])])
  })
})

describe('datasets', () => {
  test('are listed whole, and narrowed', async () => {
    await expectGolden('list-datasets', [...BOOK, 'list', 'datasets'])
    const all = desk.json<{ items: DatasetRow[]; total: number }>([...BOOK, 'list', 'datasets'])
    expect(Object.keys(all)).toEqual(['items', 'total'])
    expect(names(all.items)).toEqual(names(SHOP.models))
    expect(names(desk.json<{ items: DatasetRow[] }>([...BOOK, 'list', 'datasets', '--schema', 'marts', '--filter', 'rev']).items)).toEqual([
      'revenue',
    ])
  })
  test.each(['orders', 'model.shop.orders', key('orders'), 'warehouse.marts.orders', 'marts.orders'])('are shown by %s', (name) => {
    expect(desk.json<Show>([...BOOK, 'show', name])).toMatchObject({ key: key('orders') })
  })
  test('are shown with every field under its own name and who says it', async () => {
    const orders = desk.json<Show>([...BOOK, 'show', 'orders'])
    expect(orders).toMatchObject({
      key: key('orders'),
      name: 'orders',
      kind: 'dataset',
      status: 'active',
      description: 'One row per order.',
      ownerTeam: null,
      schema: 'marts',
      tags: ['core'],
      downstream: ['revenue'],
      links: {
        upstream: { items: expect.arrayContaining([{ key: key('stg_orders'), name: 'stg_orders', kind: 'dataset' }]), total: 2 },
        downstream: { items: [{ key: key('revenue'), name: 'revenue', kind: 'dataset' }], total: 1 },
        missingUpstream: { items: [], total: 0 },
      },
      sql: { raw: 'select * from orders', compiled: 'select * from orders' },
      checks: [expect.objectContaining({ checkType: 'not_null', columnName: 'order_id', lastOutcome: 'fail', failures: 3 })],
    })
    expect(orders.provenance['description']).toMatchObject({ kind: 'fact', sourceName: 'shop', part: 'manifest', importId: 1 })
    expect(orders.provenance['ownerTeam']).toMatchObject({ kind: 'none' })
    expect(orders.columns.map((column) => [column['name'], column['dataType'], column['description']])).toEqual([
      ['order_id', 'integer', 'Number of the order'],
      ['customer_email', 'text', null],
    ])
    await expectGolden('show', [...BOOK, 'show', 'orders'])
  })
})

describe('a decision', () => {
  test('is set by the names that show prints, and stands', async () => {
    const args = [
      'set',
      'dataset',
      'orders',
      'ownerTeam=Order desk',
      'tier=gold',
      'tags=core,finance',
      'custom.costCentre=42',
      '--reason',
      'agreed',
    ]
    expect(desk.json([...BOOK, ...args])).toMatchObject({ key: key('orders'), count: 4 })
    const orders = desk.json<Show>([...BOOK, 'show', 'orders'])
    expect(orders).toMatchObject({ ownerTeam: 'Order desk', tier: 'gold', tags: ['core', 'finance'], 'custom.costCentre': '42' })
    expect(orders.provenance['ownerTeam']).toMatchObject({ kind: 'decision', author: 'Ada', reason: 'agreed' })
    await expectGolden('show-decided', [...BOOK, 'show', 'orders'])
    await expectGolden('decisions-list', [...BOOK, 'decisions', 'list'])
  })
  test('is taken back with nothing after the =', () => {
    desk.json([...BOOK, 'set', 'dataset', 'orders', 'tags='])
    expect(desk.json<Show>([...BOOK, 'show', 'orders'])).toMatchObject({ tags: ['core'], tier: 'gold' })
  })
  test('is undone by the number of its group, and redone by the number of the undo', () => {
    const stewardOf = (): unknown => desk.json<Show>([...BOOK, 'show', 'orders'])['steward']
    const undo = (group: number, ...more: string[]) =>
      desk.json<{ groupId: number }>([...BOOK, 'decisions', 'undo', String(group), ...more])
    const set = desk.json<{ groupId: number }>([...BOOK, 'set', 'dataset', 'orders', 'steward=Bo', 'custom.note=x'])
    desk.json([...BOOK, 'set', 'dataset', 'orders', 'custom.note='])
    expect(undo(set.groupId, '--preview')).toMatchObject({ total: 2, values: 1, things: 1, datasets: 1, kept: 1, undoneBy: null })
    expect(desk.run([...BOOK, 'decisions', 'undo', String(set.groupId), '--preview']).out).toMatch(
      /steward +Bo +\(what the sources say\)[^]*1 value of 1 dataset\. 1 value stays: it was decided anew since\.\n$/,
    )
    expect(stewardOf()).toBe('Bo')
    const undone = undo(set.groupId, '--reason', 'too soon')
    expect(undone).toMatchObject({ undone: set.groupId, count: 1, things: 1, kept: 1 })
    expect(stewardOf()).toBe(null)
    const { items } = desk.json<{ items: unknown[] }>([...BOOK, 'decisions', 'list', '--key', 'orders'])
    expect(items[0]).toMatchObject({ groupId: undone.groupId, field: 'steward', reason: 'too soon', isCleared: true })
    expect(desk.json<Failure>([...BOOK, 'decisions', 'undo', String(set.groupId)], 3).error.code).toBe('conflict')
    expect(desk.json<Failure>([...BOOK, 'decisions', 'undo', '99999'], 3).error.code).toBe('not-found')
    const redone = undo(undone.groupId)
    expect(stewardOf()).toBe('Bo')
    expect(desk.run([...BOOK, 'decisions', 'undo', String(redone.groupId)]).out).toMatch(/^Undid 1 value of 1 dataset\. To redo it: /)
  })
  test.each([
    ['nope=1', 'invalid-input', 2],
    ['tier=platinum', 'invalid-input', 2],
    ['rowCount=5', 'invalid-input', 2],
  ])('%s is refused', (assignment, code, exit) => {
    expect(desk.json<Failure>([...BOOK, 'set', 'dataset', 'orders', assignment], exit).error).toMatchObject({ code })
  })
  test('goes to a file and into another catalog file', () => {
    const exported = desk.json<{ kind: string; decisions: { field: string }[] }>([...BOOK, 'decisions', 'export'])
    expect(exported).toMatchObject({ schemaVersion: 1, kind: 'stewardbook-decisions' })
    expect(exported.decisions.map((decision) => decision.field).sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'custom.costCentre',
      'ownerTeam',
      'tier',
    ])
    expect(desk.json([...BOOK, 'decisions', 'export', '--out', 'd.json'])).toMatchObject({ file: 'd.json', count: 3 })
    desk.run(['book', 'create', 'other.stewardbook'])
    const OTHER = ['--book', 'other.stewardbook']
    expect(desk.json([...OTHER, 'decisions', 'import', 'd.json'])).toMatchObject({ taken: 3, skipped: 0, sleeping: 3 })
    expect(desk.json([...OTHER, 'decisions', 'import', 'd.json'])).toMatchObject({ taken: 0, skipped: 3 })
    desk.json([...OTHER, 'import', 'dbt', 'shop'])
    expect(desk.json<Show>([...OTHER, 'show', 'orders'])).toMatchObject({ ownerTeam: 'Order desk' })
  })
})

describe('search and lineage', () => {
  test('finds by column', async () => {
    const found = desk.json<{ items: { name: string; key: string; kind: string }[]; total: number }>([...BOOK, 'search', 'customer_email'])
    expect(found.items.map((item) => item.key)).toContain(key('orders'))
    expect(Object.keys(found)).toEqual(['items', 'total', 'isMore'])
    await expectGolden('search', [...BOOK, 'search', 'revenue'])
  })
  test('walks up, down, both, as far as asked', async () => {
    const walk = (...args: string[]): Walk => desk.json<Walk>([...BOOK, 'lineage', ...args])
    const up = walk('orders', '--direction', 'up')
    expect(Object.keys(up)).toEqual(['root', 'nodes', 'edges', 'hidden'])
    expect(names(up.nodes)).toEqual(['customers_raw', 'orders', 'orders_raw', 'stg_orders'])
    expect(up).toMatchObject({ root: key('orders'), hidden: 0 })
    expect(new Set(up.edges.map(({ from, to }) => `${from} ${to}`))).toEqual(
      new Set([
        `${key('stg_orders')} ${key('orders')}`,
        `${raw('customers_raw')} ${key('orders')}`,
        `${raw('orders_raw')} ${key('stg_orders')}`,
      ]),
    )
    expect(names(walk('model.shop.orders', '--direction', 'up', '--steps', '1').nodes)).toEqual(['customers_raw', 'orders', 'stg_orders'])
    expect(names(walk('marts.orders', '--direction', 'down').nodes)).toEqual(['orders', 'revenue'])
    expect(names(walk('orders').nodes)).toEqual(['customers_raw', 'orders', 'orders_raw', 'revenue', 'stg_orders'])
    await expectGolden('lineage', [...BOOK, 'lineage', 'orders'])
  })
})

describe('a report', () => {
  test('is the same bytes in another zone and language', () => {
    const make = (format: string, env: Record<string, string>): string =>
      desk.run([...BOOK, 'report', 'catalog', '--format', format], env).out
    for (const format of ['html', 'md', 'csv', 'json']) {
      const here = make(format, { TZ: 'America/New_York', LANG: 'en_US.UTF-8' })
      expect(here.length).toBeGreaterThan(100)
      expect(make(format, { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' })).toBe(here)
    }
  })
  test('is one JSON document with --json, and written with --out', () => {
    expect(desk.json([...BOOK, 'report', 'catalog'])).toMatchObject({ schemaVersion: 1, name: 'catalog' })
    expect(desk.json([...BOOK, 'report', 'catalog', '--out', 'catalog.html'])).toMatchObject({ format: 'html', file: 'catalog.html' })
    expect(readFileSync(join(desk.folder, 'catalog.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    expect(desk.json<{ items: { name: string }[] }>(['report', 'list']).items.map((item) => item.name)).toContain('catalog')
    expect(desk.json<Failure>([...BOOK, 'report', 'nope'], 3).error.code).toBe('not-found')
  })
})

describe('refresh and undo', () => {
  test('sees what changed on disk', () => {
    expect(desk.json([...BOOK, 'refresh', '--all'])).toMatchObject({ items: [{ name: 'shop', outcome: 'unchanged' }], total: 1 })
    const manifest = join(desk.folder, 'shop', 'target', 'manifest.json')
    writeFileSync(manifest, readFileSync(join(desk.folder, 'later', 'manifest.json')))
    utimesSync(manifest, new Date(), new Date())
    const { items } = desk.json<{ items: { outcome: string; importId: number; changes: Counts }[] }>([...BOOK, 'refresh', 'shop'])
    expect(items).toMatchObject([{ outcome: 'imported', changes: { changed: 0 } }])
    expect(desk.json<Show>([...BOOK, 'show', 'extra'])).toMatchObject({ status: 'active' })
    expect(desk.json<Failure>([...BOOK, 'refresh', 'nope'], 3).error).toMatchObject({
      code: 'not-found',
      details: { candidates: ['shop'] },
    })
  })
  test('hands out an original, and never over a file that is there without being told to', () => {
    const original = ['imports', 'original', '1', 'manifest.json', '--out', 'kept.json']
    const { files } = desk.json<{ files: { name: string; sha256: string }[] }>([...BOOK, 'imports', 'show', '1'])
    expect(desk.json([...BOOK, ...original])).toMatchObject({ file: 'kept.json', importId: 1 })
    const kept = readFileSync(join(desk.folder, 'kept.json'))
    const sha256 = createHash('sha256').update(kept).digest('hex')
    expect(files.find(({ name }) => name.endsWith('manifest.json'))?.sha256).toBe(sha256)

    writeFileSync(join(desk.folder, 'kept.json'), 'mine')
    expect(desk.json<Failure>([...BOOK, ...original], 3).error.code).toBe('conflict')
    expect(readFileSync(join(desk.folder, 'kept.json'), 'utf8')).toBe('mine')
    desk.json([...BOOK, ...original, '--replace'])
    expect(readFileSync(join(desk.folder, 'kept.json'))).toEqual(kept)
  })
  test('takes imports back, newest first, and keeps what was decided', () => {
    const { items } = desk.json<{ items: { importId: number; status: string }[] }>([...BOOK, 'imports', 'list'])
    const [newest] = items
    expect(desk.json<Failure>([...BOOK, 'imports', 'undo', '1'], 3).error.code).toBe('conflict')
    expect(desk.json([...BOOK, 'imports', 'undo', String(newest?.importId), '--preview'])).toMatchObject({
      undone: [],
      wouldUndo: [newest?.importId],
    })
    expect(desk.json([...BOOK, 'imports', 'undo', String(newest?.importId)])).toMatchObject({ undone: [newest?.importId] })
    expect(desk.json<Failure>([...BOOK, 'imports', 'undo', '999'], 3).error.code).toBe('not-found')
    expect(desk.json<Show>([...BOOK, 'show', 'orders'])).toMatchObject({ ownerTeam: 'Order desk' })
    expect(desk.json<{ total: number }>([...BOOK, 'list', 'datasets']).total).toBe(SHOP.models.length)
  })
  test('of a rename in the night one is told, and can say that it is one', () => {
    const moved = ['--book', 'moved.stewardbook']
    const folder = join(desk.folder, 'moved')
    const [from, to] = ['dbt:moved/model.moved.orders', 'dbt:moved/model.moved.sales']
    const columns = ['order_id', 'customer_email', 'amount'].map((name) => ({ name }))
    const project = (name: string) => ({ ...SHOP, name: 'moved', models: [{ name, columns }] })
    writeShop(folder, project('orders'))
    desk.json(['book', 'create', 'moved.stewardbook'])
    desk.json([...moved, 'import', 'dbt', 'moved'])
    desk.json([...moved, 'set', 'dataset', 'orders', 'steward=Bo'])
    writeShop(folder, { ...project('sales'), generatedAt: '2026-09-01T00:00:00Z' })
    const renames = { items: [{ from, to }], total: 1, remark: null }
    expect(desk.json([...moved, 'refresh', '--all'])).toMatchObject({ items: [{ outcome: 'imported', renames }] })
    expect(desk.json([...moved, 'imports', 'show', '2'])).toMatchObject({ renames })
    const { groupId } = desk.json<{ groupId: number }>([...moved, 'same', from, to, '--reason', 'renamed'])
    expect(desk.json([...moved, 'show', 'sales'])).toMatchObject({ steward: 'Bo', status: 'active' })
    expect(desk.json([...moved, 'imports', 'show', '2'])).toMatchObject({ renames: { total: 0 } })
    expect(desk.json<Failure>([...moved, 'same', from, to], 3).error.code).toBe('conflict')
    desk.json([...moved, 'decisions', 'undo', String(groupId)])
    expect(desk.json([...moved, 'show', 'sales'])).toMatchObject({ steward: null })
  })
  test('a source whose files are gone fails, and says so', () => {
    const away = join(desk.folder, 'away')
    writeShop(away, { ...SHOP, name: 'away' })
    desk.json([...BOOK, 'import', 'dbt', 'away'])
    rmSync(away, { recursive: true })
    const { items } = desk.json<{ items: { name: string; outcome: string; error: string | null }[] }>([...BOOK, 'refresh', '--all'], 3)
    expect(items.find((item) => item.name === 'away')).toMatchObject({ outcome: 'failed', error: expect.stringContaining(`“${away}”`) })
  })
})

describe('bad input is 3, findings are 1, and each says what is wrong', () => {
  const failure = (args: readonly string[], code = 3): Failure['error'] => desk.json<Failure>(args, code).error
  test.each([
    ['a file that is not there', ['import', 'dbt', 'nowhere.json'], 'bad-file', /“\/.*\/nowhere\.json”/],
    ['a file that is cut off', ['import', 'dbt', 'cut.json'], 'bad-file', /“\/.*\/cut\.json”/],
    ['a folder without artifacts', ['import', 'dbt', 'empty'], 'bad-file', /empty/],
    ['a name nothing has', ['show', 'nope'], 'not-found', /nope/],
    ['a name two things have', ['show', 'orders_twice'], 'ambiguous', /orders_twice/],
  ])('%s', (_, args, code, sentence) => {
    writeFileSync(
      join(desk.folder, 'cut.json'),
      '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json"},"nodes":{"a',
    )
    mkdirSync(join(desk.folder, 'empty'), { recursive: true })
    const twice = {
      name: 'twice',
      models: ['one', 'two'].map((schema) => ({
        name: 'orders_twice',
        schema,
        kind: schema === 'one' ? ('seed' as const) : ('model' as const),
      })),
    }
    if (!existsSync(join(desk.folder, 'twice'))) desk.json([...BOOK, 'import', 'dbt', writeShop(join(desk.folder, 'twice'), twice)])
    expect(failure([...BOOK, ...args])).toMatchObject({ code, message: expect.stringMatching(sentence) })
    const { code: exit, out, error } = desk.run([...BOOK, '--quiet', ...args])
    expect([exit, out]).toEqual([3, ''])
    expect(error).toMatch(/^[^{]+[.:]\n/)
  })
  test('a catalog file that is missing, foreign, empty or a folder', () => {
    writeFileSync(join(desk.folder, 'foreign.stewardbook'), 'not a database, but long enough to be looked at. '.repeat(50))
    const sqlite = new Database(join(desk.folder, 'other.sqlite'))
    sqlite.exec('create table t(x)')
    sqlite.close()
    expect(failure(['--book', 'none.stewardbook', 'list', 'datasets']).code).toBe('book-missing')
    expect(failure(['--book', 'foreign.stewardbook', 'list', 'datasets']).code).toBe('book-foreign')
    expect(failure(['--book', 'other.sqlite', 'list', 'datasets']).code).toBe('book-foreign')
    expect(existsSync(join(desk.folder, 'none.stewardbook'))).toBe(false)
  })
  test('a journal that was tampered with', () => {
    expect(desk.json(['book', 'verify', 'shop.stewardbook'])).toMatchObject({ ok: true, firstBroken: null })
    expect(desk.json(['book', 'check', 'shop.stewardbook'])).toMatchObject({ ok: true, problems: [] })
    desk.json([...BOOK, 'book', 'copy', 'tampered.stewardbook'])
    const db = new Database(join(desk.folder, 'tampered.stewardbook'))
    const [{ seq }] = db.prepare('select max(seq) - 1 seq from journal').all() as [{ seq: number }]
    db.prepare("update journal set author = 'Mallory' where seq = ?").run(seq)
    db.close()
    expect(desk.json(['book', 'verify', 'tampered.stewardbook'], 1)).toMatchObject({ ok: false, firstBroken: { seq } })
  })
  test('a damaged file', () => {
    desk.json([...BOOK, 'book', 'copy', 'damaged.stewardbook'])
    const path = join(desk.folder, 'damaged.stewardbook')
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 40_000, 60_000)
    writeFileSync(path, bytes)
    const check = () => desk.json<{ ok: boolean; problems: string[] }>(['book', 'check', 'damaged.stewardbook'], 1)
    const problems = [expect.stringMatching(/\w/)]
    expect(check()).toMatchObject({ ok: false, problems: expect.arrayContaining(problems) })
    // So damaged that it can't be opened.
    writeFileSync(path, bytes.fill(0x5a, 100, 60_000))
    expect(failure(['list', 'datasets', '--book', 'damaged.stewardbook']).code).toBe('book-damaged')
    expect(check()).toMatchObject({ ok: false, problems })
    const { code, out, error } = desk.run(['book', 'check', 'damaged.stewardbook'])
    expect([code, error]).toEqual([1, ''])
    expect(out).toMatch(/^The catalog file “\/.*\/damaged\.stewardbook” is damaged \(.+\)\. Open a backup or a copy of it/)
    writeFileSync(path, bytes.subarray(0, 50))
    expect(check().problems).toEqual(['it is cut off after 50 bytes'])
    expect(failure(['book', 'check', 'foreign.stewardbook']).code).toBe('book-foreign')
    expect(failure(['book', 'check', 'none.stewardbook']).code).toBe('book-missing')
  })
})

describe('in a synced folder', () => {
  test('whoever changes a catalog file is told so on stderr, once, and whoever only reads it is not', () => {
    const warning = /^This file is in a folder synced by Dropbox\. .*\n/
    const synced = ['--quiet', '--book', join('Dropbox', 'shop.stewardbook')]
    mkdirSync(join(desk.folder, 'Dropbox'))
    const told = (...args: string[]): string => {
      const { code, out, error } = desk.run([...synced, '--json', ...args])
      expect(code, args.join(' ') + error).toBe(0)
      expect(out).not.toContain('Dropbox. ')
      expect(JSON.parse(out)).toBeTypeOf('object')
      return error
    }
    const once = (...args: string[]): void => {
      const error = told(...args)
      expect(error, args.join(' ')).toMatch(warning)
      expect(error.replace(warning, '')).toBe('')
    }
    expect(desk.run(['--json', 'book', 'create', join('Dropbox', 'shop.stewardbook')]).error).toMatch(warning)
    once('import', 'dbt', 'shop')
    once('refresh', '--all')
    once('set', 'dataset', 'orders', 'tier=gold')
    once('decisions', 'import', 'd.json')
    once('imports', 'undo', '1')
    expect(told('list', 'datasets')).toBe('')
    expect(told('today')).toBe('')
  })
})

describe('a good citizen', () => {
  test('takes the catalog file from the environment', () => {
    expect(desk.run(['--json', 'list', 'datasets'], { STEWARDBOOK_BOOK: 'shop.stewardbook' }).code).toBe(0)
  })
  test('backs up beside the file and leaves one whole file behind', () => {
    const before = readdirSync(desk.folder)
    const { fileName } = desk.json<{ fileName: string }>(['book', 'backup', 'shop.stewardbook'])
    expect(readdirSync(desk.folder).filter((name) => !before.includes(name))).toEqual([fileName])
    expect(readdirSync(desk.folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([])
  })
  test('stops quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [PROGRAM, ...BOOK, '--json', 'show', 'orders'], { cwd: desk.folder, env: desk.env() })
    child.stdout.destroy()
    let error = ''
    child.stderr.on('data', (piece: Buffer) => (error += piece.toString()))
    const [code] = (await once(child, 'exit')) as [number | null]
    expect([code, error]).toEqual([0, ''])
  })
  test('cancels an import on Ctrl+C and leaves the catalog file as it was', async () => {
    const models = Array.from({ length: 4000 }, (_, index) => ({ name: `m${index}`, dependsOn: index === 0 ? [] : [`m${index - 1}`] }))
    writeShop(join(desk.folder, 'large'), { name: 'large', models })
    const before = desk.json<{ total: number }>([...BOOK, 'list', 'datasets']).total
    const child = spawn(process.execPath, [PROGRAM, ...BOOK, 'import', 'dbt', 'large'], { cwd: desk.folder, env: desk.env() })
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    expect(code ?? signal).toSatisfy((end) => end === 130 || end === 'SIGINT') // a shell says 130 for both
    expect(desk.json<{ total: number }>([...BOOK, 'list', 'datasets']).total).toBe(before)
    expect(desk.json<{ ok: boolean }>(['book', 'verify', 'shop.stewardbook']).ok).toBe(true)
  })
  test('hands the browser a file, not the address, and takes it away when it is ended', async () => {
    const programs = join(desk.folder, 'programs')
    mkdirSync(programs)
    const opened = join(desk.folder, 'opened')
    writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\necho "$1" > ${opened}\n`, { mode: 0o755 })
    const env = desk.env({ DISPLAY: ':9', PATH: `${programs}:${process.env['PATH']}` })
    const child = spawn(process.execPath, [PROGRAM, ...BOOK, 'serve'], { cwd: desk.folder, env })
    let out = ''
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()))
    await expect.poll(() => out, { timeout: 30_000 }).toContain('Ctrl+C')
    expect(out).toMatch(/^Opened in your browser: http:\/\/127\.0\.0\.1:\d+\n/)
    const launchFile = new URL(readFileSync(opened, 'utf8').trim()).pathname
    expect([out.includes('#t='), statSync(launchFile).mode & 0o777]).toEqual([false, 0o600])
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(readdirSync(dirname(dirname(launchFile))).filter((name) => name.startsWith('stewardbook'))).toEqual([])
  })
})
