import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ThemeChoice, ThemeChoice as Theme } from '#contract/window'
import { z } from 'zod'

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(100), height: z.int().min(100) })
const WindowState = z.object({ bounds: Bounds, isMaximized: z.boolean(), bookPath: z.string().nullable() })
const Remembered = z.object({ schemaVersion: z.literal(1), theme: Theme, windows: z.array(WindowState).max(20) })

export type Rectangle = z.infer<typeof Bounds>
export type WindowState = z.infer<typeof WindowState>

/** Where the windows stood, which books they showed and what they wore; kept outside any book. */
export type Memory = {
  readonly theme: () => ThemeChoice
  readonly windows: () => readonly WindowState[]
  readonly keepTheme: (theme: ThemeChoice) => void
  readonly keepWindows: (windows: readonly WindowState[]) => void
}

const NOTHING: z.infer<typeof Remembered> = { schemaVersion: 1, theme: 'auto', windows: [] }

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

function read(path: string): z.infer<typeof Remembered> {
  try {
    return Remembered.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return NOTHING
  }
}

function write(path: string, kept: z.infer<typeof Remembered>): void {
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
