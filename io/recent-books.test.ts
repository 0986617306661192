import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  forgetRecent,
  profileFolder,
  readProfile,
  readLooked,
  readVisit,
  rememberBook,
  rememberLooked,
  rememberVisit,
  writeAuthor,
  writeProfile,
} from './recent-books.ts'

let folder: string
const file = (): string => join(folder, 'profile.json')

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'stewardbook-profile-'))
  folder = join(root, 'config')
  vi.stubEnv('STEWARDBOOK_CONFIG_DIR', folder)
  return () => {
    vi.unstubAllEnvs()
    rmSync(root, { recursive: true, force: true })
  }
})

describe('the profile', () => {
  it('is the system’s user and no books before anything is remembered, and reading makes no file', () => {
    expect(readProfile()).toEqual({ author: userInfo().username, recent: [] })
    expect(existsSync(folder)).toBe(false)
  })

  it('keeps what was written, for this user only', () => {
    const profile = { author: 'Zoë', recent: [{ recentId: 'a', path: '/b/a.stewardbook', name: 'A', openedAtMs: 5 }] }
    writeProfile(profile)
    expect(readProfile()).toEqual(profile)
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ schemaVersion: 1, ...profile })
    if (process.platform !== 'win32') expect([statSync(folder).mode & 0o777, statSync(file()).mode & 0o777]).toEqual([0o700, 0o600])
    expect(readdirSync(folder)).toEqual(['profile.json'])
  })

  it('lists the books opened last, newest first, each once, and at most twenty', () => {
    for (let n = 1; n <= 25; n += 1) rememberBook({ path: `/b/${n}`, name: `Book ${n}`, openedAtMs: n })
    rememberBook({ path: '/b/10', name: 'Ten', openedAtMs: 26 })
    const { recent } = readProfile()
    expect(recent.map(({ path }) => path)).toEqual([
      '/b/10',
      ...[25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 9, 8, 7, 6].map((n) => `/b/${n}`),
    ])
    expect(recent[0]).toMatchObject({ name: 'Ten', openedAtMs: 26 })
    expect(new Set(recent.map(({ recentId }) => recentId)).size).toBe(20)
    expect(recent[0]?.recentId).not.toContain('10')
    writeAuthor('Ada')
    forgetRecent(recent[0]?.recentId ?? '')
    forgetRecent('not there')
    expect(readProfile()).toMatchObject({
      author: 'Ada',
      recent: [{ path: '/b/25' }, ...Array.from({ length: 18 }, () => expect.anything() as object)],
    })
  })

  it('keeps when a book was visited with its entry, through later openings, until it is forgotten', () => {
    const mark = { seq: 3, hash: 'h', importId: 1, atMs: 7 }
    const visit = { since: null, seen: mark }
    rememberVisit('/b/1', visit)
    expect(readVisit('/b/1')).toBeUndefined()
    rememberBook({ path: '/b/1', name: 'One', openedAtMs: 1 })
    rememberVisit('/b/1', visit)
    rememberBook({ path: '/b/2', name: 'Two', openedAtMs: 2 })
    rememberBook({ path: '/b/1', name: 'One', openedAtMs: 3 })
    expect([readVisit('/b/1'), readVisit('/b/2')]).toEqual([visit, undefined])
    forgetRecent(readProfile().recent[0]?.recentId ?? '')
    rememberBook({ path: '/b/1', name: 'One', openedAtMs: 4 })
    expect(readVisit('/b/1')).toBeUndefined()
  })

  it('keeps what was looked at in a book with its entry, beside the visit, until it is forgotten', () => {
    const visit = { since: null, seen: { seq: 3, hash: 'h', importId: 1, atMs: 7 } }
    rememberBook({ path: '/b/1', name: 'One', openedAtMs: 1 })
    rememberVisit('/b/1', visit)
    expect(readLooked('/b/1')).toEqual([])
    rememberLooked('/b/1', ['k/b', 'k/a'])
    rememberLooked('/b/2', ['k/c'])
    rememberBook({ path: '/b/1', name: 'Uno', openedAtMs: 3 })
    expect([readLooked('/b/1'), readLooked('/b/2'), readVisit('/b/1')]).toEqual([['k/b', 'k/a'], [], visit])
    forgetRecent(readProfile().recent[0]?.recentId ?? '')
    expect(readLooked('/b/1')).toEqual([])
  })

  it.each([
    ['nothing', ''],
    ['half a file', '{"schemaVersion":1,"rec'],
    ['another shape', '{"schemaVersion":1,"recent":"all"}'],
    ['a later version', '{"schemaVersion":2}'],
  ])('starts anew on %s and keeps the file aside', (_name, text) => {
    mkdirSync(folder)
    writeFileSync(file(), text)
    expect(readProfile().recent).toEqual([])
    const [aside] = readdirSync(folder)
    expect(aside).toMatch(/^profile\.damaged-[0-9a-f]{6}\.json$/)
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(text)
    rememberBook({ path: '/b/a', name: 'A', openedAtMs: 1 })
    expect(readProfile().recent).toHaveLength(1)
  })

  it('lets a book be opened where nothing can be remembered, and says so when a name is set', () => {
    writeFileSync(folder, 'a file where the folder should be')
    rememberBook({ path: '/b/a', name: 'A', openedAtMs: 1 })
    expect(readProfile().recent).toEqual([])
    expect(() => writeAuthor('Ada')).toThrow(expect.objectContaining({ name: 'AppError' }))
  })
})

describe('profileFolder', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', {}, '/home/ada/.config/stewardbook'],
    ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/stewardbook'],
    ['darwin', { XDG_CONFIG_HOME: '/x' }, '/home/ada/Library/Application Support/Stewardbook'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Stewardbook'],
    ['win32', {}, '/home/ada/AppData/Roaming/Stewardbook'],
    ['linux', { STEWARDBOOK_CONFIG_DIR: '/own', XDG_CONFIG_HOME: '/x' }, '/own'],
  ])('on %s with %j is %s', (platform, env, expected) => {
    expect(profileFolder(env, platform, '/home/ada').replaceAll('\\', '/')).toBe(expected)
  })
})
