import type { BookSettings } from '#contract/settings'
import { DEFAULT_TARGETS } from '#core/home/targets'
import type { JsonValue } from '#core/json'
import { readBook } from '#db/book-file/info'
import { type ReadDb, sql } from '#db/connection'

const DEFAULTS = { keepOriginalUpToMb: 200, staleAfterDays: 30, coverageTargets: DEFAULT_TARGETS } as const

/** The book's settings; what nobody chose has its default. */
export function readSettings(read: ReadDb): BookSettings {
  const rows = sql<{ name: string; value: string }>(read, 'select name, value from setting').all()
  const chosen = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as JsonValue]))
  const { name, currency } = readBook(read)
  return { ...DEFAULTS, ...(chosen as Partial<BookSettings>), bookName: name, currency }
}
