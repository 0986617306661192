import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import type { AppClient } from '#contract/index'
import { ownHome, PROGRAM } from './server.ts'
import { STAGE } from './stage.ts'

export { expect } from '@playwright/test'

// The app as a person starts it: on the real Electron where its binary is installed, else on the double.

const ROOT = join(import.meta.dirname, '..', '..')
type LaunchOptions = { readonly args?: readonly string[]; readonly app?: string; readonly env?: Readonly<Record<string, string>> }

/** Books made before, by what was imported into them: the command line takes a second each time. */
const MADE = new Map<string, Buffer>()

/** A running app over a home of its own. */
export class Desktop {
  readonly folder: string
  readonly home: string
  readonly complaints: string[] = []
  app!: ElectronApplication
  page!: Page
  output = ''
  program: ChildProcess | null = null
  readonly #expected: RegExp[] = []

  constructor() {
    const temp = realpathSync(mkdtempSync(join(tmpdir(), 'stewardbook-app-')))
    this.folder = join(temp, 'files')
    this.home = join(temp, 'home')
    mkdirSync(this.folder)
    for (const name of ['tmp', 'Documents']) mkdirSync(join(this.home, name), { recursive: true })
    mkdirSync(join(this.home, '.run'), { mode: 0o700 })
  }

  env(): Record<string, string> {
    const display = process.env['DISPLAY']
    return { ...ownHome(this.home), ...(STAGE.kind === 'real' && display !== undefined ? { DISPLAY: display } : {}) }
  }

  /** Starts the app, as a double click or a terminal does, and waits for its first window. */
  async launch({ args = [], app = ROOT, env = {} }: LaunchOptions = {}): Promise<Page> {
    this.app = await _electron.launch({
      executablePath: STAGE.program,
      args: [app, ...args],
      cwd: this.folder,
      env: { ...this.env(), ...env },
      timeout: 60_000,
      colorScheme: null, // the app's own theme counts, not Playwright's
    })
    this.program = this.app.process()
    for (const stream of [this.program.stdout, this.program.stderr]) {
      stream?.on('data', (piece: Buffer) => {
        this.output += piece.toString()
      })
    }
    this.app.on('window', (page) => this.#watch(page))
    this.page = await this.app.firstWindow()
    this.#watch(this.page)
    await expect(this.page.getByRole('heading').first()).toBeAttached()
    return this.page
  }

  readonly #watched = new Set<Page>()
  #watch(page: Page): void {
    if (this.#watched.has(page)) return
    this.#watched.add(page)
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(`${message.type()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.stack ?? error.message}`))
  }

  /** A complaint that belongs to this spec. */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  unexpectedComplaints(): readonly string[] {
    return this.complaints.filter((text) => !this.#expected.some((pattern) => pattern.test(text)))
  }

  /** Quits as the menu does, and says with which code the program ended. */
  async quit(): Promise<number | null> {
    await this.app.close()
    return this.program?.exitCode ?? null
  }

  write(name: string, content: unknown): string {
    const path = join(this.folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }

  /** Runs the command line beside the app. */
  command(...args: string[]): { code: number; stdout: string; stderr: string } {
    return this.#command(args, this.env())
  }

  #command(args: readonly string[], env: Record<string, string>): { code: number; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { cwd: this.folder, env, encoding: 'utf8' })
    return { code: status ?? 1, stdout, stderr }
  }

  /** Makes a book by the command line, with datasets from a CSV. @returns its path */
  makeBook(name: string, csv: string): string {
    const path = join(this.folder, name)
    const made = MADE.get(csv) ?? this.#makeBook(csv)
    MADE.set(csv, made)
    writeFileSync(path, made)
    return path
  }

  #makeBook(csv: string): Buffer {
    this.write('made.csv', csv)
    for (const args of [
      ['book', 'create', 'made.stewardbook', '--name', 'Shop'],
      ['--book', 'made.stewardbook', 'import', 'datasets', 'made.csv', '--source', 'list'],
    ]) {
      // Under another profile, so that it is not among the recent ones.
      const { code, stderr, stdout } = this.#command(args, { ...this.env(), STEWARDBOOK_CONFIG_DIR: join(this.home, 'maker') })
      if (code > 1) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}${stdout}`)
    }
    const path = join(this.folder, 'made.stewardbook')
    const bytes = readFileSync(path)
    rmSync(path) // the next one is made in its place
    return bytes
  }

  /** Starts the program a second time beside the running one. @returns its exit code */
  startAgain(...args: string[]): Promise<number | null> {
    const options = { cwd: this.folder, env: this.env(), stdio: 'ignore' as const }
    const second = spawn(STAGE.program, ['--no-sandbox', ROOT, ...args], options)
    return new Promise((resolve) => second.on('exit', resolve))
  }

  /** Calls the contract as the page does. @throws Error with the error's code and message */
  async ask<N extends keyof AppClient, M extends keyof AppClient[N] & string>(noun: N, method: M, input: unknown): Promise<unknown> {
    const reply = await this.page.evaluate(([path, given]) => globalThis.stewardbook.call(path, given), [
      `${noun}.${method}`,
      input,
    ] as const)
    if (reply.ok) return reply.value
    throw new Error(`${reply.error.code}: ${reply.error.message}`)
  }

  /** The next dialogs name these files. */
  async answerOpenDialog(...paths: string[]): Promise<void> {
    await this.app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = async () => ({ canceled: filePaths.length === 0, filePaths })
    }, paths)
  }

  async answerSaveDialog(path: string | null): Promise<void> {
    await this.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: filePath === null, filePath: filePath ?? '' })
    }, path)
  }

  /** Questions get this button; what was asked can be read with `questions`. */
  async answerQuestions(response: number): Promise<void> {
    await this.app.evaluate(({ dialog }, button) => {
      const asked: string[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = (async (...given: unknown[]) => {
        const { message, detail } = given.at(-1) as { message: string; detail?: string }
        asked.push(`${message} ${detail ?? ''}`.trim())
        return { response: button, checkboxChecked: false }
      }) as typeof dialog.showMessageBox
    }, response)
  }

  questions(): Promise<string[]> {
    return this.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  }

  async clickMenu(id: string): Promise<void> {
    await this.app.evaluate(({ Menu }, itemId) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById(itemId)
      if (item === null || item === undefined) throw new Error(`the menu has no item ${itemId}`)
      item.click()
    }, id)
  }

  /** The host's process id, as the system knows it. */
  async hostPid(): Promise<number> {
    return this.app.evaluate(({ app }) => {
      const host = app.getAppMetrics().find(({ type, name }) => type === 'Utility' && name === 'Stewardbook')
      if (host === undefined) throw new Error('there is no host')
      return host.pid
    })
  }

  hasEnded(): boolean {
    return this.program === null || this.program.exitCode !== null || this.program.signalCode !== null
  }

  /** Ends it whatever it is doing. */
  async end(): Promise<void> {
    if (this.hasEnded()) return
    await this.answerQuestions(2).catch(() => undefined)
    const hangs = setTimeout(() => this.program?.kill('SIGKILL'), 15_000)
    await this.app.close().catch(() => undefined)
    clearTimeout(hangs)
  }

  remove(): void {
    rmSync(dirname(this.folder), { recursive: true, force: true, maxRetries: 5 })
  }
}

type PageApi = {
  readonly stewardbook: {
    call: (path: string, input: unknown) => Promise<{ ok: true; value: unknown } | { ok: false; error: { code: string; message: string } }>
  }
}
declare global {
  var stewardbook: PageApi['stewardbook']
}

/** A spec's app: not yet started; ended and judged afterwards. */
export const test = base.extend<{ desktop: Desktop }>({
  desktop: async ({ browserName }, use, testInfo) => {
    testInfo.annotations.push({ type: 'runs on', description: STAGE.kind === 'real' ? 'Electron' : `the electron double (${browserName})` })
    const desktop = new Desktop()
    try {
      await use(desktop)
      expect(desktop.unexpectedComplaints(), 'complaints of the page').toEqual([])
    } finally {
      await testInfo.attach('output of the app', { body: desktop.output, contentType: 'text/plain' })
      await desktop.end()
      desktop.remove()
    }
  },
})

/** Goes to the Catalog list and waits for a dataset's row in it. */
export async function expectRow(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).locator('li').getByRole('link', { name: 'Catalog' }).click()
  await expect(page.getByRole('row').filter({ hasText: name }).first()).toBeVisible()
}
