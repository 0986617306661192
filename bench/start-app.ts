import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import type { Numbers } from './probe.ts'

export type AppStart = {
  /** Electron's program or the double. */
  readonly program: string
  /** Of the app: where its package.json is. */
  readonly app: string
  readonly book: string
  /** The person's home for this start; everything the app keeps goes there. */
  readonly folder: string
}

/** The line below a bar of Home has this when the book was read; what stands there before is grey. */
const COUNTED = /target \d+%/
const LIMIT_MS = 60_000

/** Starts the app on a book as a double click does, and ends it once the first row of Home stands in the page. */
export async function startToFirstRow({ program, app, book, folder }: AppStart): Promise<Numbers> {
  for (const name of ['tmp', 'Documents']) mkdirSync(join(folder, name), { recursive: true })
  mkdirSync(join(folder, '.run'), { mode: 0o700, recursive: true })
  const startedAt = performance.now()
  const running = await _electron.launch({
    executablePath: program,
    args: [app, book],
    cwd: folder,
    env: homeIn(folder),
    timeout: LIMIT_MS,
    colorScheme: null,
  })
  try {
    const page = await running.firstWindow({ timeout: LIMIT_MS })
    const rows = page.getByRole('region', { name: 'Coverage' }).getByRole('listitem').filter({ hasText: COUNTED })
    await rows.first().waitFor({ timeout: LIMIT_MS })
    return { firstRowMs: performance.now() - startedAt }
  } finally {
    await running.close()
  }
}

function homeIn(folder: string): Record<string, string> {
  const known = ['PATH', 'CHROMIUM_PATH', 'LANG', 'DISPLAY']
  const kept = known.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    USERPROFILE: folder,
    XDG_CONFIG_HOME: join(folder, '.config'),
    XDG_DATA_HOME: join(folder, '.local/share'),
    XDG_STATE_HOME: join(folder, '.local/state'),
    XDG_CACHE_HOME: join(folder, '.cache'),
    XDG_RUNTIME_DIR: join(folder, '.run'),
    TMPDIR: join(folder, 'tmp'),
  }
}
