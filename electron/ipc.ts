import { basename } from 'node:path'
import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { z } from 'zod'
import { createDispatcher, type Handlers, type Reply } from '#contract/kit'
import { Dropped, type ThemeChoice, type WindowContract, windowContract } from '#contract/window'
import { ORIGIN } from './address.ts'
import type { Catalog, Catalogs } from './catalogs.ts'
import { askWhereToSave, chooseFiles, valueOf } from './dialogs.ts'

const CALL = 'stewardbook:call'
const DROP = 'stewardbook:drop'
const OF_THE_WINDOW = 'window.'

export type IpcOptions = { readonly catalogs: Catalogs; readonly setTheme: (choice: ThemeChoice) => void }
type Sender = { readonly window: BrowserWindow; readonly catalog: Catalog }

/** The only two channels that are heard: calls, and files that were dropped. Both answer with a reply. */
export function setupIpc({ catalogs, setTheme }: IpcOptions): void {
  ipcMain.handle(CALL, (event, path: unknown, input: unknown): Promise<Reply> => {
    const sender = assertSender(event, catalogs)
    if (typeof path !== 'string' || !path.startsWith(OF_THE_WINDOW)) return sender.catalog.host.ask({ kind: 'call', path, input })
    return createDispatcher(windowContract, windowHandlers(sender, setTheme), reportBug)(path, input)
  })
  ipcMain.handle(DROP, (event, purpose: unknown, paths: unknown) => takeDrop(assertSender(event, catalogs), purpose, paths))
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

function windowHandlers({ window, catalog }: Sender, setTheme: IpcOptions['setTheme']): Handlers<WindowContract> {
  return {
    window: {
      choose: async (wish) => {
        const paths = await chooseFiles(window, wish)
        if (paths === null) return null
        const reply = await catalog.host.ask({ kind: 'pick', purpose: wish.purpose, paths })
        return { pickId: valueOf(reply) as string, name: nameOf(paths) }
      },
      save: async ({ ticket, fileName }) => {
        const path = await askWhereToSave(window, fileName)
        if (path === null) return { isSaved: false }
        valueOf(await catalog.host.ask({ kind: 'save', ticket, path }))
        return { isSaved: true }
      },
      setTheme: ({ choice }) => {
        setTheme(choice)
        return {}
      },
    },
  }
}

async function takeDrop({ catalog }: Sender, purpose: unknown, paths: unknown): Promise<Reply> {
  const dropped = Dropped.safeParse({ purpose, paths })
  if (!dropped.success) return refuse(z.prettifyError(dropped.error))
  // A file that a page made itself is on no disk: it has no path, and gets no pick.
  if (dropped.data.paths.includes('')) return refuse('Only files from this machine can be dropped.')
  const reply = await catalog.host.ask({ kind: 'pick', ...dropped.data })
  return reply.ok ? { ok: true, value: { pickId: reply.value, name: nameOf(dropped.data.paths) } } : reply
}

function nameOf(paths: readonly string[]): string {
  const first = basename(paths[0] ?? '')
  return paths.length <= 1 ? first : `${first} and ${paths.length - 1} more`
}

function refuse(message: string): Reply {
  return { ok: false, error: { code: 'invalid-input', message, details: {} } }
}

function reportBug(error: unknown, path: string): void {
  process.stderr.write(`bug in ${path}: ${error instanceof Error ? error.stack : String(error)}\n`)
}
