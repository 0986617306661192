import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { Cdp, type CdpSession } from './cdp.ts'
import { findChromium } from './find-chromium.ts'

export type { CdpSession }

// The real browser behind the double. It listens on a pipe for us and on a port for Playwright; closing the pipe ends it, so a
// killed main process leaves none behind.

const ALWAYS = [
  '--remote-debugging-pipe',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-back-forward-cache',
  '--disable-field-trial-config',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate,MediaRouter,OptimizationHints,PaintHolding',
  // Nothing leaves this machine, whatever the app tries.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

const program = findChromium()
if (program === undefined) throw new Error('electron-double: no Chromium was found; install one or set CHROMIUM_PATH')
if (process.env['ELECTRON_DOUBLE_HEADED'] === '1' && process.platform === 'linux') {
  const hasScreen = ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (process.env[name] ?? '') !== '')
  if (!hasScreen) {
    process.stderr.write('There is no screen to show the app on. Start it under one: xvfb-run npm run start:double\n')
    process.exit(1)
  }
}
const profile = mkdtempSync(join(tmpdir(), 'electron-double-'))
const port = process.argv.find((argument) => argument.startsWith('--remote-debugging-port='))
const isHeaded = process.env['ELECTRON_DOUBLE_HEADED'] === '1'
const needsNoSandbox = process.getuid?.() === 0 || process.argv.includes('--no-sandbox')
const child = spawn(
  program,
  [
    ...ALWAYS,
    ...(isHeaded ? [] : ['--headless=new']),
    ...(needsNoSandbox ? ['--no-sandbox'] : []),
    ...(port === undefined ? [] : [port]),
    `--user-data-dir=${profile}`,
  ],
  { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
)
child.stderr?.on('data', (piece: Buffer) => {
  for (const line of piece.toString().split('\n')) {
    if (line.startsWith('DevTools listening on')) process.stderr.write(`${line}\n`)
  }
})

export const cdp = new Cdp(child.stdio[3] as Writable, child.stdio[4] as Readable)
let isEnding = false

function sleepMs(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Chromium still writes to its profile for a moment after it was killed. */
function removeProfile(): void {
  for (let tries = 0; tries < 20 && existsSync(profile); tries += 1) {
    try {
      rmSync(profile, { recursive: true, force: true })
    } catch {
      sleepMs(20)
    }
  }
}

process.on('exit', () => {
  isEnding = true
  child.kill('SIGKILL')
  removeProfile()
})
child.on('exit', (code, signal) => {
  if (isEnding) return
  process.stderr.write(`electron-double: Chromium ended (${code ?? signal})\n`)
  process.exit(71)
})

const sessions = new Map<string, CdpSession>()
const waiting = new Map<string, (session: CdpSession) => void>()
const gone = new Map<string, () => void>()

type Attached = {
  readonly sessionId: string
  readonly targetInfo: { readonly targetId: string; readonly type: string; readonly openerId?: string }
}

cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }: Attached) => {
  const { targetId, type, openerId } = targetInfo
  if (type === 'page' && openerId !== undefined) {
    // window.open made it; it is still paused and has loaded nothing.
    void cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
    return
  }
  const session = cdp.session(sessionId)
  if (type !== 'page') {
    void session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined)
    void cdp.send('Target.detachFromTarget', { sessionId }).catch(() => undefined)
    return
  }
  sessions.set(targetId, session)
  waiting.get(targetId)?.(session)
  waiting.delete(targetId)
})
cdp.on('Target.detachedFromTarget', ({ targetId }: { targetId?: string }) => {
  if (targetId !== undefined) gone.get(targetId)?.()
})

export const chromiumReady: Promise<{ product: string }> = (async () => {
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
  return (await cdp.send('Browser.getVersion')) as { product: string }
})()

/** Makes a page. `onGone` is called when a person or Chromium closed it. */
export async function openTarget(width: number, height: number, onGone: () => void): Promise<{ targetId: string; session: CdpSession }> {
  await chromiumReady
  const { targetId } = (await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })) as {
    targetId: string
  }
  gone.set(targetId, onGone)
  const session = sessions.get(targetId) ?? (await new Promise<CdpSession>((resolve) => waiting.set(targetId, resolve)))
  return { targetId, session }
}
