import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DoorFixture } from './door-fixture.ts'

let fixture: DoorFixture
beforeEach(async () => {
  fixture = await new DoorFixture().open()
})
afterEach(() => fixture.end())

describe('the address', () => {
  test('is 127.0.0.1 and a free port', () => {
    expect(fixture.door.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
  test('answers only to its own name', async () => {
    const port = new URL(fixture.door.origin).port
    for (const host of [`rebind.test:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:${port}.evil.test`, `[::1]:${port}`]) {
      expect([host, (await fixture.send('/', { headers: { host } })).status]).toEqual([host, 421])
    }
    const both = await fixture.raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.test\r\nConnection: close\r\n\r\n`)
    expect(both).toMatch(/^HTTP\/1\.1 4(21|00)/)
    expect(await fixture.raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 4(21|00)/)
  })
  test('speaks nothing but HTTP requests for paths', async () => {
    const { host } = new URL(fixture.door.origin)
    expect(await fixture.raw(`GET http://evil.test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400/)
    const upgrade = `GET /events HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\n\r\n`
    expect(await fixture.raw(upgrade)).toMatch(/^HTTP\/1\.1 400/)
    expect(await fixture.raw(`CONNECT evil.test:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).not.toMatch(/ 200/)
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) expect((await fixture.send('/', { method })).status).toBe(405)
  })
})

describe('the shell', () => {
  test('is served with every header that keeps others out, and no CORS or cookie', async () => {
    const { status, headers, text } = await fixture.send('/')
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
    expect((await fixture.send('/catalog')).text).toContain('shell')
    expect((await fixture.send('/catalog?tier=gold')).text).toContain('shell')
    const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' }
    expect((await fixture.send('/catalog/dbt:shop%2Fmodel.shop.orders', { headers: navigation })).text).toContain('shell')
    expect((await fixture.send('/assets/gone.js')).status).toBe(404)
    expect(await fixture.send('/assets/app.js')).toMatchObject({
      status: 200,
      text: 'app()',
      headers: { 'content-type': expect.stringMatching(/javascript/) },
    })
    expect(await fixture.send('/assets/app.js', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
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
    const { status, text } = await fixture.send(path)
    expect(text).not.toMatch(/secret$|hidden|root:/)
    expect(status === 200 ? text : 'shell').toContain('shell')
    expect([200, 400, 404]).toContain(status)
  })

  test('a person may come from another page; a page may not take it in', async () => {
    const from = (site: string, mode: string, dest: string) => ({ 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest })
    expect((await fixture.send('/', { headers: from('cross-site', 'navigate', 'document') })).status).toBe(200)
    expect((await fixture.send('/', { headers: from('same-site', 'navigate', 'document') })).status).toBe(200)
    expect((await fixture.send('/', { headers: from('same-origin', 'no-cors', 'script') })).status).toBe(200)
    expect((await fixture.send('/', { headers: from('cross-site', 'navigate', 'iframe') })).status).toBe(403)
    expect((await fixture.send('/', { headers: from('same-origin', 'navigate', 'iframe') })).status).toBe(403)
    expect((await fixture.send('/', { headers: from('same-site', 'cors', 'empty') })).status).toBe(403)
    expect((await fixture.send('/assets/app.js', { headers: from('cross-site', 'no-cors', 'script') })).status).toBe(403)
  })

  test('says so when the screens are not built', async () => {
    rmSync(join(fixture.base, 'web'), { recursive: true })
    expect(await fixture.send('/')).toMatchObject({ status: 503, text: expect.stringContaining('npm run build') })
  })
})
