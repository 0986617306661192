import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { AppEvent } from '#contract/events'
import { createBook } from '#db/book-file/create'
import { openBook } from '#db/book-file/open'
import { openWriteConnection, type WriteDb } from '#db/connection'
import { openPickedFiles } from '#io/picked-files'
import { isDbtArtifactName } from '#core/importers/dbt/names'
import type { BookDeps } from '../deps.ts'
import { applyImport, type ImportTools, type PendingImport, planImport } from '../importing/run-import.ts'
import { undoImport } from '../importing/undo-import.ts'
import { createRulesCache, loadCurrentRules } from '../rules.ts'

/**
 * `onBegin` is called before the first thing is written, `onRest` after each transaction, which is as short as can be then;
 * originals larger than `keepUpToBytes` are not kept.
 */
type PlanMore = Partial<Parameters<typeof planImport>[2]> & {
  readonly onBegin?: () => void
  readonly onRest?: () => void
  readonly keepUpToBytes?: number
  readonly readBesideFromBytes?: number
}

/** A real book in a folder of its own, with the engine's steps at hand. */
export type TestBook = {
  readonly deps: BookDeps
  /** The connection imports and undos write with. */
  readonly write: WriteDb
  readonly folder: string
  readonly path: string
  readonly events: AppEvent[]
  /** Reads files and writes them, invisible. */
  readonly plan: (path: string | readonly string[], more?: PlanMore) => Promise<PendingImport>
  readonly apply: (pending: PendingImport, sameAs?: readonly { from: string; to: string }[]) => Promise<number>
  readonly importFolder: (path: string | readonly string[], more?: PlanMore) => Promise<PendingImport>
  readonly undo: (importId: number, newer?: 'refuse' | 'undo-too') => number[]
  /** Moves the clock on by a second and answers the time. */
  readonly now: () => number
  readonly close: () => void
  /** Closes the book and hands its file over before the folder goes. */
  readonly closeTo: (take: (path: string) => void) => void
}

const START_MS = Date.UTC(2026, 0, 10)

/** Imports a folder of dbt artifacts over a connection, all the way to visible. */
export async function importInto(write: WriteDb, folder: string): Promise<PendingImport> {
  const tools: ImportTools = { ...QUIET, write, now: () => START_MS }
  const files = await openPickedFiles([{ path: folder, name: 'picked' }], isDbtArtifactName)
  const place = JSON.stringify({ entries: [{ path: folder, name: 'picked' }], within: null })
  const pending = await planImport(tools, files, {
    format: 'dbt',
    sourceId: null,
    sourceName: null,
    options: {},
    place,
    author: 'Ines Duarte',
    whenUndone: 'take',
  })
  await applyImport(tools, loadCurrentRules(write), { pending, sameAs: [], author: 'Ines Duarte' })
  return pending
}

const QUIET: Omit<ImportTools, 'write' | 'now'> = {
  cancel: { isCancelled: () => false },
  progress: () => undefined,
  keepOriginalUpToBytes: 10_000_000,
  readBesideFromBytes: Infinity,
  backUp: () => 'nothing-to-lose',
}

export function createTestBook(): TestBook {
  const folder = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  const path = join(folder, 'test.stewardbook')
  let clock = START_MS
  const now = (): number => (clock += 1000)
  createBook(path, { name: 'Test', currency: 'USD', nowMs: now(), author: 'Ines Duarte' })
  const file = openBook(path, { holder: 'cli', nowMs: now(), author: 'Ines Duarte' })
  const events: AppEvent[] = []
  const rules = createRulesCache()
  const deps: BookDeps = { file, read: file.read, now, author: () => 'Ines Duarte', rules, announce: (event) => events.push(event) }
  const write = openWriteConnection(path)
  const tools: ImportTools = { ...QUIET, write, now }
  const plan: TestBook['plan'] = async (picked, { onBegin, onRest, keepUpToBytes, readBesideFromBytes, ...more } = {}) => {
    const entries = [picked].flat().map((path) => ({ path, name: basename(path) }))
    const files = await openPickedFiles(entries, isDbtArtifactName)
    const place = JSON.stringify({ entries, within: null })
    const backUp: ImportTools['backUp'] = () => {
      onBegin?.()
      return 'nothing-to-lose'
    }
    const limits = {
      keepOriginalUpToBytes: keepUpToBytes ?? tools.keepOriginalUpToBytes,
      readBesideFromBytes: readBesideFromBytes ?? tools.readBesideFromBytes,
    }
    const isCancelled = (): boolean => {
      onRest?.()
      return false
    }
    const rests = onRest === undefined ? {} : { transactionMs: 0, cancel: { isCancelled } }
    return planImport({ ...tools, ...limits, ...rests, backUp }, files, {
      format: null,
      sourceId: null,
      sourceName: null,
      options: {},
      place,
      author: 'Ines Duarte',
      whenUndone: 'take',
      ...more,
    })
  }
  const apply: TestBook['apply'] = async (pending, sameAs = []) => {
    const { importId } = await applyImport(tools, loadCurrentRules(write), { pending, sameAs, author: 'Ines Duarte' })
    rules.drop()
    return importId
  }
  const closeTo: TestBook['closeTo'] = (take) => {
    write.close()
    file.close()
    take(path)
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    deps,
    write,
    folder,
    path,
    events,
    plan,
    apply,
    importFolder: async (picked, more) => {
      const pending = await plan(picked, more)
      await apply(pending)
      return pending
    },
    undo: (importId, newer = 'refuse') =>
      undoImport(write, loadCurrentRules(write), { importId, newer, author: 'Ines Duarte', atMs: now() }),
    now,
    close: () => closeTo(() => undefined),
    closeTo,
  }
}
