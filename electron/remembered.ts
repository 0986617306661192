import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ThemeChoice } from '#contract/window'

export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type WindowState = { readonly bounds: Rectangle; readonly isMaximized: boolean; readonly bookPath: string | null }
type Remembered = { readonly schemaVersion: 1; readonly theme: ThemeChoice; readonly windows: readonly WindowState[] }

/** Where the windows stood, which books they showed and what they wore; kept outside any book. */
export type Memory = {
  readonly theme: () => ThemeChoice
  readonly windows: () => readonly WindowState[]
  readonly keepTheme: (theme: ThemeChoice) => void
  readonly keepWindows: (windows: readonly WindowState[]) => void
}

const NOTHING: Remembered = { schemaVersion: 1, theme: 'auto', windows: [] }

/** A file that can't be read is as good as none: nothing in it is worth a question at the start. */
export function openMemory(path: string): Memory {
  let kept = read(path)
  const keep = (part: Partial<typeof kept>): void => {
    kept = { ...kept, ...part }
    write(path, kept)
  }
  return {
    theme: () => kept.theme,
    windows: () => kept.windows,
    keepTheme: (theme) => keep({ theme }),
    keepWindows: (windows) => keep({ windows: [...windows] }),
  }
}

function read(path: string): Remembered {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isRemembered(kept) ? kept : NOTHING
  } catch {
    return NOTHING
  }
}

const MOST_WINDOWS = 20
const LEAST_SIDE = 100
const THEMES: readonly unknown[] = ['auto', 'light', 'dark'] satisfies ThemeChoice[]

// By hand, because this is read before anything else of the app, and reading the library that parses takes longer than all of main.
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

function isRemembered(kept: unknown): kept is Remembered {
  if (!isObject(kept) || kept['schemaVersion'] !== 1 || !THEMES.includes(kept['theme'])) return false
  return Array.isArray(kept['windows']) && kept['windows'].length <= MOST_WINDOWS && kept['windows'].every((state) => isWindowState(state))
}

function isWindowState(state: unknown): state is WindowState {
  if (!isObject(state) || !isObject(state['bounds']) || typeof state['isMaximized'] !== 'boolean') return false
  const { x, y, width, height } = state['bounds']
  const isPlace = [x, y, width, height].every((value) => Number.isSafeInteger(value))
  return (
    isPlace &&
    Number(width) >= LEAST_SIDE &&
    Number(height) >= LEAST_SIDE &&
    (state['bookPath'] === null || typeof state['bookPath'] === 'string')
  )
}

function write(path: string, kept: Remembered): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.part`, JSON.stringify(kept))
    renameSync(`${path}.part`, path)
  } catch (error) {
    process.stderr.write(`The places of the windows could not be kept: ${String(error)}\n`)
  }
}

const LEAST_VISIBLE = 80

/** A place on a screen that is no longer there is no place: the window then opens where the system puts it. */
export function isReachable({ x, y, width, height }: Rectangle, screens: readonly Rectangle[]): boolean {
  return screens.some((screen) => {
    const across = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
    const down = Math.min(y + height, screen.y + screen.height) - Math.max(y, screen.y)
    return across >= LEAST_VISIBLE && down >= LEAST_VISIBLE && y >= screen.y - 20
  })
}
