import type http from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppEvent } from '#contract/events'
import { DoorFixture } from './door-fixture.ts'

let fixture: DoorFixture
beforeEach(async () => {
  fixture = await new DoorFixture().open()
})
afterEach(() => fixture.end())

describe('the launch token', () => {
  test('works once', async () => {
    const token = fixture.launchToken()
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect((await fixture.post('/session', { token })).status).toBe(200)
    expect((await fixture.post('/session', { token })).status).toBe(401)
  })
  test('works once even for two at the same moment', async () => {
    const token = fixture.launchToken()
    const answers = await Promise.all([fixture.post('/session', { token }), fixture.post('/session', { token })])
    expect(answers.map((answer) => answer.status).sort((x, y) => x - y)).toEqual([200, 401])
  })
  test('ends after a minute; another can be made', async () => {
    const token = fixture.launchToken()
    fixture.nowMs += 60_000
    expect((await fixture.post('/session', { token })).status).toBe(401)
    expect((await fixture.post('/session', { token: fixture.launchToken() })).status).toBe(200)
  })
  test.each([{}, { token: '' }, { token: 7 }, { token: null }, [], null, 'x', { __proto__: { token: 'x' } }])('is not %j', async (body) => {
    expect((await fixture.post('/session', body)).status).toBe(401)
  })
  test('is no session token, nor the other way round', async () => {
    const { authorization } = await fixture.connect()
    expect((await fixture.post('/session', { token: authorization.slice(7) })).status).toBe(401)
    expect((await fixture.post('/rpc/echo.say', { text: 'a' }, { authorization: `Bearer ${fixture.launchToken()}` })).status).toBe(401)
  })
})

describe('a call', () => {
  test('gets a reply, for errors of the app too', async () => {
    const session = await fixture.connect()
    expect(JSON.parse((await fixture.post('/rpc/echo.say', { text: 'hello' }, session)).text)).toEqual({
      ok: true,
      value: { text: 'hello' },
    })
    const failed = await fixture.post('/rpc/echo.say', { text: 'fail' }, session)
    expect(failed.status).toBe(200)
    expect(JSON.parse(failed.text)).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'There is no such thing.', details: { text: 'fail' } },
    })
    expect(JSON.parse((await fixture.post('/rpc/echo.say', {}, session)).text)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    })
  })

  test('needs a session', async () => {
    expect((await fixture.post('/rpc/echo.say', { text: 'a' })).status).toBe(401)
    for (const authorization of ['Bearer', 'Bearer x', `Bearer ${'A'.repeat(43)}`, `Basic ${'A'.repeat(43)}`]) {
      expect((await fixture.post('/rpc/echo.say', { text: 'a' }, { authorization })).status).toBe(401)
    }
    for (const path of ['/events', '/download', '/rpc/echo.say', '/nope']) expect((await fixture.post(path, {})).status).toBe(401)
  })

  test('comes from our own page, as JSON', async () => {
    const session = await fixture.connect()
    const attempt = async (headers: http.OutgoingHttpHeaders): Promise<number> =>
      (await fixture.post('/rpc/echo.say', { text: 'a' }, { ...session, ...headers })).status
    const port = new URL(fixture.door.origin).port
    for (const origin of [
      'http://evil.test',
      'null',
      `http://localhost:${port}`,
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1:1',
      `${fixture.door.origin}/`,
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
    for (const missing of ['origin', 'sec-fetch-site']) {
      const headers = Object.fromEntries(Object.entries({ ...fixture.ownPage(), ...session }).filter(([name]) => name !== missing))
      expect((await fixture.send('/rpc/echo.say', { method: 'POST', headers, body: '{}' })).status).toBe(403)
    }
  })

  test('is never a GET', async () => {
    const session = await fixture.connect()
    const { text } = await fixture.send('/rpc/echo.say', { headers: { ...fixture.ownPage(), ...session } })
    expect(text).not.toContain('"ok"')
    for (const path of ['/session', '/events', '/download'])
      expect((await fixture.send(path, { headers: { ...fixture.ownPage(), ...session } })).text).toContain('shell')
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
    const session = await fixture.connect()
    const { status, text } = await fixture.post(`/rpc/${path}`, { text: 'a' }, session)
    const found = status === 200 ? (JSON.parse(text) as unknown) : { ok: false, error: { code: 'not-found' } }
    expect([200, 404]).toContain(status)
    expect(found).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(fixture.bugs).toEqual([])
  })

  test('with members that name a prototype is refused by shape', async () => {
    const session = await fixture.connect()
    const body = '{"text":"a","__proto__":{"x":1}}'
    const { text } = await fixture.send('/rpc/echo.say', { method: 'POST', headers: { ...fixture.ownPage(), ...session }, body })
    expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  })

  test.each(['', '{', 'text', '{"text":"\xff"}'])('that is not JSON (%j) is refused', async (body) => {
    const session = await fixture.connect()
    const sent = Buffer.from(body, 'latin1')
    expect(
      (await fixture.send('/rpc/echo.say', { method: 'POST', headers: { ...fixture.ownPage(), ...session }, body: sent })).status,
    ).toBe(400)
  })

  test('that is announced as too long is not read; one that turns out too long is cut off', async () => {
    await fixture.open({ limits: { bodyBytes: 1000 } })
    const session = await fixture.connect()
    const headers = { ...fixture.ownPage(), ...session }
    expect((await fixture.post('/rpc/echo.say', { text: 'a'.repeat(2000) }, session)).status).toBe(413)
    expect((await fixture.post('/rpc/echo.say', { text: 'a'.repeat(900) }, session)).status).toBe(200)
    const chunked = await fixture.send('/rpc/echo.say', {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: 'x'.repeat(5000),
    })
    expect(chunked.status).toBe(413)
  })

  test('that never ends is ended', async () => {
    await fixture.open({ limits: { headersMs: 200, requestMs: 400 } })
    const { host } = new URL(fixture.door.origin)
    const { authorization } = await fixture.connect()
    const head = `POST /rpc/echo.say HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${fixture.door.origin}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\n`
    const answers = await Promise.all([fixture.raw(`${head}Content-Length: 100\r\n\r\n{"te`), fixture.raw(head)])
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408/)
  })
})

describe('a download', () => {
  test('is fetched once, as an attachment whatever it is', async () => {
    const session = await fixture.connect()
    const { status, headers, text } = await fixture.post('/download', { ticket: 't1' }, session)
    expect([status, text]).toEqual([200, '<script>1</script>'])
    expect(headers['content-disposition']).toBe(
      'attachment; filename="Bericht _Q3___x_ y _.html"; filename*=UTF-8\'\'Bericht%20%22Q3%22%0D%0Ax%3A%20y%20%C3%BC.html',
    )
    expect(headers['content-security-policy']).toBeDefined()
    expect((await fixture.post('/download', { ticket: 't1' }, session)).status).toBe(404)
  })
  test.each([{}, { ticket: 'x' }, { ticket: '__proto__' }, null])('needs a ticket: %j', async (body) => {
    expect((await fixture.post('/download', body, await fixture.connect())).status).toBe(404)
  })
})

describe('events', () => {
  const until = async (isTrue: () => boolean): Promise<void> => {
    await expect.poll(isTrue, { timeout: 30_000, interval: 10 }).toBe(true)
  }

  test('come one JSON text a line, with a heartbeat between, until the page goes', async () => {
    await fixture.open({ limits: { heartbeatMs: 30 } })
    const { lines, end } = await fixture.listen(await fixture.connect())
    await until(() => fixture.listeners.size === 1)
    const event: AppEvent = { kind: 'changed', nouns: ['datasets'], seq: 3 }
    for (const listener of fixture.listeners) listener(event)
    await until(() => lines.some((line) => line !== '') && lines.filter((line) => line === '').length > 2)
    expect(lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown)).toEqual([event])
    end()
    await until(() => fixture.listeners.size === 0)
  })

  test('are sent to a limited number of windows', async () => {
    await fixture.open({ limits: { streams: 2 } })
    const session = await fixture.connect()
    const first = await fixture.listen(session)
    await fixture.listen(session)
    expect((await fixture.listen(session)).status).toBe(429)
    first.end()
    await until(() => fixture.listeners.size === 1)
    expect((await fixture.listen(session)).status).toBe(200)
  })

  test('end with the door', async () => {
    await fixture.listen(await fixture.connect())
    await until(() => fixture.listeners.size === 1)
    await fixture.door.close()
    await until(() => fixture.listeners.size === 0)
    await expect(fixture.send('/')).rejects.toThrow(/ECONNREFUSED/)
  })
})

test('a bug in the app is reported and says nothing outside', async () => {
  await fixture.open({ dispatch: () => Promise.reject(new Error('inner secret')) })
  const { status, text } = await fixture.post('/rpc/echo.say', {}, await fixture.connect())
  expect([status, text]).toEqual([500, 'Something went wrong.\n'])
  expect(fixture.bugs).toHaveLength(1)
})

test('a taken port is an error, not another port', async () => {
  await expect(new DoorFixture().open({ port: Number(new URL(fixture.door.origin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
