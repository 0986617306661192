import { spawn } from 'node:child_process'
import type { Numbers } from './probe.ts'

/** Runs one program in a fresh process. Rejects with what it wrote to stderr when it fails. */
export function runProgram(file: string, name: string, input: unknown, env: Readonly<Record<string, string>>): Promise<Numbers> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, name, JSON.stringify(input)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (piece: Buffer) => out.push(piece))
    child.stderr.on('data', (piece: Buffer) => errors.push(piece))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(out).toString('utf8')) as Numbers)
      else reject(new Error(`${name} ended with ${code}: ${Buffer.concat(errors).toString('utf8')}`))
    })
  })
}
