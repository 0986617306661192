import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test as base } from './harness/app.ts'
import { call } from './harness/call.ts'
import { type Server, startServer } from './harness/server.ts'

// The browser door, tried from the outside by a real browser: what a page elsewhere can do to it, and what is left when it ends.

type Door = { readonly server: Server; readonly origin: string; readonly home: string }
type Elsewhere = { readonly origin: string; readonly cookies: string[] }

const test = base.extend<{ door: Door; elsewhere: Elsewhere }>({
  door: async ({ folders: { root, home } }, use) => {
    const server = await startServer(root, home)
    await use({ server, origin: new URL(server.address).origin, home })
    if (!server.hasEnded()) await server.stop()
  },
  /** A page on another port of this very machine: to the browser another origin, to cookies the same place. */
  elsewhere: async ({ browserName }, use) => {
    const hostile = readFileSync(join(import.meta.dirname, 'pages/elsewhere.html'))
    const cookies: string[] = []
    const other = http.createServer((request, response) => {
      if (request.headers.cookie !== undefined) cookies.push(`${browserName}: ${request.headers.cookie}`)
      response.setHeader('content-type', 'text/html')
      response.end(hostile)
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    await use({ origin: `http://127.0.0.1:${(other.address() as AddressInfo).port}`, cookies })
    other.closeAllConnections()
    await new Promise((resolve) => other.close(resolve))
  },
})

/** Opens the address and waits until the page has bought its session. */
async function enter(page: Page, address: string): Promise<void> {
  const bought = page.waitForResponse((response) => response.url().endsWith('/session'))
  await page.goto(address)
  expect((await bought).status()).toBe(200)
  await expect(page.getByRole('heading').first()).toBeVisible()
}

test('the launch token leaves the address, buys one session, and nothing is kept but that', async ({ page, context, door }) => {
  await enter(page, door.server.address)
  expect(new URL(page.url()).hash).toBe('')
  expect(await context.cookies()).toEqual([])
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => /session|token/i.test(name)))).toEqual([])
  await page.reload()
  await expect(page.getByRole('heading').first()).toBeVisible()
  expect((await call(page, '/rpc/book.current', {})).status).toBe(200)

  const second = await context.newPage()
  const refused = second.waitForResponse((response) => response.url().endsWith('/session'))
  await second.goto(door.server.address)
  expect((await refused).status()).toBe(401)
  expect(await second.evaluate(() => Object.keys(sessionStorage).filter((name) => name.includes('session')))).toEqual([])
  expect((await call(second, '/rpc/book.current', {})).status).toBe(401)
})

test('a file that only its owner can read leads the browser in', async ({ page, door, folders }) => {
  const file = join(folders.root, 'open.html')
  writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${door.server.address}">`, { mode: 0o600 })
  await page.goto(pathToFileURL(file).href)
  await expect(page.getByRole('heading').first()).toBeVisible()
  expect(page.url().startsWith(door.origin)).toBe(true)
})

test('a page on another port of this machine gets nothing, by any way a page has', async ({ page, context, door, elsewhere }) => {
  await enter(page, door.server.address)
  const evil = await context.newPage()
  await evil.goto(elsewhere.origin)
  expect(await evil.evaluate(`tryEverything('${door.origin}')`)).toEqual({
    read: 'failed',
    readBlind: 'failed', // cross-origin-resource-policy
    call: 'failed',
    callBlind: 'failed',
    callWithCredentials: 'failed',
    session: 'failed',
    inFrame: 'not readable', // the browser's own error page
    script: 'failed',
    socket: 'failed',
  })
  const opened = context.waitForEvent('page')
  await evil.evaluate(`openOther('${door.origin}')`)
  await (await opened).waitForLoadState()
  expect(await evil.evaluate('canReachOther()')).toBe(false) // cross-origin-opener-policy cut the two apart
  expect(elsewhere.cookies).toEqual([])
})

test('a form sent from another page is refused before anything reads it', async ({ page, door, elsewhere }) => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    await page.goto(elsewhere.origin)
    const answered = page.waitForResponse((response) => response.url().includes('/rpc/'))
    await page.evaluate(`sendForm('${door.origin}', '${type}')`)
    expect((await answered).status()).toBe(403)
    await page.waitForURL(/\/rpc\//)
  }
})

test('a name that was rebound to this machine is not served', async ({ playwright, door }, testInfo) => {
  const options = testInfo.project.use.launchOptions
  const browser = await playwright.chromium.launch({
    ...options,
    args: [...(options?.args ?? []), '--host-resolver-rules=MAP rebind.test 127.0.0.1'],
  })
  try {
    const page = await browser.newPage()
    const answer = await page.goto(`http://rebind.test:${new URL(door.origin).port}/`)
    expect(answer?.status()).toBe(421)
    const called = await page.evaluate(() =>
      fetch('/rpc/book.current', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then(
        (response) => response.status,
      ),
    )
    expect(called).toBe(421)
  } finally {
    await browser.close()
  }
})

test('the page may not run what is not its own, nor talk to another place', async ({ page, door, elsewhere }) => {
  await enter(page, door.server.address)
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.injected = true' }))`,
  )
  expect(await page.evaluate('"injected" in globalThis')).toBe(false)
  const outward = await page.evaluate(
    (url) =>
      fetch(url, { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      ),
    elsewhere.origin,
  ) // prettier-ignore
  expect(outward).toBe('refused')
})

test('a download is fetched once, by whoever has the session', async ({ page, door }) => {
  await enter(page, door.server.address)
  const value = async (path: string, input: unknown): Promise<Record<string, string>> => {
    const reply = JSON.parse((await call(page, `/rpc/${path}`, input)).text) as { ok: boolean; value: Record<string, string> }
    expect(reply.ok, JSON.stringify(reply)).toBe(true)
    return reply.value
  }
  const { pickId } = await value('desktop.pick', { purpose: 'book-create', folder: '', name: 'shop.stewardbook' })
  await value('book.create', { pickId, name: 'Shop' })
  const { ticket } = await value('decisions.export', {})
  const first = await call(page, '/download', { ticket })
  expect(first.status).toBe(200)
  expect(JSON.parse(first.text)).toMatchObject({ kind: 'stewardbook-decisions', decisions: [] })
  expect((await call(page, '/download', { ticket })).status).toBe(404)
  expect((await call(page, '/download', { ticket: 'unknown' })).status).toBe(404)
})

test('Ctrl+C ends it and leaves nothing: no port, no upload, no launch file', async ({ page, door }) => {
  await enter(page, door.server.address)
  const begun = await call(page, '/rpc/desktop.uploadBegin', { purpose: 'import', files: [{ name: 'manifest.json', sizeBytes: 4 }] })
  const { uploadId } = (JSON.parse(begun.text) as { value: { uploadId: string } }).value
  await call(page, '/rpc/desktop.uploadChunk', { uploadId, file: 0, offset: 0, base64: 'e30=' })
  const held = (): string[] => readdirSync(join(door.home, 'tmp')).filter((name) => name.startsWith('stewardbook'))
  expect(held()).toHaveLength(1)
  await door.server.stop()
  expect(held()).toEqual([])
  expect(
    await fetch(door.origin).then(
      () => 'open',
      () => 'closed',
    ),
  ).toBe('closed') // prettier-ignore
})
