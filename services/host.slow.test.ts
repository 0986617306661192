import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AppEvent } from '#contract/events'
import { contract } from '#contract/index'
import { createClient } from '#contract/kit'
import { isLogLong, openReadConnection } from '#db/connection'
import { hasUnrankedWords, listMisplaced } from '#db/search-words'
import { startBookProcess } from '#db/testing/book-process'
import { type Host, openHost } from './host.ts'
import * as runWorker from './jobs/run-worker.ts'
import { makeBigProject } from './testing/big-project.ts'
import { changed, SHOP, writeProject } from './testing/dbt-project.ts'

let folder: string
let host: Host
let events: AppEvent[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-host-'))
  process.env['STEWARDBOOK_CONFIG_DIR'] = join(folder, 'config')
  events = []
  host = await openHost({ author: 'Ines Duarte', onEvent: (event) => events.push(event) })
  await host.client.book.create({ pickId: await host.pickPath('book-create', join(folder, 'a.stewardbook')), name: 'Shop' })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await host.close()
  delete process.env['STEWARDBOOK_CONFIG_DIR']
  rmSync(folder, { recursive: true, force: true })
})

const importShop = async (name = 'shop', project = SHOP): Promise<number> => {
  const path = writeProject(join(folder, name), project, { catalog: 'with' })
  const { jobId, planId } = await host.client.imports.preview({ pickId: await host.pickPath('import', path) })
  expect((await host.waitForJob(jobId)).error).toBeNull()
  const applied = await host.client.imports.apply({ planId })
  const job = await host.waitForJob(applied.jobId)
  expect(job).toMatchObject({ state: 'done', error: null })
  return job.importId ?? 0
}

/** Folders of this program where files wait to be fetched. */
const leftInTemp = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`stewardbook-export-${process.pid}-`))

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += Buffer.from(piece).toString('utf8')
  return text
}

describe('a host', () => {
  test('imports in a worker, shows it, and takes it back', async () => {
    const importId = await importShop()
    const list = await host.client.datasets.list({})
    expect(list.total).toBe(5)
    expect((await host.client.book.current({})).book?.counts).toMatchObject({ datasets: 5, checks: 3, sources: 1, imports: 1 })
    expect((await host.client.lineage.around({ key: 'fct_orders' })).nodes.map((node) => node.name).sort()).toEqual([
      'fct_orders',
      'stg_customers',
      'stg_orders',
    ])
    expect((await host.client.search.find({ text: 'orders' })).items.length).toBeGreaterThan(1)
    expect((await host.client.imports.undo({ importId })).undone).toEqual([importId])
    expect((await host.client.datasets.list({})).total).toBe(0)
    expect(await host.client.book.verify({})).toMatchObject({ ok: true })
    expect(await host.client.book.check({})).toEqual({ ok: true, problems: [] })
  })

  test('sets very many values in a worker, and answers meanwhile', async () => {
    await importShop('big', makeBigProject({ name: 'big', models: 1200, seed: 4 }))
    const edit = { selection: { filter: {} }, changes: [{ field: 'steward', value: 'Ines Duarte' }] }
    const { planId, total } = await host.client.datasets.previewEdit({ ...edit, limit: 1 })
    expect(total).toBe(1200)
    const answered: number[] = []
    let isDone = false
    const done = host.client.datasets.edit({ ...edit, planId }).finally(() => (isDone = true))
    while (!isDone) {
      await nextTurn() // a thread's messages are heard between two questions
      answered.push((await host.client.datasets.list({ filter: { text: 'model' }, limit: 1 })).total)
    }
    const { groupId, count } = await done
    expect(count).toBe(1200)
    expect(answered.length).toBeGreaterThan(2)
    expect(events).toContainEqual(
      expect.objectContaining({ job: expect.objectContaining({ title: 'Setting 1,200 values', state: 'done' }) }),
    )
    await host.client.decisions.undo({ groupId })
    expect((await host.client.datasets.previewEdit({ ...edit, limit: 1 })).fills).toBe(1200)
    expect(await host.client.book.verify({})).toMatchObject({ ok: true })
  })

  test('ranks the words of new datasets and brings the log in once nothing else is at work, where a window holds the book', async () => {
    await importShop('big', makeBigProject({ name: 'big', models: 1200, seed: 4 }))
    const path = join(folder, 'a.stewardbook')
    const read = openReadConnection(path)
    const window = await openHost({ author: 'Ines Duarte', holder: 'app', bookPath: path })
    try {
      expect([hasUnrankedWords(read), isLogLong(read)]).toEqual([true, true])
      await vi.waitUntil(() => !hasUnrankedWords(read) && !isLogLong(read), { timeout: 60_000, interval: 50 })
      expect(listMisplaced(read, 0, 10_000).assetIds).toEqual([])
      expect((await window.client.jobs.list({})).items).toEqual([])
    } finally {
      await window.close()
      read.close()
    }
  })

  test('a preview that a later one took the place of is gone, and thrown away takes that one not along', async () => {
    const look = async (name: string): Promise<string> => {
      const pickId = await host.pickPath('import', writeProject(join(folder, name), { ...SHOP, name }))
      const { jobId, planId } = await host.client.imports.preview({ pickId })
      await host.waitForJob(jobId)
      return planId
    }
    const first = await look('first')
    const second = await look('second')
    const third = await look('third')
    await expect(host.client.imports.plan({ planId: first })).rejects.toThrow('This preview is gone. Look at the files again.')
    await host.client.imports.discard({ planId: second })
    await vi.waitUntil(async () => (await host.client.jobs.list({})).items.every(({ state }) => state !== 'running'))
    const { jobId } = await host.client.imports.apply({ planId: third })
    expect(await host.waitForJob(jobId)).toMatchObject({ state: 'done' })
    expect((await host.client.sources.list({})).items).toMatchObject([{ name: 'third' }])
  })

  test('announces progress and changes', async () => {
    await importShop()
    expect(events.filter((event) => event.kind === 'progress').at(-1)).toMatchObject({ job: { kind: 'apply', state: 'done' } })
    expect(events.some((event) => event.kind === 'changed' && event.nouns.includes('datasets'))).toBe(true)
  })

  test('refreshes its sources from where their files were', async () => {
    await importShop()
    const same = await host.client.sources.refresh({})
    await host.waitForJob(same.jobId)
    expect((await host.client.sources.refreshResult(same)).items).toMatchObject([{ name: 'shop', outcome: 'unchanged' }])
    writeProject(join(folder, 'shop'), changed(SHOP, 'fct_orders', { name: 'fact_orders', notNull: [] }), { catalog: 'with' })
    const renamed = await host.client.sources.refresh({})
    await host.waitForJob(renamed.jobId)
    expect((await host.client.sources.refreshResult(renamed)).items).toMatchObject([
      {
        outcome: 'imported',
        changes: { conflicts: 0 },
        renames: { items: [{ fromName: 'fct_orders', toName: 'fact_orders' }], total: 1, remark: null },
      },
    ])
    // The summary is looked at again after a rename was settled.
    const [from, to] = ['dbt:shop/model.shop.fct_orders', 'dbt:shop/model.shop.fact_orders']
    const settled = await host.client.assets.setSame({ from, to, isSame: true, reason: '' })
    const openRenames = async () => (await host.client.sources.refreshResult(renamed)).items[0]?.renames
    expect(await openRenames()).toEqual({ items: [], total: 0, remark: null })
    await host.client.decisions.undo({ groupId: settled.groupId ?? 0 })
    expect(await openRenames()).toMatchObject({ total: 1 })

    const touched = (): void => utimesSync(join(folder, 'shop', 'manifest.json'), new Date(), new Date())
    const stateOf = async (): Promise<unknown> => (await host.client.sources.list({})).items[0]
    touched()
    expect(await stateOf()).toMatchObject({ fileState: 'newer', checkedAtMs: null })
    await host.waitForJob((await host.client.sources.refresh({})).jobId)
    expect(await stateOf()).toMatchObject({ fileState: 'same', checkedAtMs: expect.any(Number), importCount: 2 })

    const [newest] = (await host.client.imports.list({})).items
    await host.client.imports.undo({ importId: newest?.importId ?? 0 })
    touched()
    const left = await host.client.sources.refresh({})
    await host.waitForJob(left.jobId)
    expect((await host.client.sources.refreshResult(left)).items).toMatchObject([
      { outcome: 'undone', importId: newest?.importId, changes: null, undoneAtMs: expect.any(Number), error: null },
    ])
    expect(await stateOf()).toMatchObject({ fileState: 'undone', undone: { importId: newest?.importId }, importCount: 2 })
    rmSync(join(folder, 'shop'), { recursive: true })
    const gone = await host.client.sources.refresh({})
    await host.waitForJob(gone.jobId)
    expect((await host.client.sources.refreshResult(gone)).items).toMatchObject([{ outcome: 'failed' }])
    expect((await host.client.sources.list({})).items).toMatchObject([{ fileState: 'missing', canRefresh: true }])
  })

  test('remembers a meta mapping and reads what is already imported with it', async () => {
    await importShop()
    const [source] = (await host.client.sources.list({})).items
    const sourceId = source?.sourceId ?? 0
    const { items } = await host.client.sources.metaKeys({ sourceId })
    expect(items).toMatchObject([
      { metaKey: 'owner', scope: 'dataset', count: 1, examples: ['Commerce Data'], mappedTo: null, suggestedField: 'ownerTeam' },
    ])
    await host.client.sources.setMetaMapping({ sourceId, mapping: [{ metaKey: 'owner', scope: 'dataset', field: 'ownerTeam' }] })
    expect((await host.client.datasets.list({ filter: { ownerTeam: ['Commerce Data'] } })).total).toBe(1)
  })

  test('answers for a large book beside as it does here for a small one', async () => {
    await importShop()
    const [source] = (await host.client.sources.list({})).items
    const filter = { text: 'orders', gap: ['no_owner' as const], resourceType: ['model'] }
    const answers = async () => {
      const { client } = host
      const [facets, { total }, held, keys] = await Promise.all([
        client.datasets.facets({ filter }),
        client.datasets.list({ filter, limit: 1 }),
        client.settings.valuesHeld({}),
        client.sources.metaKeys({ sourceId: source?.sourceId ?? 0 }),
      ])
      return { facets, total, held, keys }
    }
    const here = await answers()
    const started = vi.spyOn(runWorker, 'startWorker')
    const db = new Database(join(folder, 'a.stewardbook'))
    db.exec(`update facet_count set count = 5001 where facet = 'status' and value = 'active'; update book set seq = seq + 1;
      insert into asset_key (sourceId, name, urn, kind, assetId, firstImportId)
        with recursive n (n) as (select 1 union all select n + 1 from n where n < 1001) select 1, n, n, 'dataset', 1, 1 from n;
      update source set metaMapping = metaMapping || ' '`)
    db.close()
    expect(await answers()).toEqual(here)
    expect(started.mock.calls.map(([{ task }]) => task.kind).sort()).toEqual(['facets', 'meta-keys', 'values-held'])
  })

  test('adds up the costs of very many lines beside', async () => {
    await importShop()
    const db = new Database(join(folder, 'a.stewardbook'))
    db.exec(`insert into cost_line (id, sourceId, firstImportId, pipelineName, datasetName, component, currency)
        with recursive n (n) as (select 1 union all select n + 1 from n where n < 50001) select n, 1, 1, 'load_' || n, '', 'compute', 'EUR' from n;
      insert into cost_month (month, lineId, amountMicros, amountRest, entryCount, chargedToMs)
        select '2026-01', id, 1000000, 0, 2, 0 from cost_line;
      update book set seq = seq + 1`)
    db.close()
    const started = vi.spyOn(runWorker, 'startWorker')
    const { items } = await host.client.costs.months({})
    expect(items).toMatchObject([{ month: '2026-01', currency: 'EUR', amount: '50001', entryCount: 100_002, isFull: false }])
    const groups = await host.client.costs.groups({ by: 'pipeline', currency: 'EUR', limit: 2 })
    expect(groups).toMatchObject({ total: 50_001, amount: '50001', items: [{ name: 'load_1', amount: '1' }, { name: 'load_10' }] })
    expect(started.mock.calls.map(([{ task }]) => task.kind)).toEqual(['cost-months', 'cost-groups'])
  })

  test('says that no book is open, and opens a recent one', async () => {
    await host.client.book.close({})
    await expect(host.client.datasets.list({})).rejects.toMatchObject({ code: 'book-missing' })
    const { recent } = await host.client.book.current({})
    expect(recent).toMatchObject([{ name: 'Shop', fileName: 'a.stewardbook', isMissing: false }])
    await host.client.book.openRecent({ recentId: recent[0]?.recentId ?? '' })
    expect((await host.client.datasets.list({})).total).toBe(0)
  })

  test('a job that finds the book locked says by whom', async () => {
    await importShop()
    const other = startBookProcess(['hold-lock', join(folder, 'a.stewardbook')])
    expect(await other.nextLine()).toBe('ready')
    const { jobId } = await host.client.imports.preview({ pickId: await host.pickPath('import', join(folder, 'shop')) })
    const { error } = await host.waitForJob(jobId)
    expect(error).toMatchObject({ code: 'book-locked', details: { holder: 'cli', pid: other.pid } })
    await other.finish()
  })

  test('a job that fails says why and leaves the book alone', async () => {
    const { jobId, planId } = await host.client.imports.preview({ pickId: await host.pickPath('import', join(folder, 'a.stewardbook')) })
    expect(await host.waitForJob(jobId)).toMatchObject({ state: 'failed', error: { code: 'bad-file' } })
    await expect(host.client.imports.plan({ planId })).rejects.toMatchObject({ code: 'conflict' })
    expect((await host.client.sources.list({})).total).toBe(0)
  })

  test('makes reports beside an import that runs, and ends them when the book is closed', async () => {
    await importShop()
    // Of so many a report is not made before the book is told to close.
    await importShop('big', makeBigProject({ name: 'big', models: 1200, seed: 4 }))
    const path = writeProject(join(folder, 'again'), SHOP, { catalog: 'with' })
    const { jobId } = await host.client.imports.preview({ pickId: await host.pickPath('import', path) })
    const report = await host.client.reports.run({ name: 'catalog' })
    expect(report).toMatchObject({ name: 'catalog' })
    await expect(host.client.reports.run({ name: 'nothing' })).rejects.toMatchObject({ code: 'not-found' })
    await host.waitForJob(jobId)
    const [late] = await Promise.allSettled([host.client.reports.run({ name: 'catalog' }), host.client.book.close({})])
    expect(late).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
  })

  test('makes files in a worker, and hands each out once, from a folder that goes with it', async () => {
    await importShop()
    const path = join(folder, 'costs.csv')
    const bill = `day,pipeline,amount,currency,Team\r\n2026-01-01,load,1.5,EUR,\r\n2026-01-02,load,2,EUR,Desk\r\n`
    writeFileSync(path, bill)
    const { jobId, planId } = await host.client.imports.preview({
      pickId: await host.pickPath('import', path),
      format: 'costs',
      sourceName: 'bill',
    })
    expect((await host.waitForJob(jobId)).error).toBeNull()
    await host.waitForJob((await host.client.imports.apply({ planId })).jobId)
    const before = leftInTemp()
    const { ticket, ...made } = await host.client.costs.export({})
    expect(made).toEqual({ fileName: 'costs.csv', count: 2 })
    const text = await textOf(host.tickets.redeem(ticket).open())
    expect(text).toBe(
      'day,pipeline,dataset,component,amount,currency,description,Team\r\n2026-01-01,load,,,1.5,EUR,,\r\n2026-01-02,load,,,2,EUR,,Desk\r\n',
    )
    expect(() => host.tickets.redeem(ticket)).toThrow('fetched already')
    const { terms, domains, products, decisions: decided } = host.client
    for (const write of [() => terms.export({ shape: 'datahub' }), domains.export, products.export, decided.export])
      expect(host.tickets.redeem((await write({})).ticket).sizeBytes).toBeGreaterThan(0)
    const keys = ['datasets:none/gone']
    await expect(host.client.datasets.export({ format: 'csv', selection: { keys } })).rejects.toMatchObject({ code: 'not-found' })
    const large = join(folder, 'decisions.json')
    const one = { column: null, field: 'tier', value: 'gold', isCleared: false, author: 'Bo', atMs: 0, reason: '' }
    const decisions = [{ key: 'dbt:shop/model.shop.fct_orders', ...one }]
    const file = JSON.stringify({ schemaVersion: 1, kind: 'stewardbook-decisions', decisions })
    writeFileSync(large, file + ' '.repeat(1_000_000))
    const pick = () => host.pickPath('decisions-import', large)
    expect(await host.client.decisions.import({ pickId: await pick() })).toMatchObject({ taken: 1, sleeping: 0 })
    expect((await host.client.datasets.list({ filter: { tier: ['gold'] } })).total).toBe(1)
    writeFileSync(large, file.replace('"atMs":0', '"atMs":"0"') + ' '.repeat(1_000_000))
    await expect(host.client.decisions.import({ pickId: await pick() })).rejects.toMatchObject({
      code: 'bad-file',
      details: { file: 'decisions.json', path: 'decisions.0.atMs' },
    })
    expect(leftInTemp().length).toBe(before.length + 1)
    await host.close()
    expect(leftInTemp()).toEqual(before)
  })

  test('says of a damaged page that the file is damaged, wherever it is read', async () => {
    await importShop()
    const path = join(folder, 'a.stewardbook')
    await host.client.book.close({})
    const db = new Database(path)
    const { root, size } = db
      .prepare(`select rootpage root, (select page_size from pragma_page_size) size from sqlite_master where name = 'asset'`)
      .get() as {
      root: number
      size: number
    }
    db.close()
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(size, 0xff), 0, size, (root - 1) * size)
    closeSync(file)
    await host.client.book.open({ pickId: await host.pickPath('book-open', path) })
    for (const call of [
      host.client.datasets.list({}),
      host.client.search.find({ text: 'orders' }),
      host.client.reports.run({ name: 'catalog' }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'book-damaged', message: expect.stringContaining('a.stewardbook') })
    }
  })

  test('answers the same over a transport that only carries JSON', async () => {
    await importShop()
    const json = createClient(
      contract,
      async (path, input) => JSON.parse(JSON.stringify(await host.dispatch(path, JSON.parse(JSON.stringify(input))))) as never,
    )
    expect(await json.datasets.get({ key: 'fct_orders' })).toEqual(await host.client.datasets.get({ key: 'fct_orders' }))
    await expect(json.datasets.get({ key: 'no such thing' })).rejects.toMatchObject({ code: 'not-found' })
    expect(await host.dispatch('__proto__.toString', {})).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await host.dispatch('datasets.list', { filter: {}, extra: 1 })).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  })
})
