import { AppError } from '#core/errors'
import { backupBook } from '../book-file/copy.ts'
import { createBook } from '../book-file/create.ts'
import { readBook } from '../book-file/info.ts'
import { openBook } from '../book-file/open.ts'
import { sql } from '../connection.ts'
import { appendJournal } from '../journal.ts'
import { releaseLease, takeLease, thisHost } from '../lease.ts'
import { readMigrations } from '../migrate.ts'

/** Run as a program of its own by tests: `<what> <book> [<migrations folder>]`. Says "ready", and ends when its input ends. */
const [what = '', path = '', folder] = process.argv.slice(2)
const nowMs = Date.now()
const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const inputEnds = (): Promise<void> => new Promise((resolve) => process.stdin.resume().once('end', resolve))
const open = (): ReturnType<typeof openBook> =>
  openBook(path, { holder: 'cli', nowMs, author: 'Child', ...(folder === undefined ? {} : { migrations: readMigrations(folder) }) })

async function run(): Promise<void> {
  switch (what) {
    case 'create':
      say('ready')
      createBook(path, { name: 'Made by a child', currency: 'EUR', nowMs, author: 'Child' })
      return
    case 'backup': {
      const book = open()
      backupBook(book, nowMs)
      book.close()
      return
    }
    case 'read': {
      const book = open()
      say(JSON.stringify({ name: readBook(book.read).name, isReadOnly: book.isReadOnly, canWrite: book.write !== null }))
      book.close()
      return
    }
    case 'hold-open': {
      const book = open()
      say(book.write === null ? 'read-only' : 'ready')
      await inputEnds()
      book.close()
      return
    }
    case 'hold-lock': {
      const book = open()
      book.write?.exec('begin immediate')
      say('ready')
      await inputEnds()
      book.write?.exec('rollback')
      book.close()
      return
    }
    case 'lease': {
      const book = open()
      const lease = book.commit((write) => takeLease(write, { work: 'import', holder: 'cli', pid: process.pid, host: thisHost(), nowMs }))
      say('ready')
      await inputEnds()
      book.commit((write) => releaseLease(write, lease))
      book.close()
      return
    }
    case 'upgrade':
      say('ready')
      open().close()
      say('done')
      return
    case 'write': {
      const book = open()
      for (let n = 1; ; n += 1) {
        book.commit((write) => {
          for (let part = 0; part < 20; part += 1) sql(write, 'insert into setting values (?, ?)').run(`${n}-${part}`, 'x'.repeat(500))
          appendJournal(write, { atMs: nowMs, author: 'Child', kind: 'settings', payload: n })
        })
        say(String(n))
        // Lets the line out before the next commit.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    case 'reopen':
      for (let n = 0; n < 40; n += 1) {
        const book = open()
        book.commit((write) => appendJournal(write, { atMs: nowMs, author: String(process.pid), kind: 'settings', payload: n }))
        book.close()
      }
      return
    default:
      throw new Error(`unknown: ${what}`)
  }
}

run().catch((error: unknown) => {
  say(JSON.stringify(error instanceof AppError ? { code: error.code, message: error.message } : { bug: String(error) }))
  process.exitCode = 1
})
