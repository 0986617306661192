import { AppError } from '#core/errors'
import { isWantedBy } from '#core/importers/wanted-files'
import { mapSqliteError } from '#db/book-file/errors'
import { assertUndamaged, quickCheck, recordQuickCheck } from '#db/book-file/check'
import { backupBook, saveCopy } from '#db/book-file/copy'
import { backUpBeforeImport } from '#db/book-file/import-backup'
import { connectAgain } from '#db/book-file/inspect'
import { bringLogIn, openBulkConnection, openReadConnection, openWriteConnection, type ReadDb, type WriteDb } from '#db/connection'
import { heartbeat, releaseLease, takeLease, thisHost } from '#db/lease'
import { countUndo } from '#db/undo-plan'
import { openPickedFiles } from '#io/picked-files'
import { giveWay } from '../beside/give-way.ts'
import { checkBook } from '../check-book.ts'
import { readCostGroups, readCostMonths } from '../cost-sums.ts'
import { pageOfImportChanges } from '../import-changes.ts'
import { createBatches } from '../importing/batches.ts'
import { removeUnfinishedImport, removeUnfinishedImports } from '../importing/clean-up.ts'
import { READ_BESIDE_FROM_BYTES } from '../importing/beside-thread.ts'
import { openRenames } from '../importing/find-renames.ts'
import { applyImport, type ImportTools, planImport } from '../importing/run-import.ts'
import { undoImport } from '../importing/undo-import.ts'
import { readNewlyFailing } from '../home/since.ts'
import { verifyBook } from '../journal.ts'
import { listMetaKeys } from '../meta-keys.ts'
import { listValuesHeld } from '../values-held.ts'
import { makeExport } from '../make-export.ts'
import { makeReport } from '../make-report.ts'
import { makeSample } from '../make-sample.ts'
import { openDecisionsFile, readDecisionsFile } from '../read-decisions-file.ts'
import { isSearchUntidy, rankSearchWords } from '../rank-search-words.ts'
import { createRulesCache, loadCurrentRules } from '../rules.ts'
import { runBigCommand } from '../run-big-command.ts'
import { inSnapshot } from '../snapshot.ts'
import { suggestAll } from '../suggest.ts'
import { readFacets } from '../datasets/list-datasets.ts'
import { planPages } from '../datasets/plan-edit.ts'
import { planOwnerPages } from '../owners/plan-change.ts'
import type { CommandTask, ReadingTask, WorkerData, WorkerMessage, WritingTask } from './messages.ts'

/** What a worker thread does: tasks on a book, each with a connection of its own. */

const HEARTBEAT_EVERY_MS = 5000
const PROGRESS_EVERY_MS = 100

export type Post = (message: WorkerMessage) => void

async function runTask(task: WritingTask, author: string, write: WriteDb, tools: ImportTools): Promise<unknown> {
  switch (task.kind) {
    case 'plan': {
      const files = await openPickedFiles(task.entries, isWantedBy(task.format), task.within)
      return planImport(tools, files, { ...task, author })
    }
    case 'apply':
      return applyImport(tools, loadCurrentRules(write), { pending: task.pending, sameAs: task.sameAs, author })
    case 'undo':
      return undoImport(write, loadCurrentRules(write), { importId: task.importId, newer: task.newer, author, atMs: tools.now() })
    case 'discard':
      return task.importId === null ? removeUnfinishedImports(write) : removeUnfinishedImport(write, task.importId)
  }
}

function createTools(data: WorkerData, write: WriteDb, post: Post, beat: () => void): ImportTools {
  const flag = new Int32Array(data.cancelFlag)
  let last = 0
  return {
    write,
    now: () => Date.now(),
    cancel: {
      isCancelled: () => {
        beat()
        return Atomics.load(flag, 0) !== 0
      },
    },
    progress: (step, done, total) => {
      const now = performance.now()
      if (now - last < PROGRESS_EVERY_MS && done !== total) return
      last = now
      post({ kind: 'progress', step, done, total })
    },
    keepOriginalUpToBytes: data.keepOriginalUpToBytes,
    readBesideFromBytes: READ_BESIDE_FROM_BYTES,
    backUp: () => backUpBeforeImport({ path: data.bookPath, read: write }, Date.now()),
  }
}

/** How every task comes to its book. */
const connect = <Db extends ReadDb>({ bookPath, identity }: WorkerData, open: (path: string) => Db): Db =>
  connectAgain({ path: bookPath, identity }, open)

function runReading(task: ReadingTask, data: WorkerData): unknown {
  const read = connect(data, openReadConnection)
  try {
    switch (task.kind) {
      case 'check':
        return checkBook(read)
      case 'verify':
        return verifyBook(read)
      case 'backup':
        return backupBook({ path: data.bookPath, read }, Date.now())
      case 'copy':
        return saveCopy({ read }, task.target)
      case 'report':
        return makeReport(read, task.request)
      case 'export':
        return makeExport(read, task.request, task.path)
      case 'import-changes':
        return inSnapshot(read, () => pageOfImportChanges(read, task.request, task.counts))
      case 'import-renames':
        return inSnapshot(read, () => openRenames(read, task.request))
      case 'facets':
        return readFacets(read, task.filter)
      case 'cost-months':
        return readCostMonths(read)
      case 'cost-groups':
        return readCostGroups(read, task.request)
      case 'suggest':
        return inSnapshot(read, () => suggestAll(read, loadCurrentRules(read)))
      case 'newly-failing':
        return readNewlyFailing(read, task.sinceImport)
      case 'values-held':
        return listValuesHeld(read)
      case 'meta-keys':
        return listMetaKeys(read, task.sourceId)
      case 'plan-edit':
        return inSnapshot(read, () => planPages(loadCurrentRules(read), read, task.asked))
      case 'count-undo':
        return countUndo(read, task.groupId)
      case 'plan-owner-change':
        return inSnapshot(read, () => planOwnerPages(loadCurrentRules(read), read, task.change))
    }
  } finally {
    read.close()
  }
}

function runQuickCheck(data: WorkerData): void {
  const write = connect(data, openWriteConnection)
  try {
    assertUndamaged(quickCheck(write), data.bookPath)
    recordQuickCheck(write, Date.now())
  } finally {
    write.close()
  }
}

export async function runOnBook(data: WorkerData, post: Post): Promise<unknown> {
  const { task } = data
  switch (task.kind) {
    case 'quick-check':
      return runQuickCheck(data)
    case 'command':
      return runCommand(task, data)
    case 'import-decisions': {
      const input = await readDecisionsFile(await openDecisionsFile(task.picked))
      return runCommand({ kind: 'command', name: 'decisions.import', input }, data)
    }
    case 'tidy':
      return await runTidying(data)
    case 'sample':
      return makeSample(task.target, task.choice, (done, total) =>
        post({ kind: 'progress', step: 'Making the sample catalog', done, total }),
      )
    case 'plan':
    case 'apply':
    case 'undo':
    case 'discard':
      return await runLeased(task, data, post)
    default:
      return runReading(task, data)
  }
}

function runCommand({ name, input }: CommandTask, data: WorkerData): unknown {
  const write = connect(data, openWriteConnection)
  try {
    return runBigCommand({ author: () => data.author, now: () => Date.now(), rules: createRulesCache() }, write, name, input)
  } finally {
    write.close()
  }
}

async function runTidying(data: WorkerData): Promise<void> {
  giveWay()
  const write = connect(data, openBulkConnection)
  const flag = new Int32Array(data.cancelFlag)
  try {
    if (isSearchUntidy(write)) await rankSearchWords(write, createBatches(write, { isCancelled: () => Atomics.load(flag, 0) !== 0 }))
    bringLogIn(write)
  } finally {
    write.close()
  }
}

/** Runs a task under the import lease: one program changes what sources say at a time. */
async function runLeased(task: WritingTask, data: WorkerData, post: Post): Promise<unknown> {
  giveWay()
  const write = connect(data, openBulkConnection)
  try {
    const lease = takeLease(write, { work: 'import', holder: data.holder, pid: process.pid, host: thisHost(), nowMs: Date.now() })
    let beatAt = Date.now()
    const beat = (): void => {
      if (Date.now() - beatAt < HEARTBEAT_EVERY_MS) return
      beatAt = Date.now()
      heartbeat(write, lease, beatAt)
    }
    try {
      return await runTask(task, data.author, write, createTools(data, write, post, beat))
    } finally {
      releaseLease(write, lease)
    }
  } finally {
    write.close()
  }
}

export function toFailure(error: unknown, path: string): WorkerMessage {
  const mapped = error instanceof AppError ? error : mapSqliteError(error, path)
  if (mapped instanceof AppError)
    return { kind: 'failed', error: { code: mapped.code, message: mapped.message, details: mapped.details }, stack: null }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { kind: 'failed', error: { code: 'internal', message: 'Something went wrong. The catalog is as it was.', details: {} }, stack }
}
