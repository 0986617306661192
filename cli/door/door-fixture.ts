import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { AppEvent } from '#contract/events'
import { AppError, createDispatcher, query } from '#contract/kit'
import { type Door, type DoorOptions, startDoor } from './door.ts'

// A real door on a real port before a toy contract, for the door's tests.

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }
type Sending = { readonly method?: string; readonly headers?: OutgoingHttpHeaders; readonly body?: string | Buffer }

const contract = { echo: { say: query(z.strictObject({ text: z.string() }), z.strictObject({ text: z.string() })) } }
const handlers = {
  echo: {
    say: ({ text }: { text: string }) => {
      if (text === 'fail') throw new AppError('not-found', 'There is no such thing.', { text })
      return { text }
    },
  },
}

function makeScreens(): string {
  const base = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  mkdirSync(join(base, 'web', 'assets'), { recursive: true })
  writeFileSync(join(base, 'web', 'index.html'), '<!doctype html>shell')
  writeFileSync(join(base, 'web', 'assets', 'app.js'), 'app()')
  writeFileSync(join(base, 'web', '.env'), 'hidden')
  writeFileSync(join(base, 'secret.txt'), 'secret')
  symlinkSync(join(base, 'secret.txt'), join(base, 'web', 'assets', 'link.js'))
  return base
}

const DOWNLOAD_NAME = 'Bericht "Q3"\r\nx: y ü.html'

export class DoorFixture {
  readonly base = makeScreens()
  readonly listeners = new Set<(event: AppEvent) => void>()
  readonly bugs: unknown[] = []
  readonly tickets = new Map([['t1', '<script>1</script>']])
  nowMs = 1_000_000
  #door: Door | undefined

  get door(): Door {
    if (this.#door === undefined) throw new Error('the door is not open')
    return this.#door
  }

  async open(changes: Partial<DoorOptions> = {}): Promise<this> {
    await this.#door?.close()
    this.#door = await startDoor({
      dispatch: createDispatcher(contract, handlers, (error) => this.bugs.push(error)),
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      redeemTicket: (ticket) => this.#redeem(ticket),
      staticRoot: join(this.base, 'web'),
      now: () => this.nowMs,
      reportBug: (error) => this.bugs.push(error),
      ...changes,
    })
    return this
  }

  async end(): Promise<void> {
    await this.#door?.close()
    rmSync(this.base, { recursive: true, force: true })
  }

  #redeem(ticket: string): ReturnType<DoorOptions['redeemTicket']> {
    const text = this.tickets.get(ticket)
    if (text === undefined) throw new AppError('not-found', 'This download was fetched already.')
    this.tickets.delete(ticket)
    const bytes = Buffer.from(text)
    const open = async function* once(): AsyncGenerator<Uint8Array> {
      yield bytes
    }
    return { fileName: DOWNLOAD_NAME, mediaType: 'text/html', sizeBytes: bytes.length, open }
  }

  /** A request as a program sends it: no header is added that is not named. */
  send(path: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Answer> {
    const { hostname, port, host } = new URL(this.door.origin)
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

  /** What a browser sends with a call from our own page. */
  ownPage(): OutgoingHttpHeaders {
    return {
      origin: this.door.origin,
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'cors',
      'content-type': 'application/json',
    }
  }

  post(path: string, value: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.send(path, { method: 'POST', headers: { ...this.ownPage(), ...headers }, body: JSON.stringify(value) })
  }

  launchToken(): string {
    return new URL(this.door.mintAddress()).hash.slice('#t='.length)
  }

  async connect(): Promise<{ authorization: string }> {
    const { text } = await this.post('/session', { token: this.launchToken() })
    return { authorization: `Bearer ${(JSON.parse(text) as { session: string }).session}` }
  }

  /** Listens to the events as a page does; `lines` grows. */
  listen(session: { authorization: string }): Promise<{ lines: string[]; status: number; end: () => void }> {
    const { hostname, port, host } = new URL(this.door.origin)
    const lines: string[] = []
    return new Promise((resolve, reject) => {
      const headers = { host, ...this.ownPage(), ...session }
      const request = http.request({ hostname, port, path: '/events', method: 'POST', headers }, (response) => {
        response.setEncoding('utf8')
        response.on('data', (piece: string) => lines.push(...piece.split('\n').slice(0, -1)))
        response.on('error', () => undefined) // the test ends it
        resolve({ lines, status: response.statusCode ?? 0, end: () => request.destroy() })
      })
      request.on('error', reject)
      request.end('{}')
    })
  }

  /** Bytes exactly as written, for what no client library would send. */
  raw(text: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = net.connect(Number(new URL(this.door.origin).port), '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.on('data', (piece) => (answer += piece.toString('latin1')))
      socket.on('close', () => resolve(answer))
      socket.on('error', () => resolve(answer))
      setTimeout(() => socket.destroy(), 3000)
    })
  }
}
