import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#core/errors'
import type { Visit } from '#core/home/visit'
import { asFileError, systemCode } from './file-errors.ts'

const SCHEMA_VERSION = 1
const MOST_RECENT = 20
const FILE_NAME = 'profile.json'

const StoredMark = z.object({ seq: z.int(), hash: z.string(), importId: z.int(), atMs: z.int() })
/**
 * `visit`: until when it had been looked at before, and when last; absent until it is first looked at. `looked`: keys of what was
 * looked at in it last, newest first.
 */
const RecentBook = z.object({
  recentId: z.string(),
  path: z.string(),
  name: z.string(),
  openedAtMs: z.int(),
  visit: z.object({ since: StoredMark.nullable(), seen: StoredMark }).optional(),
  looked: z.array(z.string()).optional(),
})
const StoredProfile = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  /** Absent: nobody was asked yet, the system's user name stands in. */
  author: z.string().min(1).optional(),
  recent: z.array(RecentBook),
})
type StoredProfile = z.infer<typeof StoredProfile>

/** A book opened before, for the list on the first screen. */
export type RecentBook = z.infer<typeof RecentBook>
/** What belongs to the person and not to a book: the name decisions are signed with, and the books opened last, newest first. */
export type Profile = { readonly author: string; readonly recent: readonly RecentBook[] }

/** Reads the profile; without one, an empty list and the system's user name. A damaged file is kept aside under another name. */
export function readProfile(): Profile {
  const { author, recent } = readStored()
  return { author: author ?? systemUser(), recent }
}

/** Replaces the profile, all or nothing. Errors: bad-file, disk-full. */
export function writeProfile({ author, recent }: Profile): void {
  writeStored({ schemaVersion: SCHEMA_VERSION, author, recent: [...recent] }, 'on-disk')
}

/** Errors: bad-file, disk-full. */
export function writeAuthor(author: string): void {
  writeStored({ ...readStored(), author }, 'on-disk')
}

/** Puts a book on top of the list. A home folder that can't be written keeps no list; that is no reason not to open the book. */
export function rememberBook(book: Omit<RecentBook, 'recentId' | 'visit' | 'looked'>): void {
  const stored = readStored()
  const recentId = createHash('sha256').update(book.path).digest('hex').slice(0, 16)
  const before = stored.recent.find((item) => item.path === book.path)
  const recent = [{ ...before, ...book, recentId }, ...stored.recent.filter((item) => item.path !== book.path)].slice(0, MOST_RECENT)
  writeIfPossible({ ...stored, recent })
}

/** The person's visits to the book at this path; undefined = none is remembered. */
export function readVisit(path: string): Visit | undefined {
  return readStored().recent.find((item) => item.path === path)?.visit
}

/** Remembers a visit with the book's entry in the list of recent ones, and goes with it. */
export function rememberVisit(path: string, visit: Visit): void {
  const stored = readStored()
  writeIfPossible({ ...stored, recent: stored.recent.map((item) => (item.path === path ? { ...item, visit } : item)) })
}

/** Keys of what was looked at last in the book at this path, newest first. */
export function readLooked(path: string): readonly string[] {
  return readStored().recent.find((item) => item.path === path)?.looked ?? []
}

/** Remembers them with the book's entry in the list of recent ones, and they go with it. */
export function rememberLooked(path: string, looked: readonly string[]): void {
  const stored = readStored()
  writeIfPossible({ ...stored, recent: stored.recent.map((item) => (item.path === path ? { ...item, looked: [...looked] } : item)) })
}

function writeIfPossible(profile: StoredProfile): void {
  try {
    writeStored(profile, 'soon')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

/** Takes a book off the list; the file stays. Errors: bad-file, disk-full. */
export function forgetRecent(recentId: string): void {
  const stored = readStored()
  writeStored({ ...stored, recent: stored.recent.filter((item) => item.recentId !== recentId) }, 'on-disk')
}

/** Where the system keeps a program's settings of one person. STEWARDBOOK_CONFIG_DIR names another folder. */
export function profileFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const own = env['STEWARDBOOK_CONFIG_DIR']
  if (own) return own
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Stewardbook')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Stewardbook')
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'stewardbook')
}

function readStored(): StoredProfile {
  const path = join(profileFolder(), FILE_NAME)
  const empty: StoredProfile = { schemaVersion: SCHEMA_VERSION, recent: [] }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    // Not there, or not ours to read: as if nothing was remembered.
    if (systemCode(error) === null) throw error
    return empty
  }
  if (text === understood?.text) return understood.profile
  const parsed = StoredProfile.safeParse(parseJson(text))
  if (parsed.success) understood = { text, profile: parsed.data }
  else keepAside(path)
  return parsed.data ?? empty
}

/** What the text read last says: opening a book asks several times. */
let understood: { readonly text: string; readonly profile: StoredProfile } | undefined

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function keepAside(path: string): void {
  try {
    renameSync(path, path.replace(/\.json$/, `.damaged-${randomBytes(3).toString('hex')}.json`))
  } catch (error) {
    // Another program was faster, or the folder is read-only: either way it isn't used.
    if (systemCode(error) === null) throw error
  }
}

/**
 * on-disk: a power cut right afterwards loses nothing. soon: the system writes it when it likes; a wait for the disk would be most
 * of what opening a book takes, and only the list of recent ones is at stake.
 */
type Durability = 'on-disk' | 'soon'

function writeStored(profile: StoredProfile, durability: Durability): void {
  const folder = profileFolder()
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    replaceFile(join(folder, FILE_NAME), `${JSON.stringify(profile, null, 2)}\n`, durability)
  } catch (error) {
    const code = systemCode(error)
    if (code === null) throw error
    if (code === 'ENOSPC' || code === 'EDQUOT') throw asFileError(error, join(folder, FILE_NAME))
    throw new AppError('bad-file', `Your name and the list of recent catalog files can't be kept in “${folder}”.`, {
      file: folder,
      reason: code,
    })
  }
}

/** All or nothing: written beside it, then moved over it. */
function replaceFile(path: string, text: string, durability: Durability): void {
  const part = `${path}.${process.pid}-${randomBytes(3).toString('hex')}.part`
  try {
    writeFileSync(part, text, { mode: 0o600, flag: 'wx', flush: durability === 'on-disk' })
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

function systemUser(): string {
  try {
    return userInfo().username || 'unknown'
  } catch {
    // A user number without an entry in the system's list, as containers have.
    return 'unknown'
  }
}
