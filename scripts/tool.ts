import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')

/** A development tool's program, run by the Node that runs us (its own first line might find an older one). */
const TOOLS = {
  tsc: 'typescript/bin/tsc',
  oxlint: 'oxlint/bin/oxlint',
  knip: 'knip/bin/knip.js',
  biome: '@biomejs/biome/bin/biome',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
} as const
export type Tool = keyof typeof TOOLS

export type ToolRun = { readonly code: number; readonly output: string }
export type ToolOptions = { readonly env?: Record<string, string>; readonly output: 'show' | 'keep' }

/** Runs a tool to its end; a tool ended by a signal counts as failed. */
export function runTool(tool: Tool, args: readonly string[], options: ToolOptions): Promise<ToolRun> {
  const program = join(ROOT, 'node_modules', TOOLS[tool])
  if (!existsSync(program)) return Promise.resolve({ code: 1, output: `${tool} is not installed: run \`npm ci\`.\n` })
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.output === 'show' ? 'inherit' : 'pipe', options.output === 'show' ? 'inherit' : 'pipe'],
    })
    const pieces: Buffer[] = []
    child.stdout?.on('data', (piece: Buffer) => pieces.push(piece))
    child.stderr?.on('data', (piece: Buffer) => pieces.push(piece))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString('utf8') }))
  })
}
