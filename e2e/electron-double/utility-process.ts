import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { life } from './app.ts'
import { notImplemented, onlyEvents, strict } from './strict.ts'

const PARENT_PORT = pathToFileURL(join(import.meta.dirname, 'parent-port.ts')).href

class UtilityProcess extends EventEmitter implements Pick<Electron.UtilityProcess, 'postMessage' | 'kill'> {
  readonly _child: ChildProcess

  constructor(child: ChildProcess) {
    super()
    this._child = child
    child.on('spawn', () => this.emit('spawn'))
    child.on('message', (message) => this.emit('message', message))
    child.on('exit', (code, signal) => this.emit('exit', code ?? (signal === null ? 1 : 128)))
    process.on('exit', () => child.kill('SIGKILL'))
  }

  get pid(): number | undefined {
    return this._child.exitCode === null && this._child.signalCode === null ? this._child.pid : undefined
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this._child.stdout
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this._child.stderr
  }

  postMessage(message: unknown, ports?: unknown[]): void {
    if (ports !== undefined && ports.length > 0) notImplemented('handing over ports')
    // Electron drops what is sent to a process that has just ended, too.
    if (this._child.connected) this._child.send(message as object, () => undefined)
  }

  kill(): boolean {
    return this._child.kill()
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork: (file: string, args: string[] = [], options: Electron.ForkOptions = {}): Electron.UtilityProcess => {
    if (!life.isReady) throw new Error('utilityProcess cannot be created before app is ready')
    const known = ['serviceName', 'stdio', 'env', 'execArgv', 'cwd']
    for (const option of Object.keys(options)) if (!known.includes(option)) notImplemented(`utilityProcess.fork with ${option}`)
    const out = options.stdio === 'pipe' ? 'pipe' : 'inherit'
    const child = fork(file, args, {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', PARENT_PORT, ...(options.execArgv ?? [])],
      env: (options.env as NodeJS.ProcessEnv | undefined) ?? process.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      stdio: ['ignore', out, out, 'ipc'],
    })
    const { pid } = child
    if (pid !== undefined) {
      life.utilities.set(pid, options.serviceName ?? 'Node Utility Process')
      child.on('exit', () => life.utilities.delete(pid))
    }
    const made = strict('utilityProcess', onlyEvents('utilityProcess', new UtilityProcess(child), ['spawn', 'message', 'exit', 'error']))
    return made as unknown as Electron.UtilityProcess
  },
} satisfies Partial<typeof Electron.utilityProcess>)
