import { spawn } from 'node:child_process'
import type { Numbers } from './probe.ts'

export type Child = { readonly program: string; readonly input: unknown; readonly env: Readonly<Record<string, string>> }

/** Runs one program in a fresh process. Rejects with what it wrote to stderr when it fails. */
export function runChild(file: string, { program, input, env }: Child): Promise<Numbers> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', file, program, JSON.stringify(input)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (piece: Buffer) => out.push(piece))
    child.stderr.on('data', (piece: Buffer) => errors.push(piece))
    child.on('error', reject)
    child.on('close', (code) => {
      const said = Buffer.concat(errors).toString('utf8')
      if (code === 0) resolve(JSON.parse(Buffer.concat(out).toString('utf8')) as Numbers)
      else reject(new Error(`${program} ended with ${code}: ${said}`))
    })
  })
}
