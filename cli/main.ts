import { once } from 'node:events'
import { join } from 'node:path'
import packageJson from '#package' with { type: 'json' }
import { openHost } from './open-host.ts'
import { runProgram } from './program.ts'
import { serve } from './serve.ts'

/** The screens are built beside this program: out/node/cli.js and out/renderer. */
const STATIC_ROOT = join(import.meta.dirname, '..', 'renderer')
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function onInterrupt(listener: () => void): () => void {
  for (const signal of INTERRUPTS) process.on(signal, listener)
  return () => {
    for (const signal of INTERRUPTS) process.off(signal, listener)
  }
}

function onExit(listener: () => void): () => void {
  process.on('exit', listener)
  return () => void process.off('exit', listener)
}

// `stewardbook list datasets | head`: the reader has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const exitCode = await runProgram(process.argv.slice(2), {
  openHost,
  version: packageJson.version,
  cwd: process.cwd(),
  env: process.env,
  writeOut: (text) => void process.stdout.write(text),
  writeOutPieces: async (pieces) => {
    for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
  },
  writeError: (text) => void process.stderr.write(text),
  isErrorTerminal: process.stderr.isTTY,
  onInterrupt,
  serve: (host, options) =>
    serve(host, options, {
      staticRoot: STATIC_ROOT,
      env: process.env,
      platform: process.platform,
      write: (text) => void process.stdout.write(text),
      writeError: (text) => void process.stderr.write(text),
      input: process.stdin,
      onInterrupt,
      onExit,
    }),
})
process.exitCode = exitCode
if (process.stdout.writableLength > 0) await once(process.stdout, 'drain')
