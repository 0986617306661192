import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { asFileError } from './file-errors.ts'

/** What is remembered about the person at this machine, outside every book. */
export type Profile = {
  /** The name decisions are signed with; the system's user until the person says another. */
  readonly author: string
  /** Newest first. */
  readonly recent: readonly RecentBook[]
}
export type RecentBook = { readonly recentId: string; readonly path: string; readonly name: string; readonly openedAtMs: number }

const RECENT_KEPT = 20
const Stored = z.object({
  schemaVersion: z.literal(1),
  author: z.string().min(1).nullable(),
  recent: z.array(z.object({ path: z.string().min(1), name: z.string(), openedAtMs: z.int() })),
})
type Stored = z.infer<typeof Stored>
const NOTHING: Stored = { schemaVersion: 1, author: null, recent: [] }

/** Where each system keeps settings of a person. */
function profilePath(): string {
  const home = homedir()
  switch (process.platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Stewardbook', 'profile.json')
    case 'win32':
      return join(process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Stewardbook', 'profile.json')
    default:
      return join(process.env['XDG_CONFIG_HOME'] || join(home, '.config'), 'stewardbook', 'profile.json')
  }
}

/** A profile that can't be read or is not one of ours is as good as none: it only remembers. */
function load(): Stored {
  try {
    return Stored.parse(JSON.parse(readFileSync(profilePath(), 'utf8')))
  } catch {
    return NOTHING
  }
}

/** Beside its place first, so that two programs at once leave one or the other, never a mixture. */
function save(stored: Stored): void {
  const path = profilePath()
  const beside = `${path}.${process.pid}.part`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    try {
      writeFileSync(beside, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 })
      renameSync(beside, path)
    } finally {
      rmSync(beside, { force: true })
    }
  } catch (error) {
    throw asFileError(error, path)
  }
}

/** Who this is and which books were open. */
export function readProfile(): Profile {
  const { author, recent } = load()
  return { author: author ?? systemUser(), recent: recent.map((book) => ({ ...book, recentId: idOf(book.path) })) }
}

function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown' // a container may run as a user without a name
  }
}

const idOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 16)

/** Remembers the name decisions are signed with. @throws AppError bad-file, disk-full where that can't be written */
export function writeAuthor(author: string): void {
  save({ ...load(), author })
}

/** Puts a book first in the list. Where nothing can be remembered (a home that is read-only), opening goes on without. */
export function rememberBook(book: Omit<RecentBook, 'recentId'>): void {
  const stored = load()
  const others = stored.recent.filter(({ path }) => path !== book.path)
  try {
    save({ ...stored, recent: [book, ...others].slice(0, RECENT_KEPT) })
  } catch {
    return
  }
}

/** Takes a book out of the list; the file stays. @throws AppError bad-file, disk-full */
export function forgetRecent(recentId: string): void {
  const stored = load()
  save({ ...stored, recent: stored.recent.filter(({ path }) => idOf(path) !== recentId) })
}
