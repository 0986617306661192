import { EventEmitter } from 'node:events'
import { onlyEvents, strict } from './strict.ts'

// The small modules by which an app reaches the desktop.

/** Nobody sits in front of the double: a dialog waits for a spec's answer, and one without is an error. */
const unscripted = (name: string) => async (): Promise<never> => {
  throw new Error(
    `electron-double: dialog.${name} has no answer; give one with electronApp.evaluate(({ dialog }) => { dialog.${name} = … })`,
  )
}

export const dialog = strict('dialog', {
  showOpenDialog: unscripted('showOpenDialog'),
  showSaveDialog: unscripted('showSaveDialog'),
  showMessageBox: unscripted('showMessageBox'),
  showErrorBox: (title: string, content: string): void => void process.stderr.write(`[dialog] ${title}: ${content}\n`),
} satisfies Partial<Electron.Dialog>)

/** What was opened; specs replace the functions to see. */
export const shell = strict('shell', {
  openExternal: async (): Promise<void> => undefined,
  openPath: async (): Promise<string> => '',
  showItemInFolder: (): void => undefined,
} satisfies Partial<Electron.Shell>)

let text = ''
export const clipboard = strict('clipboard', {
  readText: async () => text,
  writeText: async (written: string): Promise<void> => {
    text = written
  },
} satisfies Partial<Electron.Clipboard>)

const area = { x: 0, y: 0, width: 1920, height: 1080 }
const display = strict('display', {
  id: 1,
  bounds: area,
  workArea: area,
  scaleFactor: 1,
} satisfies Partial<Electron.Display>) as unknown as Electron.Display
export const screen = strict(
  'screen',
  Object.assign(onlyEvents('screen', new EventEmitter(), ['display-added', 'display-removed', 'display-metrics-changed']), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayMatching: () => display,
  } satisfies Partial<Electron.Screen>),
)

const blockers = new Set<number>()
let lastBlocker = 0
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start: (): number => {
    lastBlocker += 1
    blockers.add(lastBlocker)
    return lastBlocker
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
} satisfies Electron.PowerSaveBlocker)

export const powerMonitor = strict(
  'powerMonitor',
  onlyEvents('powerMonitor', new EventEmitter(), ['suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen']),
)
