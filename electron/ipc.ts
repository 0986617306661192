import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { Reply } from '#contract/kit'
import type { ThemeChoice } from '#contract/window'
import { ORIGIN } from './address.ts'
import type { Catalogs } from './catalogs.ts'
import type { Sender } from './window-calls.ts'

const CALL = 'stewardbook:call'
const DROP = 'stewardbook:drop'
const OF_THE_WINDOW = 'window.'

export type IpcOptions = { readonly catalogs: Catalogs; readonly setTheme: (choice: ThemeChoice) => void }

/** The only two channels that are heard: calls, and files that were dropped. Both answer with a reply. */
export function setupIpc({ catalogs, setTheme }: IpcOptions): void {
  ipcMain.handle(CALL, async (event, path: unknown, input: unknown): Promise<Reply> => {
    const sender = assertSender(event, catalogs)
    if (typeof path !== 'string' || !path.startsWith(OF_THE_WINDOW)) return sender.catalog.host.ask({ kind: 'call', path, input })
    const { answerWindow } = await import('./window-calls.ts')
    return answerWindow(sender, setTheme, path, input)
  })
  ipcMain.handle(DROP, async (event, purpose: unknown, paths: unknown): Promise<Reply> => {
    const sender = assertSender(event, catalogs)
    const { takeDrop } = await import('./window-calls.ts')
    return takeDrop(sender, purpose, paths)
  })
}

/** Only the main frame of one of our windows, showing our own screens, is listened to. @throws Error for anyone else */
function assertSender(event: IpcMainInvokeEvent, catalogs: Catalogs): Sender {
  const frame = event.senderFrame
  const isOurFrame = frame !== null && frame.parent === null && frame.origin === ORIGIN
  const window = BrowserWindow.fromWebContents(event.sender)
  const catalog = catalogs.of(window)
  if (!isOurFrame || window === null || catalog === null) throw new Error('This page may not ask.')
  return { window, catalog }
}
