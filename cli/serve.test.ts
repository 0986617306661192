import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasDisplay, openerOf, writeLaunchFile } from './door/launch-file.ts'
import type { CliHost } from './host.ts'
import { serve, type ServeProcess } from './serve.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  writeFileSync(join(folder, 'index.html'), 'shell')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const host = {
  dispatch: () => Promise.resolve({ ok: true, value: 1 }),
  subscribe: () => () => undefined,
  redeemTicket: () => undefined,
} as unknown as CliHost

function surround(env: Record<string, string> = {}, isTerminal = false) {
  const interrupts = new Set<() => void>()
  const exits = new Set<() => void>()
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal }) as unknown as NodeJS.ReadStream
  const seen = { text: '' }
  const listenTo = (listeners: Set<() => void>) => (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const process: ServeProcess = {
    staticRoot: folder,
    env,
    platform: 'linux',
    write: (text) => (seen.text += text),
    writeError: (text) => (seen.text += text),
    input,
    onInterrupt: listenTo(interrupts),
    onExit: listenTo(exits),
  }
  const interrupt = (): void => interrupts.forEach((listener) => listener())
  return { process, seen, input, interrupt, interrupts, exits }
}
const until = async (isTrue: () => boolean): Promise<void> => {
  await expect.poll(isTrue, { timeout: 30_000, interval: 10 }).toBe(true)
}

test('prints the address where there is no display, and ends with Ctrl+C', async () => {
  const { process, seen, interrupt, interrupts, exits } = surround()
  const served = serve(host, { port: 0, opensBrowser: true, root: folder, form: 'text' }, process)
  await until(() => seen.text.includes('Ctrl+C'))
  const [, origin] = /^Open (http:\/\/127\.0\.0\.1:\d+)\/#t=[\w-]{43}$/m.exec(seen.text) ?? []
  expect(await (await fetch(`${origin}/`)).text()).toBe('shell')
  interrupt()
  await served
  await expect(fetch(`${origin}/`)).rejects.toThrow('fetch failed')
  expect([interrupts.size, exits.size]).toEqual([0, 0])
})

test('as JSON it prints one document with the address', async () => {
  const { process, seen, interrupt } = surround()
  const served = serve(host, { port: 0, opensBrowser: true, root: folder, form: 'json' }, process)
  await until(() => seen.text.endsWith('}\n'))
  const said = JSON.parse(seen.text) as { origin: string }
  expect(said).toEqual({
    origin: expect.any(String),
    address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}$/),
    opened: false,
  })
  expect(await (await fetch(`${said.origin}/`)).text()).toBe('shell')
  interrupt()
  await served
  expect(JSON.parse(seen.text)).toEqual(said)
})

test('a second address can be had in a terminal', async () => {
  const { process, seen, input, interrupt } = surround({}, true)
  const served = serve(host, { port: 0, opensBrowser: false, root: folder, form: 'text' }, process)
  await until(() => seen.text.includes('Press Enter'))
  ;(input as unknown as PassThrough).write('\n')
  await until(() => (seen.text.match(/^Open /gm) ?? []).length === 2)
  expect(new Set(seen.text.match(/#t=\S+/g)).size).toBe(2)
  interrupt()
  await served
})

test('opens a file in the browser, not the address, and takes the file away again', async () => {
  const opener = join(folder, 'xdg-open')
  writeFileSync(opener, `#!/bin/sh\necho "$@" > ${folder}/opened\n`)
  chmodSync(opener, 0o755)
  const before = process.env['PATH']
  process.env['PATH'] = `${folder}:${before}`
  const { process: surroundings, seen, interrupt } = surround({ DISPLAY: ':0' })
  const served = serve(host, { port: 0, opensBrowser: true, root: folder, form: 'text' }, surroundings)
  await until(() => seen.text.includes('Ctrl+C'))
  process.env['PATH'] = before
  const url = readFileSync(join(folder, 'opened'), 'utf8').trim()
  expect(url).toMatch(/^file:\/\/\/\S+\/open\.html$/)
  const path = new URL(url).pathname
  expect(readFileSync(path, 'utf8')).toMatch(/url=http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}"/)
  expect(seen.text).not.toContain('#t=')
  interrupt()
  await served
  expect(existsSync(path)).toBe(false)
})

test('prints the address where the browser can’t be opened', async () => {
  const before = process.env['PATH']
  process.env['PATH'] = folder
  const { process: surroundings, seen, interrupt } = surround({ WAYLAND_DISPLAY: 'wayland-0' })
  const served = serve(host, { port: 0, opensBrowser: true, root: folder, form: 'text' }, surroundings)
  await until(() => seen.text.includes('Ctrl+C'))
  process.env['PATH'] = before
  expect(seen.text).toMatch(/^Open http/m)
  interrupt()
  await served
})

test('a taken port is said', async () => {
  const first = surround()
  const served = serve(host, { port: 0, opensBrowser: false, root: folder, form: 'text' }, first.process)
  await until(() => first.seen.text.includes('Ctrl+C'))
  const port = Number(/:(\d+)\//.exec(first.seen.text)?.[1])
  const second = serve(host, { port, opensBrowser: false, root: folder, form: 'text' }, surround().process)
  await expect(second).rejects.toMatchObject({ code: 'conflict', message: /taken/ })
  first.interrupt()
  await served
})

describe('the launch file', () => {
  test('is its owner’s alone and goes with its folder', () => {
    const file = writeLaunchFile('http://127.0.0.1:1/#t=abc')
    const parent = join(file.path, '..')
    expect([statSync(file.path).mode & 0o777, statSync(parent).mode & 0o777]).toEqual([0o600, 0o700])
    file.remove()
    expect(existsSync(parent)).toBe(false)
    file.remove()
  })
  test('is opened by the system’s own program', () => {
    expect(openerOf('linux', '/tmp/a b/open.html')).toEqual(['xdg-open', 'file:///tmp/a%20b/open.html'])
    expect(openerOf('darwin', '/tmp/open.html')[0]).toBe('open')
    expect(openerOf('win32', '/tmp/open.html')[0]).toBe('cmd')
  })
  test('only where there is a display', () => {
    expect(hasDisplay({ platform: 'linux', env: {} })).toBe(false)
    expect(hasDisplay({ platform: 'linux', env: { DISPLAY: '' } })).toBe(false)
    expect(hasDisplay({ platform: 'linux', env: { DISPLAY: ':0' } })).toBe(true)
    expect(hasDisplay({ platform: 'darwin', env: {} })).toBe(true)
    expect(hasDisplay({ platform: 'darwin', env: { SSH_CONNECTION: '1' } })).toBe(false)
  })
})
