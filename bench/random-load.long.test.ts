import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ErrorCode } from '#core/errors'
import { createRandom, type Random } from '#core/random'
import { openReadConnection, openWriteConnection, type ReadDb, sql } from '#db/connection'
import { type Host, openHost } from '#services/host'
import { verifyBook } from '#services/journal'
import { makeBigProject } from '#services/testing/big-project'
import { writeProject } from '#services/testing/dbt-project'
import { derivedDump } from '#services/testing/logical-dump'
import { countOrphans, rebuiltDump } from '#services/testing/rebuild'
import { buildCli, Desk, PROGRAM } from '#cli/built-cli'

// A window and the command line at work on one catalog file, each doing whatever comes next. What was acknowledged must be
// there once at the end; what was refused must not be there at all.

const MINUTES = Number(process.env['STEWARDBOOK_LOAD_MINUTES'] ?? 10)
const MODELS = 400
const EDITED_AT_ONCE = 40
/** Answers a program may give when the other is at work on the same thing. */
const REFUSALS: ReadonlySet<string> = new Set<ErrorCode>(['book-locked', 'conflict', 'not-found', 'ambiguous'])

type Ledger = {
  /** Values of their own, by what became of them. */
  readonly set: string[]
  readonly refused: string[]
  decisions: number
  undone: number
  imports: number
  readonly refusals: Map<string, number>
}
const newLedger = (): Ledger => ({ set: [], refused: [], decisions: 0, undone: 0, imports: 0, refusals: new Map() })

let desk: Desk
let book: string
const project = (version: number): string => join(desk.folder, `v${version}`)
const keyOf = (random: Random): string => `dbt:big/model.big.${random.pick(names)}`
let names: readonly string[] = []

beforeAll(async () => {
  buildCli()
  desk = new Desk()
  book = join(desk.folder, 'a.stewardbook')
  process.env['STEWARDBOOK_CONFIG_DIR'] = join(desk.folder, 'config')
  const versions = [1, 2, 3].map((version) => makeBigProject({ name: 'big', models: MODELS, seed: 9, version, oneIn: 3 }))
  for (const [index, made] of versions.entries()) writeProject(project(index + 1), made, { catalog: 'with' })
  const all = versions.map((made) => new Set(made.models.map(({ name }) => name)))
  names = [...(all[0] ?? [])].filter((name) => all.every((other) => other.has(name)))
}, 120_000)
afterAll(() => {
  delete process.env['STEWARDBOOK_CONFIG_DIR']
  desk.clear()
})

/** What the window does next. */
async function actInWindow(host: Host, random: Random, ledger: Ledger, turn: number): Promise<void> {
  const { client } = host
  const what = random.below(20)
  if (what < 8) {
    const value = `window ${turn}`
    await tracked(ledger, value, async () => {
      await client.decisions.set({ changes: [{ key: keyOf(random), field: 'steward', value }] })
    })
  } else if (what < 11) {
    const keys = Array.from({ length: EDITED_AT_ONCE }, () => keyOf(random))
    const edit = { selection: { keys: [...new Set(keys)] }, changes: [{ field: 'purpose', value: `purpose ${turn}` }] }
    const { planId } = await client.datasets.previewEdit({ ...edit, limit: 1 })
    await wait(random.below(40))
    const { groupId } = await client.datasets.edit({ ...edit, planId })
    ledger.decisions += 1
    if (!random.chance(0.4)) return
    await client.decisions.undo({ groupId })
    ledger.undone += 1
  } else if (what < 13) {
    const pickId = await host.pickPath('import', project(1 + random.below(3)))
    const { jobId, planId } = await client.imports.preview({ pickId })
    if ((await host.waitForJob(jobId)).error !== null) return
    if ((await client.imports.plan({ planId })).isUnchanged) return
    const { error } = await host.waitForJob((await client.imports.apply({ planId })).jobId)
    if (error === null) ledger.imports += 1
    else if (!REFUSALS.has(error.code)) throw new Error(error.message)
  } else {
    await client.search.find({ text: random.pick(names).slice(0, 4) })
    await client.datasets.list({ filter: { text: random.pick(['a', 'model', 'sta']) } })
    await client.lineage.around({ key: keyOf(random) })
  }
}

/** What the command line does next: each call a program of its own. */
async function actInShell(random: Random, ledger: Ledger, turn: number): Promise<void> {
  const what = random.below(10)
  if (what < 6) {
    const value = `shell ${turn}`
    await tracked(ledger, value, () => call(['set', 'dataset', keyOf(random), `ownerTeam=${value}`]))
  } else if (what < 8) {
    const { status } = (await call(['import', 'dbt', project(1 + random.below(3))])) as { status: string }
    if (status === 'visible') ledger.imports += 1
  } else {
    await call(random.chance(0.5) ? ['search', random.pick(names).slice(0, 5)] : ['list', 'datasets', '--owner', 'none'])
  }
}

async function tracked(ledger: Ledger, value: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    ledger.refused.push(value)
    throw error
  }
  ledger.set.push(value)
  ledger.decisions += 1
}

/** Runs one call beside this process. @throws an error with the code it printed */
function call(args: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, [PROGRAM, '--as', 'Ada', '--json', '--book', book, ...args], { cwd: desk.folder, env: desk.env() })
  let out = ''
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()))
  child.stderr.resume()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      const document = JSON.parse(out) as { error?: { code: string; message: string } }
      if (document.error === undefined) resolve(document)
      else reject(Object.assign(new Error(`${args.join(' ')}: ${document.error.message}`), { code: document.error.code }))
    })
  })
}

async function until(endMs: number, ledger: Ledger, act: (turn: number) => Promise<void>): Promise<number> {
  let turn = 0
  for (; Date.now() < endMs; turn += 1) {
    try {
      await act(turn)
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === undefined || !REFUSALS.has(code)) throw error
      ledger.refusals.set(code, (ledger.refusals.get(code) ?? 0) + 1)
    }
    await wait(1)
  }
  return turn
}

const count = (db: ReadDb, text: string, ...values: unknown[]): number => sql<{ n: number }>(db, text).get(...values)?.n ?? -1

test(
  `a window and the command line work on one catalog file for ${MINUTES} minutes: no change is lost, none is there twice`,
  async () => {
    const host = await openHost({ author: 'Ines Duarte', holder: 'app' })
    await host.client.book.create({ pickId: await host.pickPath('book-create', book), name: 'Shared' })
    await call(['import', 'dbt', project(1)])
    const [inWindow, inShell] = [newLedger(), newLedger()]
    inShell.imports += 1
    const endMs = Date.now() + MINUTES * 60_000
    const [turns, calls] = await Promise.all([
      until(endMs, inWindow, (turn) => actInWindow(host, createRandom(7, 'window', turn), inWindow, turn)),
      until(endMs, inShell, (turn) => actInShell(createRandom(7, 'shell', turn), inShell, turn)),
    ])
    await host.close()
    process.stdout.write(
      `${turns} turns in the window (refused: ${JSON.stringify([...inWindow.refusals])}), ${calls} calls (refused: ${JSON.stringify([...inShell.refusals])}); ` +
        `${inWindow.imports + inShell.imports} imports, ${inWindow.decisions + inShell.decisions} groups of decisions, ${inWindow.undone} taken back\n`,
    )

    const read = openReadConnection(book)
    const write = openWriteConnection(book)
    try {
      const times = (value: string): number => count(read, `select count(*) n from decision where value = ?`, JSON.stringify(value))
      for (const value of [...inWindow.set, ...inShell.set]) expect(times(value), value).toBe(1)
      for (const value of [...inWindow.refused, ...inShell.refused]) expect(times(value), value).toBe(0)
      const journal = (kind: string): number => count(read, 'select count(*) n from journal where kind = ?', kind)
      expect(journal('decide')).toBe(inWindow.decisions + inShell.decisions)
      expect(journal('undo-decision')).toBe(inWindow.undone)
      expect(journal('import')).toBe(inWindow.imports + inShell.imports)
      expect(count(read, 'select count(distinct groupId) n from decision')).toBe(inWindow.decisions + inShell.decisions + inWindow.undone)
      expect(verifyBook(read)).toMatchObject({ ok: true })
      expect(derivedDump(write)).toBe(rebuiltDump(write))
      expect(countOrphans(write)).toBe(0)
      expect(read.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
      expect(turns).toBeGreaterThan(MINUTES * 20)
      expect(calls).toBeGreaterThan(MINUTES * 5)
    } finally {
      read.close()
      write.close()
    }
  },
  (MINUTES + 3) * 60_000,
)
