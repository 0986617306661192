import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const SCRIPT = fileURLToPath(new URL('./book-process-main.ts', import.meta.url))
const NOBODY = 65534

/** Another program that uses a book: see book-process-main.ts for what it can do. Killed when the test ends. */
export type BookProcess = {
  readonly child: ChildProcess
  readonly pid: number
  /** Resolves with the next line it prints. */
  nextLine(): Promise<string>
  /** Lets it end by itself; resolves with everything it printed and did not hand out yet. */
  finish(): Promise<string[]>
  kill(): Promise<void>
}

/** `as: 'nobody'` drops root's rights where the test runs as root, so that file modes count. */
export function startBookProcess(args: readonly string[], as: 'same-user' | 'nobody' = 'same-user'): BookProcess {
  return startProgram(SCRIPT, args, as)
}

/** Runs a script as a program of its own. */
export function startProgram(script: string, args: readonly string[], as: 'same-user' | 'nobody' = 'same-user'): BookProcess {
  const user = as === 'nobody' && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'pipe'], ...user })
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  let rest = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      const next = waiting.shift()
      if (next === undefined) lines.push(line)
      else next(line)
    }
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  // A killed child closes its end while we may still be writing.
  child.stdin.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      for (const next of waiting.splice(0)) next(`ended: ${errors}`)
      resolve()
    })
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    pid: child.pid ?? 0,
    nextLine: () => {
      const line = lines.shift()
      return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line)
    },
    finish: async () => {
      child.stdin.end()
      await ended
      return lines.splice(0)
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
