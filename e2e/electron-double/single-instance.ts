import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Second = { readonly argv: string[]; readonly cwd: string; readonly data: unknown }

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** One running app per data folder: a lock file that only one can make, and a socket by which the others tell it they came. */
export function createSingleInstanceLock(userData: () => string, onSecond: (second: Second) => void) {
  let held: string | null = null
  let told: Promise<void> = Promise.resolve()
  const release = (): void => {
    if (held !== null) rmSync(held, { force: true })
    held = null
  }
  const tryLock = (path: string): number | null => {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' })
      return null
    } catch {
      const owner = Number(readFileSync(path, 'utf8'))
      if (isAlive(owner)) return owner
      writeFileSync(path, String(process.pid))
      return null
    }
  }
  return {
    isHeld: () => held !== null,
    /** Electron hands its message over before it answers; here the process must live until it is sent. */
    hasTold: () => told,
    release,
    request(data?: unknown): boolean {
      const folder = userData()
      mkdirSync(folder, { recursive: true })
      const path = join(folder, 'electron-double.lock')
      const socket = join(tmpdir(), `ed-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`)
      if (tryLock(path) !== null) {
        const first = connect(socket, () => first.end(JSON.stringify({ argv: process.argv, cwd: process.cwd(), data })))
        told = new Promise((resolve) => {
          first.on('error', () => resolve())
          first.on('close', () => resolve())
        })
        return false
      }
      held = path
      rmSync(socket, { force: true })
      createServer((second) => {
        let text = ''
        second.on('data', (piece: Buffer) => {
          text += piece.toString()
        })
        second.on('end', () => onSecond(JSON.parse(text) as Second))
      })
        .listen(socket)
        .unref()
      process.on('exit', () => {
        if (held !== null) rmSync(socket, { force: true })
        release()
      })
      return true
    },
  }
}
