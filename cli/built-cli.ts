import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The built command line as a program of its own, in a folder and home of its own, for its tests.

const ROOT = join(import.meta.dirname, '..')
/** A copy, so that a build started meanwhile does not take the program away from under its tests. */
const COPY = join(ROOT, '.cache', `cli-${process.pid}`)
export const PROGRAM = join(COPY, 'node', 'cli.js')

/** Builds what has changed. @throws Error with the build's output */
export function buildCli(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`)
  cpSync(join(ROOT, 'out/node'), join(COPY, 'node'), { recursive: true })
}

export type Call = { readonly code: number | null; readonly out: string; readonly error: string }

export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'stewardbook-cli-'))
  readonly #home = join(this.folder, '.home')

  constructor() {
    mkdirSync(join(this.#home, 'tmp'), { recursive: true })
  }

  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const home = {
      HOME: this.#home,
      USERPROFILE: this.#home,
      XDG_CONFIG_HOME: join(this.#home, '.config'),
      TMPDIR: join(this.#home, 'tmp'),
    }
    return { PATH: process.env['PATH'] ?? '', TZ: 'America/New_York', ...home, ...more }
  }

  /** Runs one call in the folder, signed by Ada. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Call {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, '--as', 'Ada', ...args], {
      cwd: this.folder,
      env: this.env(env),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return { code: status, out: stdout, error: stderr }
  }

  /** The JSON document a call prints. @throws Error when it ends with another exit code */
  json<T>(args: readonly string[], code = 0): T {
    const ran = this.run(['--json', ...args])
    if (ran.code !== code) throw new Error(`${args.join(' ')} ended with ${ran.code}:\n${ran.out}\n${ran.error}`)
    return JSON.parse(ran.out) as T
  }

  clear(): void {
    for (const folder of [this.folder, COPY]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Output without what differs from run to run: places, hashes of the journal, instants of today, sizes of SQLite files.
 * Dates that stand in the test's own files stay.
 */
export function steady(text: string, folder: string): string {
  const today = new Date().toISOString().slice(0, 10)
  return text
    .replaceAll(folder, '<folder>')
    .replaceAll(new RegExp(`${today}T\\d{2}:\\d{2}:\\d{2}Z`, 'g'), '<------ now ------->')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replaceAll(/\b\d{5,} bytes/g, '<size> bytes')
}
