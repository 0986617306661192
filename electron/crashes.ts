import { app, type BrowserWindow, dialog } from 'electron'
import type { Catalog } from './catalogs.ts'

/** What a window shows may crash or hang; the book is kept elsewhere, so showing it again loses nothing but unsent typing. */
export function setupCrashQuestions(window: BrowserWindow): void {
  let isAsking = false
  const ask = async (message: string, detail: string, buttons: [string, string]): Promise<number> => {
    isAsking = true
    const { response } = await dialog.showMessageBox(window, { type: 'error', message, detail, buttons, defaultId: 0, cancelId: 0 })
    isAsking = false
    return window.isDestroyed() ? -1 : response
  }
  const onCrash = async (reason: string): Promise<void> => {
    const detail = `Your catalog file is kept by another part of the app and was not touched (${reason}).`
    const chosen = await ask('This window stopped working.', detail, ['Show it again', 'Close the window'])
    if (chosen === 0) window.webContents.reload()
    if (chosen === 1) window.destroy()
  }
  const onHang = async (): Promise<void> => {
    const chosen = await ask('This window does not respond.', 'It may come back by itself.', ['Wait', 'Show it anew'])
    if (chosen !== 1) return
    window.webContents.forcefullyCrashRenderer()
    window.webContents.reload()
  }
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !isAsking && !window.isDestroyed()) void onCrash(reason)
  })
  window.on('unresponsive', () => {
    if (!isAsking) void onHang()
  })
}

/** A host that ended again and again: the app can't go on with this book. */
export async function sayHostGaveUp({ windows }: Catalog): Promise<void> {
  const [window] = windows
  const question = {
    type: 'error' as const,
    message: 'The part of Stewardbook that keeps your catalog file keeps stopping.',
    detail:
      'Everything that was saved is in your catalog file. Quit, and start Stewardbook again; “stewardbook book check” looks the file over.',
    buttons: ['Quit'],
  }
  await (window === undefined ? dialog.showMessageBox(question) : dialog.showMessageBox(window, question))
  app.quit()
}
