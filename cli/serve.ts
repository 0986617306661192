import { createInterface } from 'node:readline'
import { AppError } from '#contract/kit'
import { type Door, startDoor } from './door/door.ts'
import { hasDisplay, openInBrowser, writeLaunchFile, type LaunchFile } from './door/launch-file.ts'
import type { CliHost } from './host.ts'
import type { ServeOptions } from './program-deps.ts'

/** What serving needs of the process it runs in. */
export type ServeProcess = {
  readonly staticRoot: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly write: (text: string) => void
  readonly writeError: (text: string) => void
  readonly input: NodeJS.ReadStream
  /** @returns stops listening */
  readonly onInterrupt: (listener: () => void) => () => void
  /** The process ends without a chance to wait. */
  readonly onExit: (listener: () => void) => () => void
}

/**
 * Serves the screens to a browser on this machine until Ctrl+C, SIGTERM or SIGHUP.
 * @throws AppError conflict when the port is taken
 */
export async function serve(host: CliHost, options: ServeOptions, surroundings: ServeProcess): Promise<void> {
  const { write } = surroundings
  const say = options.form === 'json' ? sayAsDocument(write) : sayAsText(write)
  const door = await openDoor(host, options.port, surroundings)
  let launchFile: LaunchFile | undefined
  const removeLaunchFile = (): void => launchFile?.remove()
  const stopExit = surroundings.onExit(removeLaunchFile)
  const ended = untilInterrupted(surroundings)
  try {
    if (options.opensBrowser && hasDisplay(surroundings)) {
      launchFile = writeLaunchFile(door.mintAddress())
      const hasOpened = await openInBrowser(surroundings.platform, launchFile.path)
      say(door, hasOpened ? 'opened' : 'to-open')
    } else {
      say(door, 'to-open')
    }
    const stopKeys = options.form === 'json' ? () => undefined : offerNewAddress(door, surroundings)
    if (options.form === 'text') write('Ctrl+C ends it.\n')
    await ended
    stopKeys()
  } finally {
    removeLaunchFile()
    stopExit()
    await door.close()
  }
}

type Say = (door: Door, state: 'opened' | 'to-open') => void

const sayAsText =
  (write: ServeProcess['write']): Say =>
  (door, state) =>
    write(state === 'opened' ? `Opened in your browser: ${door.origin}\n` : `Open ${door.mintAddress()}\n`)

/** `address` works once, within a minute; it is there also where a browser was opened. */
const sayAsDocument =
  (write: ServeProcess['write']): Say =>
  (door, state) =>
    write(`${JSON.stringify({ origin: door.origin, address: door.mintAddress(), opened: state === 'opened' }, null, 2)}\n`)

async function openDoor(host: CliHost, port: number, { staticRoot, writeError }: ServeProcess): Promise<Door> {
  try {
    return await startDoor({
      dispatch: host.dispatch,
      subscribe: host.subscribe,
      redeemTicket: host.redeemTicket,
      staticRoot,
      port,
      reportBug: (error, path) =>
        writeError(`A fault at ${path.slice(0, 200)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new AppError('conflict', `Port ${port} is taken by another program. Leave --port away to use a free one.`, { port })
    if (code === 'EACCES')
      throw new AppError('conflict', `Port ${port} may not be used by this user. Leave --port away to use a free one.`, { port })
    throw error
  }
}

function untilInterrupted({ onInterrupt }: ServeProcess): Promise<void> {
  return new Promise((resolve) => {
    const stop = onInterrupt(() => {
      stop()
      resolve()
    })
  })
}

/** Launch addresses work once: a second window, or a browser that was too slow, needs another. */
function offerNewAddress(door: Door, { input, write }: ServeProcess): () => void {
  if (!input.isTTY) return () => undefined
  write('The address works once, within a minute. Press Enter for another.\n')
  const lines = createInterface({ input })
  lines.on('line', () => write(`Open ${door.mintAddress()}\n`))
  return () => lines.close()
}
