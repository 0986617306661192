import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { app } from 'electron'
import type { Windows } from './windows.ts'

const BOOK = /\.stewardbook$/i

/** The book named on a command line: the last argument that is one, seen from the folder it was typed in. */
export function bookInArguments(argv: readonly string[], cwd: string): string | null {
  const name = argv.findLast((argument, index) => index > 0 && !argument.startsWith('-') && BOOK.test(argument))
  return name === undefined ? null : realPath(resolve(cwd, name))
}

/** Links followed, so that one book is known by one path; a file that is not there keeps the name it was given. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** A second start, a double click or a file dragged onto the icon: all open a book in the app that runs. */
export function setupLaunches(windows: Windows): void {
  app.on('second-instance', (_event, argv, cwd) => {
    const path = bookInArguments(argv, cwd)
    if (path === null) windows.showAny()
    else void windows.openBook(path)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void app.whenReady().then(() => windows.openBook(realPath(path)))
  })
  app.on('activate', () => windows.showAny())
}
