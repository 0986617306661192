import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import http, { type IncomingHttpHeaders } from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { AppEvent } from '#contract/events'
import { AppError, createDispatcher, query } from '#contract/kit'
import { type Door, type DoorOptions, startDoor } from './door.ts'

type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

const contract = { echo: { say: query(z.strictObject({ text: z.string() }), z.strictObject({ text: z.string() })) } }
const handlers = {
  echo: {
    say: ({ text }: { text: string }) => {
      if (text === 'fail') throw new AppError('not-found', 'There is no such thing.', { text })
      return { text }
    },
  },
}

let base: string
let door: Door
let nowMs: number
let listeners: Set<(event: AppEvent) => void>
let bugs: unknown[]
let tickets: Map<string, string>

async function open(changes: Partial<DoorOptions> = {}): Promise<Door> {
  return startDoor({
    dispatch: createDispatcher(contract, handlers, (error) => bugs.push(error)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    redeemTicket: (ticket) => {
      const text = tickets.get(ticket)
      if (text === undefined) throw new AppError('not-found', 'This download was fetched already.')
      tickets.delete(ticket)
      const bytes = Buffer.from(text)
      return {
        fileName: 'Bericht "Q3"\r\nx: y ü.html',
        mediaType: 'text/html',
        sizeBytes: bytes.length,
        open: async function* () {
          yield bytes
        },
      }
    },
    staticRoot: join(base, 'web'),
    now: () => nowMs,
    reportBug: (error) => bugs.push(error),
    ...changes,
  })
}

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  mkdirSync(join(base, 'web', 'assets'), { recursive: true })
  writeFileSync(join(base, 'web', 'index.html'), '<!doctype html>shell')
  writeFileSync(join(base, 'web', 'assets', 'app.js'), 'app()')
  writeFileSync(join(base, 'web', '.env'), 'hidden')
  writeFileSync(join(base, 'secret.txt'), 'secret')
  symlinkSync(join(base, 'secret.txt'), join(base, 'web', 'assets', 'link.js'))
  nowMs = 1_000_000
  listeners = new Set()
  bugs = []
  tickets = new Map([['t1', '<script>1</script>']])
  door = await open()
})
afterEach(async () => {
  await door.close()
  rmSync(base, { recursive: true, force: true })
})

type Sending = { method?: string; headers?: http.OutgoingHttpHeaders; body?: string | Buffer; keepsOpen?: boolean }

/** A request as a program sends it: no header is added that is not named. */
function send(path: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Answer> {
  const { hostname, port, host } = new URL(door.origin)
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path, method, headers: { host, ...headers }, setHost: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}
const ownPage = (): http.OutgoingHttpHeaders => ({
  origin: door.origin,
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'content-type': 'application/json',
})
const post = (path: string, value: unknown, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> =>
  send(path, { method: 'POST', headers: { ...ownPage(), ...headers }, body: JSON.stringify(value) })
const launchToken = (): string => new URL(door.mintAddress()).hash.slice('#t='.length)
async function connect(): Promise<{ authorization: string }> {
  const { text } = await post('/session', { token: launchToken() })
  return { authorization: `Bearer ${(JSON.parse(text) as { session: string }).session}` }
}
/** Bytes exactly as written, for what no client library would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(door.origin).port), '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (piece) => (answer += piece.toString('latin1')))
    socket.on('close', () => resolve(answer))
    socket.on('error', () => resolve(answer))
    setTimeout(() => socket.destroy(), 3000)
  })
}

describe('the address', () => {
  test('is 127.0.0.1 and a free port', () => {
    expect(door.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
  test('answers only to its own name', async () => {
    const port = new URL(door.origin).port
    for (const host of [`rebind.test:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:${port}.evil.test`, `[::1]:${port}`]) {
      expect([host, (await send('/', { headers: { host } })).status]).toEqual([host, 421])
    }
    const both = await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.test\r\nConnection: close\r\n\r\n`)
    expect(both).toMatch(/^HTTP\/1\.1 4(21|00)/)
    expect(await raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 4(21|00)/)
  })
  test('speaks nothing but HTTP requests for paths', async () => {
    const { host } = new URL(door.origin)
    expect(await raw(`GET http://evil.test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400/)
    const upgrade = `GET /events HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\n\r\n`
    expect(await raw(upgrade)).toMatch(/^HTTP\/1\.1 400/)
    expect(await raw(`CONNECT evil.test:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).not.toMatch(/ 200/)
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) expect((await send('/', { method })).status).toBe(405)
  })
})

describe('the shell', () => {
  test('is served with every header that keeps others out, and no CORS or cookie', async () => {
    const { status, headers, text } = await send('/')
    expect([status, text]).toEqual([200, '<!doctype html>shell'])
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'self'; "),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control') || name === 'set-cookie')).toEqual([])
  })

  test('stands for every place inside the app', async () => {
    expect((await send('/catalog')).text).toContain('shell')
    expect((await send('/catalog?tier=gold')).text).toContain('shell')
    const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' }
    expect((await send('/catalog/dbt:shop%2Fmodel.shop.orders', { headers: navigation })).text).toContain('shell')
    expect((await send('/assets/gone.js')).status).toBe(404)
    expect(await send('/assets/app.js')).toMatchObject({
      status: 200,
      text: 'app()',
      headers: { 'content-type': expect.stringMatching(/javascript/) },
    })
    expect(await send('/assets/app.js', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/..%00/secret.txt',
    '/.env',
    '/assets/link.js',
    '/%252e%252e/secret.txt',
    '/assets/%252e%252e%252f%252e%252e%252fsecret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '//etc/passwd',
    '/%2fetc/passwd',
    '/%',
  ])('gives nothing outside its folder for %s', async (path) => {
    const { status, text } = await send(path)
    expect(text).not.toMatch(/secret$|hidden|root:/)
    if (status === 200) expect(text).toContain('shell')
    else expect([400, 404]).toContain(status)
  })

  test('a person may come from another page; a page may not take it in', async () => {
    const from = (site: string, mode: string, dest: string) => ({ 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest })
    expect((await send('/', { headers: from('cross-site', 'navigate', 'document') })).status).toBe(200)
    expect((await send('/', { headers: from('same-site', 'navigate', 'document') })).status).toBe(200)
    expect((await send('/', { headers: from('same-origin', 'no-cors', 'script') })).status).toBe(200)
    expect((await send('/', { headers: from('cross-site', 'navigate', 'iframe') })).status).toBe(403)
    expect((await send('/', { headers: from('same-origin', 'navigate', 'iframe') })).status).toBe(403)
    expect((await send('/', { headers: from('same-site', 'cors', 'empty') })).status).toBe(403)
    expect((await send('/assets/app.js', { headers: from('cross-site', 'no-cors', 'script') })).status).toBe(403)
  })

  test('says so when the screens are not built', async () => {
    rmSync(join(base, 'web'), { recursive: true })
    expect(await send('/')).toMatchObject({ status: 503, text: expect.stringContaining('npm run build') })
  })
})

describe('the launch token', () => {
  test('works once', async () => {
    const token = launchToken()
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect((await post('/session', { token })).status).toBe(200)
    expect((await post('/session', { token })).status).toBe(401)
  })
  test('works once even for two at the same moment', async () => {
    const token = launchToken()
    const answers = await Promise.all([post('/session', { token }), post('/session', { token })])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401])
  })
  test('ends after a minute; another can be made', async () => {
    const token = launchToken()
    nowMs += 60_000
    expect((await post('/session', { token })).status).toBe(401)
    expect((await post('/session', { token: launchToken() })).status).toBe(200)
  })
  test.each([{}, { token: '' }, { token: 7 }, { token: null }, [], null, 'x', { __proto__: { token: 'x' } }])('is not %j', async (body) => {
    expect((await post('/session', body)).status).toBe(401)
  })
  test('is no session token, nor the other way round', async () => {
    const { authorization } = await connect()
    expect((await post('/session', { token: authorization.slice(7) })).status).toBe(401)
    expect((await post('/rpc/echo.say', { text: 'a' }, { authorization: `Bearer ${launchToken()}` })).status).toBe(401)
  })
})

describe('a call', () => {
  test('gets a reply, for errors of the app too', async () => {
    const session = await connect()
    expect(JSON.parse((await post('/rpc/echo.say', { text: 'hello' }, session)).text)).toEqual({ ok: true, value: { text: 'hello' } })
    const failed = await post('/rpc/echo.say', { text: 'fail' }, session)
    expect(failed.status).toBe(200)
    expect(JSON.parse(failed.text)).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'There is no such thing.', details: { text: 'fail' } },
    })
    expect(JSON.parse((await post('/rpc/echo.say', {}, session)).text)).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  })

  test('needs a session', async () => {
    expect((await post('/rpc/echo.say', { text: 'a' })).status).toBe(401)
    for (const authorization of ['Bearer', 'Bearer x', `Bearer ${'A'.repeat(43)}`, `Basic ${'A'.repeat(43)}`]) {
      expect((await post('/rpc/echo.say', { text: 'a' }, { authorization })).status).toBe(401)
    }
    for (const path of ['/events', '/download', '/rpc/echo.say', '/nope']) expect((await post(path, {})).status).toBe(401)
  })

  test('comes from our own page, as JSON', async () => {
    const session = await connect()
    const attempt = async (headers: http.OutgoingHttpHeaders): Promise<number> =>
      (await post('/rpc/echo.say', { text: 'a' }, { ...session, ...headers })).status
    const port = new URL(door.origin).port
    for (const origin of [
      'http://evil.test',
      'null',
      `http://localhost:${port}`,
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1:1',
      `${door.origin}/`,
    ]) {
      expect([origin, await attempt({ origin })]).toEqual([origin, 403])
    }
    for (const site of ['cross-site', 'same-site', 'none', '']) expect(await attempt({ 'sec-fetch-site': site })).toBe(403)
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json, text/plain',
      '',
    ]) {
      expect([type, await attempt({ 'content-type': type })]).toEqual([type, 415])
    }
    const { origin: _, ...withoutOrigin } = { ...ownPage(), ...session }
    expect((await send('/rpc/echo.say', { method: 'POST', headers: withoutOrigin, body: '{}' })).status).toBe(403)
    const { 'sec-fetch-site': __, ...withoutSite } = { ...ownPage(), ...session }
    expect((await send('/rpc/echo.say', { method: 'POST', headers: withoutSite, body: '{}' })).status).toBe(403)
  })

  test('is never a GET', async () => {
    const session = await connect()
    const { text } = await send('/rpc/echo.say', { headers: { ...ownPage(), ...session } })
    expect(text).not.toContain('"ok"')
    for (const path of ['/session', '/events', '/download'])
      expect((await send(path, { headers: { ...ownPage(), ...session } })).text).toContain('shell')
  })

  test.each([
    '__proto__.say',
    'echo.__proto__',
    'echo.constructor',
    'constructor.name',
    'echo.toString',
    'hasOwnProperty.call',
    'echo',
    '',
    'echo.say.x',
    '%65cho.say',
    '../session',
  ])('of %j finds no method', async (path) => {
    const session = await connect()
    const { status, text } = await post(`/rpc/${path}`, { text: 'a' }, session)
    if (status === 200) expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    else expect(status).toBe(404)
    expect(bugs).toEqual([])
  })

  test('with members that name a prototype is refused by shape', async () => {
    const session = await connect()
    const body = '{"text":"a","__proto__":{"x":1}}'
    const { text } = await send('/rpc/echo.say', { method: 'POST', headers: { ...ownPage(), ...session }, body })
    expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  })

  test.each(['', '{', 'text', '{"text":"\xff"}'])('that is not JSON (%j) is refused', async (body) => {
    const session = await connect()
    const sent = Buffer.from(body, 'latin1')
    expect((await send('/rpc/echo.say', { method: 'POST', headers: { ...ownPage(), ...session }, body: sent })).status).toBe(400)
  })

  test('that is announced as too long is not read; one that turns out too long is cut off', async () => {
    await door.close()
    door = await open({ limits: { bodyBytes: 1000 } })
    const session = await connect()
    const headers = { ...ownPage(), ...session }
    expect((await post('/rpc/echo.say', { text: 'a'.repeat(2000) }, session)).status).toBe(413)
    expect((await post('/rpc/echo.say', { text: 'a'.repeat(900) }, session)).status).toBe(200)
    const chunked = await send('/rpc/echo.say', {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: 'x'.repeat(5000),
    })
    expect(chunked.status).toBe(413)
  })

  test('that never ends is ended', async () => {
    await door.close()
    door = await open({ limits: { headersMs: 200, requestMs: 400 } })
    const { host } = new URL(door.origin)
    const { authorization } = await connect()
    const head = `POST /rpc/echo.say HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${door.origin}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\n`
    const startedAtMs = performance.now()
    const answers = await Promise.all([raw(`${head}Content-Length: 100\r\n\r\n{"te`), raw(head)])
    expect(performance.now() - startedAtMs).toBeLessThan(2800)
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408/)
  })
})

describe('a download', () => {
  test('is fetched once, as an attachment whatever it is', async () => {
    const session = await connect()
    const { status, headers, text } = await post('/download', { ticket: 't1' }, session)
    expect([status, text]).toEqual([200, '<script>1</script>'])
    expect(headers['content-disposition']).toBe(
      'attachment; filename="Bericht _Q3___x_ y _.html"; filename*=UTF-8\'\'Bericht%20%22Q3%22%0D%0Ax%3A%20y%20%C3%BC.html',
    )
    expect(headers['content-security-policy']).toBeDefined()
    expect((await post('/download', { ticket: 't1' }, session)).status).toBe(404)
  })
  test.each([{}, { ticket: 'x' }, { ticket: '__proto__' }, null])('needs a ticket: %j', async (body) => {
    expect((await post('/download', body, await connect())).status).toBe(404)
  })
})

describe('events', () => {
  function listen(session: { authorization: string }): Promise<{ lines: string[]; status: number; end: () => void }> {
    const { hostname, port, host } = new URL(door.origin)
    const lines: string[] = []
    return new Promise((resolve, reject) => {
      const request = http.request(
        { hostname, port, path: '/events', method: 'POST', headers: { host, ...ownPage(), ...session } },
        (response) => {
          response.setEncoding('utf8')
          response.on('data', (piece: string) => lines.push(...piece.split('\n').slice(0, -1)))
          response.on('error', () => undefined)
          resolve({ lines, status: response.statusCode ?? 0, end: () => request.destroy() })
        },
      )
      request.on('error', reject)
      request.end('{}')
    })
  }
  const until = async (isTrue: () => boolean): Promise<void> => {
    for (let wait = 0; wait < 200 && !isTrue(); wait += 1) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(isTrue()).toBe(true)
  }

  test('come one JSON text a line, with a heartbeat between, until the page goes', async () => {
    await door.close()
    door = await open({ limits: { heartbeatMs: 30 } })
    const { lines, end } = await listen(await connect())
    await until(() => listeners.size === 1)
    const event: AppEvent = { kind: 'changed', nouns: ['datasets'], seq: 3 }
    for (const listener of listeners) listener(event)
    await until(() => lines.some((line) => line !== '') && lines.filter((line) => line === '').length > 2)
    expect(lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown)).toEqual([event])
    end()
    await until(() => listeners.size === 0)
  })

  test('are sent to a limited number of windows', async () => {
    await door.close()
    door = await open({ limits: { streams: 2 } })
    const session = await connect()
    const first = await listen(session)
    await listen(session)
    expect((await listen(session)).status).toBe(429)
    first.end()
    await until(() => listeners.size === 1)
    expect((await listen(session)).status).toBe(200)
  })

  test('end with the door', async () => {
    await listen(await connect())
    await until(() => listeners.size === 1)
    await door.close()
    await until(() => listeners.size === 0)
    await expect(send('/')).rejects.toThrow()
  })
})

test('a bug in the app is reported and says nothing outside', async () => {
  await door.close()
  door = await open({ dispatch: () => Promise.reject(new Error('inner secret')) })
  const { status, text } = await post('/rpc/echo.say', {}, await connect())
  expect([status, text]).toEqual([500, 'Something went wrong.\n'])
  expect(bugs).toHaveLength(1)
})

test('a taken port is an error, not another port', async () => {
  await expect(open({ port: Number(new URL(door.origin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
