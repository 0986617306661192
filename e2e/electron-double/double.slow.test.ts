import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'

// The double itself, through a small app of its own. What it promises is in README.md.

const PROGRAM = join(import.meta.dirname, 'dist/electron')
const FIXTURE = join(import.meta.dirname, 'fixture')
const home = mkdtempSync(join(tmpdir(), 'double-test-'))
const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, TMPDIR: home }
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const chromium = findChromium()

describe.skipIf(chromium === undefined || process.platform === 'win32')('the electron double', () => {
  it('imitates what it imitates, and refuses the rest', () => {
    const { status, stdout, stderr } = spawnSync(PROGRAM, [FIXTURE], {
      env: { ...env, CHROMIUM_PATH: chromium },
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(status, stderr).toBe(0)
    const line = stdout.split('\n').find((text) => text.startsWith('SAID ')) ?? 'SAID {}'
    expect(JSON.parse(line.slice(5))).toEqual({
      windowBeforeReady: 'Cannot create BrowserWindow before app is ready',
      unknownMember: 'electron-double: app.setBadgeCount is not implemented',
      unknownEvent: 'electron-double: the event gpu-info-update of app is not implemented',
      unknownModule: 'undefined',
      schemeTooLate: 'protocol.registerSchemesAsPrivileged should be called before app is ready',
      sandbox: 'electron-double: refuses webPreferences.sandbox: false',
      contextIsolation: 'electron-double: refuses webPreferences.contextIsolation: false',
      nodeIntegration: 'electron-double: refuses webPreferences.nodeIntegration: true',
      webviewTag: 'electron-double: refuses webPreferences.webviewTag: true',
      accelerator: 'Error processing argument: Ctrl+Nonsense',
      dialog: expect.stringContaining('dialog.showOpenDialog has no answer'),
      unknownWindowMember: 'electron-double: BrowserWindow.setOpacity is not implemented',
      url: 'app://host/a/b?c=d',
      text: 'app://host/a/b?c=d',
      clone: [5, 'x', true, 'NaN', [1, 2], '7'],
      notCloned: 'An object could not be cloned.',
      failed: "Error invoking remote method 'fail': TypeError: on purpose",
      noHandler: "Error invoking remote method 'missing': Error: No handler registered for 'missing'",
      require: expect.stringContaining('module not found: node:fs'),
      told: 'hello',
      dark: true,
      opened: 'still here',
      wanted: 'https://example.com/',
      pdf: '%PDF-',
      versions: ['browser', 'Double fixture', '1.2.3', 3, true],
    })
  })

  it('takes Chromium and its profile along when it is killed', async () => {
    const child = spawn(PROGRAM, [FIXTURE], { env: { ...env, CHROMIUM_PATH: chromium, STAY: '1' }, stdio: ['ignore', 'pipe', 'ignore'] })
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (piece: Buffer) => void (piece.includes('SAID') && resolve()))
      child.on('exit', () => reject(new Error('it ended by itself')))
    })
    const profiles = (): string[] => readdirSync(home).filter((name) => name.startsWith('electron-double-'))
    expect(profiles()).toHaveLength(1)
    const profile = join(home, profiles()[0] ?? '')
    // Chromium writes its process id into its profile.
    const pid = Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1))
    expect(isAlive(pid)).toBe(true)
    child.removeAllListeners('exit')
    child.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false)
    expect(existsSync(profile)).toBe(true) // nobody was left to remove it: that is the test's home to do
  })
})
