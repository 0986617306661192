import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
export const PROGRAM = join(ROOT, 'out/node/cli.js')

const ADDRESS = /^Open (http:\/\/127\.0\.0\.1:\d+\/#t=\S+)$/m
const START_LIMIT_MS = 20_000
const STOP_LIMIT_MS = 10_000

/** Places outside the chosen folder that a program may write to, moved below `home`, so that specs leave nothing behind. */
export function ownHome(home: string): Record<string, string> {
  const left = ['DISPLAY', 'WAYLAND_DISPLAY', 'FORCE_COLOR', 'NODE_OPTIONS']
  const env = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined || left.includes(name) ? [] : [[name, value]],
  )
  return {
    ...Object.fromEntries(env),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: join(home, '.run'),
    TMPDIR: join(home, 'tmp'),
    TZ: 'America/New_York',
  }
}

/** A running `stewardbook serve`. */
export type Server = {
  /** With a launch token that works once. */
  readonly address: string
  /** What it has written to stdout and stderr so far. */
  readonly output: () => string
  readonly hasEnded: () => boolean
  /** Ends it as Ctrl+C does. @throws Error when it would not end */
  readonly stop: () => Promise<void>
}

/** Starts the server on the files below `root`. @throws Error with its output when it prints no address */
export async function startServer(root: string, home: string, args: readonly string[] = []): Promise<Server> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--root', root, '--no-open', ...args], {
    cwd: root,
    env: ownHome(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  const address = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`stewardbook serve ${why}. It wrote:\n${text}`))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail(`printed no address within ${START_LIMIT_MS / 1000} s`)
    }, START_LIMIT_MS)
    const read = (piece: Buffer): void => {
      text += piece.toString('utf8')
      const found = ADDRESS.exec(text)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      fail(`ended with ${code ?? signal}`)
    })
  })
  return { address, output: () => text, hasEnded, stop: () => stop(child, hasEnded, () => text) }
}

async function stop(child: ChildProcess, hasEnded: () => boolean, output: () => string): Promise<void> {
  if (hasEnded()) throw new Error(`stewardbook serve ended before it was told to. It wrote:\n${output()}`)
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  const [, signal] = (await ended) as [number | null, string | null]
  clearTimeout(timer)
  if (signal === 'SIGKILL')
    throw new Error(`stewardbook serve did not end within ${STOP_LIMIT_MS / 1000} s of Ctrl+C. It wrote:\n${output()}`)
}
