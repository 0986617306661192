import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Job } from '#contract/jobs'
import { openReadConnection, openWriteConnection, type ReadDb, sql } from '#db/connection'
import { openHost, type Host } from '../host.ts'
import { verifyBook } from '../journal.ts'
import { makeBigProject } from '../testing/big-project.ts'
import { startChild } from '../testing/child-task.ts'
import { writeProject } from '../testing/dbt-project.ts'
import { derivedDump } from '../testing/logical-dump.ts'
import { countOrphans, rebuiltDump } from '../testing/rebuild.ts'

/** What SQLite waits for another writer before it gives up, in ms: nobody may ever wait that long for an import. */
const BUSY_TIMEOUT_MS = 5000

let folder: string
let book: string
let host: Host
let read: ReadDb

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-two-'))
  process.env['STEWARDBOOK_CONFIG_DIR'] = join(folder, 'config')
  book = join(folder, 'a.stewardbook')
  host = await openHost({ author: 'Ines Duarte', holder: 'app' })
  await host.client.book.create({ pickId: await host.pickPath('book-create', book), name: 'Shared' })
  read = openReadConnection(book)
})
afterEach(async () => {
  read.close()
  await host.close()
  delete process.env['STEWARDBOOK_CONFIG_DIR']
  rmSync(folder, { recursive: true, force: true })
})

const project = (models: number, version: number): string =>
  writeProject(join(folder, `v${version}`), makeBigProject({ name: 'big', models, seed: 3, version, oneIn: 1 }), { catalog: 'with' })

async function preview(path: string): Promise<{ job: Job; planId: string }> {
  const { jobId, planId } = await host.client.imports.preview({ pickId: await host.pickPath('import', path) })
  return { job: await host.waitForJob(jobId), planId }
}
async function apply(planId: string): Promise<Job> {
  const { jobId } = await host.client.imports.apply({ planId })
  return host.waitForJob(jobId)
}
async function importFolder(path: string): Promise<void> {
  const { job, planId } = await preview(path)
  expect(job.error).toBeNull()
  expect((await apply(planId)).error).toBeNull()
}

/** What a screen could count, in one look. */
function lookAround(): string {
  return read.transaction(() =>
    JSON.stringify([
      sql(read, 'select kind, status, count(*) n, sum(columnCount) c, sum(upstreamCount) u from asset group by 1, 2 order by 1, 2').all(),
      sql(read, 'select count(*) n from asset_column where assetId in (select id from asset)').get(),
      sql(
        read,
        'select count(*) n from edge where exists (select 1 from asset where id = upId) and exists (select 1 from asset where id = downId)',
      ).get(),
      sql(read, `select facet, value, count from facet_count where facet in ('status', 'total', 'schema') order by 1, 2`).all(),
      sql(read, `select count(*) n from asset where description like '%As of version 2.'`).get(),
      sql(
        read,
        `select (select count(*) from "import" where status = 'visible') i, (select count(*) from journal where kind = 'import') j`,
      ).get(),
    ]),
  )()
}

describe('two programs on one book', () => {
  test('fifty decisions of another program during an import: none lost or doubled, none waits long, nobody sees half an import', async () => {
    const started = performance.now()
    await importFolder(project(1500, 1))
    // The decisions are spread over about as long as the next import takes.
    const pauseMs = Math.round((performance.now() - started) / 60)
    const before = lookAround()
    const seen = new Set<string>()
    let looks = 0
    let isOver = false
    const looking = (async () => {
      while (!isOver) {
        seen.add(lookAround())
        looks += 1
        await wait(2)
      }
    })()
    const child = startChild({ book, nowMs: Date.now(), work: 'decide-slowly', count: 50, pauseMs })
    expect(await child.nextLine()).toBe('open')
    await importFolder(project(1500, 2))
    const waits = JSON.parse(await child.nextLine()) as number[]
    isOver = true
    await looking
    await child.finish()

    const after = lookAround()
    expect(after).not.toBe(before)
    expect(looks).toBeGreaterThan(20)
    expect([...seen].filter((look) => look !== before && look !== after)).toEqual([])
    expect(waits).toHaveLength(50)
    process.stdout.write(`decisions during an import waited ${[...waits].sort((a, b) => a - b).join(' ')} ms\n`)
    expect(Math.max(...waits)).toBeLessThan(BUSY_TIMEOUT_MS)
    const decided = sql<{ value: string; groupId: number }>(read, 'select value, groupId from decision order by id').all()
    expect(decided.map((row) => row.value)).toEqual(Array.from({ length: 50 }, (_, n) => `"Decided ${n}"`))
    expect(sql(read, `select count(*) n from journal where kind = 'decide'`).get()).toEqual({ n: 50 })
    // Every one of them is what its dataset shows, whichever of the two wrote it last.
    expect(
      sql(
        read,
        `select count(*) n from decision d join asset_key k on k.urn = d.subject join asset a on a.id = k.assetId
         where json_extract(d.value, '$') = a.ownerTeam`,
      ).get(),
    ).toEqual({ n: 50 })
    expect(verifyBook(read)).toMatchObject({ ok: true })
    const write = openWriteConnection(book)
    expect(rebuiltDump(write)).toBe(derivedDump(write))
    expect(countOrphans(write)).toBe(0)
    write.close()
  }, 120_000)

  test('a second importer is told who is importing', async () => {
    const first = project(1500, 1)
    const child = startChild({ book, nowMs: Date.now(), work: 'import', folder: first })
    expect(await child.nextLine()).toBe('open')
    const { job } = await preview(project(20, 2))
    expect(job).toMatchObject({
      state: 'failed',
      error: { code: 'book-locked', details: { holder: 'cli', pid: child.pid, work: 'import' } },
    })
    expect(job.error?.message).toContain(`the command line (process ${child.pid}`)
    expect(await child.nextLine()).toBe('done')
    await child.finish()
    // Once the other is done, it works.
    await importFolder(project(20, 3))
    expect(verifyBook(read)).toMatchObject({ ok: true })
  }, 60_000)

  test('a preview another program pushed aside can’t be applied', async () => {
    const { job, planId } = await preview(project(20, 1))
    expect(job.error).toBeNull()
    const other = writeProject(join(folder, 'other'), makeBigProject({ name: 'other', models: 5, seed: 1 }))
    const child = startChild({ book, nowMs: Date.now(), work: 'import', folder: other })
    expect(await child.nextLine()).toBe('open')
    expect(await child.nextLine()).toBe('done')
    await child.finish()
    const applied = await apply(planId)
    expect(applied).toMatchObject({ state: 'failed', error: { code: 'conflict' } })
    expect(applied.error?.message).toContain('Look at the files again')
    expect(sql(read, `select name from source where format <> 'hand'`).all()).toEqual([{ name: 'other' }])
    expect(sql(read, `select count(*) n from asset where status = 'active' and kind = 'dataset'`).get()).toEqual({ n: 5 })
    expect(verifyBook(read)).toMatchObject({ ok: true })
  }, 60_000)
})
