import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { BookSettings } from '#contract/settings'
import { canonicalJson, type JsonValue } from '#core/json'
import { renameBook, setCurrency } from '#db/book-file/info'
import { sql, type WriteDb } from '#db/connection'
import { appendJournal } from '#db/journal'
import { commit, type GetBook } from './deps.ts'
import { isLargeBook } from './large-book.ts'
import { readSettings } from './read-settings.ts'
import { rememberLastAwaited } from './remember.ts'
import { rulePacks } from './rules.ts'
import { listValuesHeld, type ValuesHeld } from './values-held.ts'

function writeSetting(write: WriteDb, name: string, value: JsonValue): void {
  sql(write, 'insert or replace into setting (name, value) values (?, ?)').run(name, JSON.stringify(value))
}

/** @throws AppError from the handlers: book-missing, book-read-only */
export function createSettingsHandlers(book: GetBook, valuesHeldBeside: () => Promise<ValuesHeld>): Handlers<AppContract>['settings'] {
  const valuesHeld = rememberLastAwaited<ValuesHeld>()
  return {
    get: () => {
      const packs = Object.values(rulePacks())
      return {
        settings: readSettings(book().read),
        rulePacks: packs.map((pack) => ({
          id: pack.id,
          title: pack.title,
          version: pack.version,
          rules: pack.rules.length,
          content: pack as unknown as JsonValue,
        })),
      }
    },
    set: (change) => {
      const deps = book()
      commit(deps, ['settings', 'book', 'sources', 'datasets', 'journal', 'reports'], (write) => {
        const changed = differing(change, readSettings(write))
        if (Object.keys(changed).length === 0) return
        if (changed.bookName !== undefined) renameBook(write, changed.bookName)
        if (changed.currency !== undefined) setCurrency(write, changed.currency)
        for (const name of ['keepOriginalUpToMb', 'staleAfterDays', 'coverageTargets'] as const) {
          const value = changed[name]
          if (value !== undefined) writeSetting(write, name, value)
        }
        appendJournal(write, { atMs: deps.now(), author: deps.author(), kind: 'settings', payload: changed })
      })
      return {}
    },
    valuesHeld: () => {
      const { read } = book()
      return valuesHeld.ask(read, '', async () => (isLargeBook(read) ? valuesHeldBeside() : listValuesHeld(read)))
    },
  }
}

/** What is not as it stands already: a form sends all it shows, and the journal says what changed. */
function differing(change: Readonly<Record<string, JsonValue | undefined>>, stands: BookSettings): Partial<BookSettings> {
  const isOther = (name: string, value: JsonValue): boolean => canonicalJson(value) !== canonicalJson(stands[name as keyof BookSettings])
  return Object.fromEntries(Object.entries(change).filter(([name, value]) => value !== undefined && isOther(name, value)))
}
