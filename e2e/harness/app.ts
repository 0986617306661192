import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, type BrowserContext, expect, type Page, type TestInfo } from '@playwright/test'
import { HELD_BACK_MS, holdBack } from './held-back.ts'
import { expectStill, watchSteadiness } from './steady.ts'
import { ownHome, PROGRAM, type Server, startServer } from './server.ts'

export { expect } from '@playwright/test'

type Theme = 'light' | 'dark'
type Size = { readonly width: number; readonly height: number }
const WIDE: Size = { width: 1280, height: 800 }
const NARROW: Size = { width: 1024, height: 640 }
/** 1280x800 at 200 % zoom. */
const ZOOMED: Size = { width: 640, height: 400 }

/** Axe looks at one theme wide and, in the long run, at the other narrow, where icons stand for words, and at the first zoomed. The rest differs in colours alone, and is for the pictures. */
const LOOKS: readonly {
  readonly theme: Theme
  readonly size: Size
  readonly when: 'always' | 'long'
  readonly axe: 'always' | 'long' | 'never'
}[] = [
  { theme: 'light', size: WIDE, when: 'always', axe: 'always' },
  { theme: 'dark', size: WIDE, when: 'long', axe: 'never' },
  { theme: 'light', size: NARROW, when: 'long', axe: 'never' },
  { theme: 'dark', size: NARROW, when: 'long', axe: 'long' },
  { theme: 'light', size: ZOOMED, when: 'always', axe: 'long' },
  { theme: 'dark', size: ZOOMED, when: 'long', axe: 'never' },
]
/** Pictures take as long as everything else together, and axe nearly so: `npm run test:long` does all of it. */
const isLongRun = process.env['STEWARDBOOK_LONG'] === '1'

/** Pixels by which the page is wider than its window. */
const overflow = (): number => document.documentElement.scrollWidth - document.documentElement.clientWidth

export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** The app in a real browser over a folder of its own; everything real but the place of the home folder. */
export class App {
  readonly page: Page
  /** The folder whose files can be picked. */
  readonly root: string
  readonly #home: string
  #server: Server
  #isStopped = false
  readonly #others: Server[] = []
  /** Places the page may talk to. */
  readonly #hosts: Set<string>
  readonly #complaints: string[] = []
  readonly #expected: RegExp[] = []

  constructor(page: Page, root: string, home: string, server: Server) {
    this.page = page
    this.root = root
    this.#home = home
    this.#server = server
    this.#hosts = new Set([new URL(server.address).host])
    this.#watch(page.context())
  }

  /** Everything the browser complains about fails the spec, and so does any request to another place. */
  #watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complaints.push(`${message.type()}: ${message.text()}`)
    })
    context.on('weberror', (error) => this.#complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`))
    context.on('request', (request) => {
      const url = new URL(request.url())
      const isOwn = this.#hosts.has(url.host) || ['data:', 'blob:', 'about:'].includes(url.protocol)
      if (!isOwn) this.#complaints.push(`request to ${url.href}`)
    })
  }

  /** A complaint that belongs to this spec (a refused request it provokes, say). */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  complaints(): readonly string[] {
    return this.#complaints.filter((text) => !this.#expected.some((pattern) => pattern.test(text)))
  }

  serverOutput(): string {
    return this.#server.output()
  }

  /** Opens a path of the app in the window that has been launched. */
  async go(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#server.address).href)
  }

  /** Goes to one of the screens by the navigation. */
  async goInside(screen: 'Home' | 'Catalog' | 'Costs' | 'Reports' | 'Sources' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).locator('li').getByRole('link', { name: screen }).click()
    await expect(this.page).toHaveURL(new RegExp(`/${screen.toLowerCase()}`))
  }

  /** Opens the app with its launch address, as a person's browser does. */
  async launch(): Promise<void> {
    await this.page.goto(this.#server.address)
  }

  /** Ends the server and starts it again on the same folder. */
  async restart(): Promise<void> {
    // A page left open would go on asking for events, and the browser complain.
    await this.page.goto('about:blank')
    await this.stop()
    this.#server = await startServer(this.root, this.#home)
    this.#isStopped = false
    this.#allow(this.#server.address)
    await this.launch()
  }

  /** Starts a second program on a catalog file below the root; it ends with the spec. @returns its launch address */
  async startAnother(book: string): Promise<string> {
    const server = await startServer(this.root, this.#home, ['--book', join(this.root, book)])
    this.#others.push(server)
    this.#allow(server.address)
    return server.address
  }

  #allow(address: string): void {
    this.#hosts.add(new URL(address).host)
  }

  /** Ends everything that was started. @throws Error when something ended by itself */
  async end(): Promise<void> {
    for (const server of this.#others.splice(0)) await server.stop()
    await this.stop()
  }

  /** Ends the server, if that has not been done. @throws Error when it ended by itself */
  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    await this.#server.stop()
  }

  /** Writes a file below the root; anything but text and bytes is written as JSON. */
  write(name: string, content: unknown): string {
    const path = join(this.root, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content))
    return path
  }

  /** Copies a file or folder below the root. */
  copy(from: string, name: string): string {
    const path = join(this.root, name)
    cpSync(from, path, { recursive: true })
    return path
  }

  /** Runs the command line beside the open app. */
  command(...args: string[]): CommandResult {
    return this.commandIn({}, ...args)
  }

  /** The same in another time zone or language. */
  commandIn(env: Readonly<Record<string, string>>, ...args: string[]): CommandResult {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      cwd: this.root,
      env: { ...ownHome(this.#home), ...env },
      encoding: 'utf8',
    })
    return { code: status ?? 1, stdout, stderr }
  }

  /** Changes a catalog file below the root behind its program's back, waiting for who writes: housekeeping may. */
  changeBehind(book: string, statement: string): void {
    const file = new DatabaseSync(join(this.root, book), { timeout: 30_000 })
    try {
      file.exec(statement)
    } finally {
      file.close()
    }
  }

  async setLook(theme: Theme, size: Size): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme })
    await this.page.setViewportSize(size)
  }

  /** Nothing moves. Then through sizes and themes: no sideways scrolling, no grave finding of axe; in the long run a picture of each beside the test's other output. */
  async inspectLooks(name: string, testInfo: TestInfo): Promise<void> {
    await expectStill(this.page, name)
    for (const { theme, size, when, axe } of LOOKS) {
      if (when === 'long' && !isLongRun) continue
      const label = `${name}-${theme}-${size.width}x${size.height}`
      await this.setLook(theme, size)
      await expect.poll(() => this.page.evaluate(overflow), `${label} scrolls sideways by so many pixels`).toBe(0)
      if (isLongRun) await this.page.screenshot({ path: testInfo.outputPath(`${label}.png`) })
      if (axe === 'always' || (axe === 'long' && isLongRun)) await this.expectAccessible()
    }
    await this.setLook('light', WIDE)
  }

  /** Fails on axe's serious and critical findings, naming what and where. */
  async expectAccessible(): Promise<void> {
    // The page has no frames, so axe may run in it at one go; only what is wrong is worked out in full.
    const axe = new AxeBuilder({ page: this.page }).setLegacyMode().options({ resultTypes: ['violations'] })
    const { violations } = await axe.analyze()
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(grave.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 5).map((node) => node.target.join(' ')) }))).toEqual([])
  }
}

type Folders = { readonly root: string; readonly home: string }

/** A spec's `app`: started on an empty folder and launched in the page; stopped and judged afterwards. */
export const test = base.extend<{ folders: Folders; app: App }>({
  folders: async ({ browserName }, use) => {
    const temp = realpathSync(mkdtempSync(join(tmpdir(), `stewardbook-${browserName}-`)))
    const folders = { root: join(temp, 'files'), home: join(temp, 'home') }
    mkdirSync(folders.root)
    mkdirSync(join(folders.home, 'tmp'), { recursive: true })
    mkdirSync(join(folders.home, '.run'), { mode: 0o700 })
    await use(folders)
    rmSync(temp, { recursive: true, force: true, maxRetries: 5 })
  },
  app: async ({ page, folders: { root, home } }, use, testInfo) => {
    const app = new App(page, root, home, await startServer(root, home))
    try {
      await page.addInitScript(watchSteadiness)
      if (HELD_BACK_MS > 0) await holdBack(page.context(), HELD_BACK_MS)
      await app.launch()
      await use(app)
      expect(app.complaints(), 'complaints of the browser').toEqual([])
    } finally {
      await testInfo.attach('server output', { body: app.serverOutput(), contentType: 'text/plain' })
      await page.close()
      await app.end()
    }
  },
})
