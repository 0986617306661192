import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What a look around says about the browser the end-to-end tests drive. */
export type Surroundings = {
  /** $CHROMIUM_PATH */
  readonly wanted: string | undefined
  readonly findOnPath: (program: string) => string | undefined
  readonly isRunnable: (path: string) => boolean
  /** Where Playwright's own browser would be. */
  readonly playwrightPath: string | undefined
  readonly isRoot: boolean
}
export type ChromiumDecision =
  | { readonly kind: 'use'; readonly path: string }
  /** `wish`: what makes the tests faster where it works. */
  | { readonly kind: 'install'; readonly commands: readonly (readonly string[])[]; readonly wish: readonly string[] }
  | { readonly kind: 'none'; readonly message: string }

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** The same engine without the windows nobody sees: a quarter less work. */
const HEADLESS_PROGRAM = 'chromium-headless-shell'
const FIXED_PLACES = ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** Which Chromium to use: the one asked for, an installed one, Playwright's own, or how to get one. */
export function decideChromium(around: Surroundings): ChromiumDecision {
  if (around.wanted !== undefined && around.wanted !== '') {
    if (around.isRunnable(around.wanted)) return { kind: 'use', path: around.wanted }
    return { kind: 'none', message: `CHROMIUM_PATH names ${around.wanted}, which is not a program that can be run.` }
  }
  for (const program of PROGRAMS) {
    const path = around.findOnPath(program)
    if (path !== undefined) return { kind: 'use', path }
  }
  for (const path of [...FIXED_PLACES, ...(around.playwrightPath === undefined ? [] : [around.playwrightPath])]) {
    if (around.isRunnable(path)) return { kind: 'use', path }
  }
  const aptGet = around.findOnPath('apt-get')
  if (aptGet !== undefined && around.isRoot) {
    const install = [aptGet, 'install', '-y', '--no-install-recommends']
    return {
      kind: 'install',
      commands: [
        [aptGet, 'update'],
        [...install, 'chromium'],
      ],
      wish: [...install, HEADLESS_PROGRAM],
    }
  }
  return {
    kind: 'none',
    message:
      'The end-to-end tests need Chromium and none was found: install chromium or google-chrome, run `npx playwright install chromium`, or set CHROMIUM_PATH.',
  }
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findOnPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path) && isRunnable(path))
}

async function lookAround(): Promise<Surroundings> {
  const { chromium } = await import('@playwright/test')
  return {
    wanted: process.env['CHROMIUM_PATH'],
    findOnPath,
    isRunnable,
    playwrightPath: chromium.executablePath(),
    isRoot: process.getuid?.() === 0,
  }
}

const QUIET = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }

/** What drives pages nobody looks at: the one asked for, else the shell without windows, else the Chromium at hand; installs nothing. */
export async function findHeadless(): Promise<string | undefined> {
  const around = await lookAround()
  const shell = around.wanted === undefined || around.wanted === '' ? around.findOnPath(HEADLESS_PROGRAM) : undefined
  return shell ?? findChromium()
}

/** The Chromium at hand, or undefined; installs nothing. */
async function findChromium(): Promise<string | undefined> {
  const decision = decideChromium(await lookAround())
  return decision.kind === 'use' ? decision.path : undefined
}

/**
 * The Chromium at hand, after installing it where that is possible without asking.
 * @throws Error with a message for a person
 */
export async function ensureChromium(say: (line: string) => void): Promise<string> {
  const decision = decideChromium(await lookAround())
  switch (decision.kind) {
    case 'use':
      return decision.path
    case 'none':
      throw new Error(decision.message)
    case 'install': {
      say('Installing chromium for the end-to-end tests.')
      for (const [program = '', ...args] of decision.commands) {
        const run = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env: QUIET })
        if (run.status !== 0)
          throw new Error(`Installing chromium failed: ${args.join(' ')} ended with ${run.status ?? run.signal ?? 'an error'}.`)
      }
      // Where there is no such package, the other does.
      const [program = '', ...args] = decision.wish
      spawnSync(program, args, { stdio: 'ignore', env: QUIET })
      const path = await findChromium()
      if (path === undefined) throw new Error('Installing chromium ended well, yet no chromium is on the PATH.')
      return path
    }
  }
}
