import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '#core/errors'
import { isDbtArtifactName } from '#core/importers/dbt/names'
import { openBook } from '#db/book-file/open'
import { openBulkConnection, sql, type WriteDb } from '#db/connection'
import { listUnfinishedImports } from '#db/imports'
import { releaseLease, takeLease, thisHost } from '#db/lease'
import { readMigrations } from '#db/migrate'
import { openPickedFiles } from '#io/picked-files'
import { decide } from '../decide.ts'
import { type BookDeps, commit } from '../deps.ts'
import { applyImport, type ImportTools, planImport } from '../importing/run-import.ts'
import { undoImport } from '../importing/undo-import.ts'
import { createRulesCache, loadCurrentRules } from '../rules.ts'
import type { ChildTask } from './child-task.ts'

/** Run as a program of its own by tests: does one thing to a book, says "open" when it begins to write and "done" at the end. */
const task = JSON.parse(process.argv[2] ?? '') as ChildTask
const AUTHOR = 'Child'
let clock = task.nowMs
const now = (): number => (clock += 1000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const open = (): ReturnType<typeof openBook> =>
  openBook(task.book, {
    holder: 'cli',
    nowMs: now(),
    author: AUTHOR,
    ...(task.work === 'migrate' ? { migrations: readMigrations(task.migrations) } : {}),
  })

/** As a worker thread does it: a connection of its own, under the lease. */
async function leased(work: (write: WriteDb) => Promise<void>): Promise<void> {
  const book = open()
  const write = openBulkConnection(task.book)
  const lease = takeLease(write, { work: 'import', holder: 'cli', pid: process.pid, host: thisHost(), nowMs: Date.now() })
  await work(write)
  say('done')
  releaseLease(write, lease)
  write.close()
  book.close()
}

async function importFolder(write: WriteDb, folder: string, reading: 'beside' | 'here' = 'here'): Promise<void> {
  const isLeftOver = listUnfinishedImports(write).length > 0
  // Removing what a killed import left is writing, too.
  if (isLeftOver) say('open')
  const tools: ImportTools = {
    write,
    now,
    cancel: { isCancelled: () => false },
    progress: () => undefined,
    keepOriginalUpToBytes: 10_000_000,
    readBesideFromBytes: reading === 'beside' ? 0 : Infinity,
    backUp: () => {
      if (!isLeftOver) say('open')
      return 'nothing-to-lose'
    },
  }
  const files = await openPickedFiles([{ path: folder, name: 'picked' }], isDbtArtifactName)
  const place = JSON.stringify({ entries: [{ path: folder, name: 'picked' }], within: null })
  const pending = await planImport(tools, files, {
    format: 'dbt',
    sourceId: null,
    sourceName: null,
    options: {},
    place,
    author: AUTHOR,
    whenUndone: 'take',
  })
  await applyImport(tools, loadCurrentRules(write), { pending, sameAs: [], author: AUTHOR })
}

function openDeps(): BookDeps {
  const file = open()
  return { file, read: file.read, now, author: () => AUTHOR, rules: createRulesCache(), announce: () => undefined }
}

/** Four fields of every dataset, in groups of so many datasets. */
function decideAll(deps: BookDeps, perGroup: number): void {
  const rows = sql<{ urn: string }>(deps.read, `select urn from asset where kind = 'dataset' order by urn`).all()
  deps.file.write?.pragma('user_version')
  say('open')
  for (let n = 0; n < rows.length; n += perGroup) {
    const changes = rows
      .slice(n, n + perGroup)
      .flatMap(({ urn }) =>
        ['ownerTeam', 'tier', 'description', 'domain'].map((field) => ({ subject: urn, column: '', field, value: `${field} ${n}` })),
      )
    commit(deps, ['decisions'], (write) => decide(deps, write, changes, 'decided by a child'))
  }
}

async function decideSlowly(deps: BookDeps, count: number, pauseMs: number): Promise<number[]> {
  const rows = sql<{ urn: string }>(
    deps.read,
    `select urn from asset where kind = 'dataset' and status = 'active' order by urn limit ?`,
  ).all(count)
  const waits: number[] = []
  say('open')
  for (const [n, { urn }] of rows.entries()) {
    const started = performance.now()
    const change = { subject: urn, column: '', field: 'ownerTeam', value: `Decided ${n}` }
    commit(deps, ['decisions'], (write) => decide(deps, write, [change], `decision ${n}`))
    waits.push(Math.round(performance.now() - started))
    await wait(pauseMs)
  }
  return waits
}

async function run(): Promise<void> {
  switch (task.work) {
    case 'import':
      await leased((write) => importFolder(write, task.folder, task.reading))
      break
    case 'undo':
      await leased(async (write) => {
        say('open')
        undoImport(write, loadCurrentRules(write), { importId: task.importId, newer: 'undo-too', author: AUTHOR, atMs: now() })
        await Promise.resolve()
      })
      break
    case 'decide': {
      const deps = openDeps()
      decideAll(deps, task.perGroup)
      say('done')
      deps.file.close()
      return
    }
    case 'decide-slowly': {
      const deps = openDeps()
      say(JSON.stringify(await decideSlowly(deps, task.count, task.pauseMs)))
      deps.file.close()
      return
    }
    case 'migrate':
      say('open')
      open().close()
      say('done')
  }
}

run().catch((error: unknown) => {
  say(
    JSON.stringify(
      error instanceof AppError ? { code: error.code, message: error.message, details: error.details } : { bug: String(error) },
    ),
  )
  process.exitCode = 1
})
