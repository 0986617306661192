import { EventEmitter } from 'node:events'
import { strict } from './strict.ts'

type Handler = Parameters<Electron.IpcMain['handle']>[1]

const handlers = new Map<string, Handler>()

export const ipcMain = strict(
  'ipcMain',
  Object.assign(new EventEmitter(), {
    handle: (channel: string, handler: Handler): void => {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      handlers.set(channel, handler)
    },
    removeHandler: (channel: string): void => void handlers.delete(channel),
  } satisfies Partial<Electron.IpcMain>),
)

export type Answer = { readonly isOk: true; readonly value: unknown } | { readonly isOk: false; readonly message: string }

/** Runs the handler of a channel, and words its failure as Electron does. */
export async function answerInvoke(event: Electron.IpcMainInvokeEvent, channel: string, args: readonly unknown[]): Promise<Answer> {
  const fail = (error: unknown): Answer => ({ isOk: false, message: `Error invoking remote method '${channel}': ${String(error)}` })
  const handler = handlers.get(channel)
  if (handler === undefined) return fail(new Error(`No handler registered for '${channel}'`))
  try {
    return { isOk: true, value: await (handler as (event: unknown, ...args: unknown[]) => unknown)(event, ...args) }
  } catch (error) {
    return fail(error)
  }
}
