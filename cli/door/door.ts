import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError, type Dispatch } from '#contract/kit'
import { readJson } from './body.ts'
import { type Download, sendDownload } from './download.ts'
import { streamEvents, type Subscribe } from './event-stream.ts'
import { guard } from './guard.ts'
import { answerJson, refusal, refuse, type Refusal } from './headers.ts'
import { serveShell } from './shell.ts'
import { createTokens, LAUNCH_LIFETIME_MS, type Tokens } from './tokens.ts'

/** How much and how long. Only tests change these. */
export type DoorLimits = {
  /** A piece of an upload is 1.5 MB of base64; everything else is far below. */
  readonly bodyBytes: number
  readonly headersMs: number
  readonly requestMs: number
  readonly heartbeatMs: number
  readonly streams: number
  readonly connections: number
  readonly launchLifetimeMs: number
}
const LIMITS: DoorLimits = {
  bodyBytes: 2 * 1024 * 1024,
  headersMs: 5_000,
  requestMs: 30_000,
  heartbeatMs: 15_000,
  streams: 16,
  connections: 64,
  launchLifetimeMs: LAUNCH_LIFETIME_MS,
}

export type DoorOptions = {
  readonly dispatch: Dispatch
  readonly subscribe: Subscribe
  /** @throws AppError when the ticket gives nothing */
  readonly redeemTicket: (ticket: string) => Download
  /** Folder of the built screens. */
  readonly staticRoot: string
  /** 0: any free port. */
  readonly port?: number
  readonly now?: () => number
  readonly reportBug: (error: unknown, path: string) => void
  readonly limits?: Partial<DoorLimits>
}

export type Door = {
  readonly origin: string
  /** An address that opens the screens once, within a minute. */
  readonly mintAddress: () => string
  readonly close: () => Promise<void>
}

/** What the requests share. */
type Running = Omit<DoorOptions, 'limits'> & {
  readonly limits: DoorLimits
  readonly tokens: Tokens
  readonly authority: string
  readonly streams: Set<() => void>
}

/**
 * Opens the application to a browser on this machine, and to nothing else: it listens on 127.0.0.1, answers only to its own
 * name, takes calls only from its own page and only with a token. What it protects against is in docs/guide/security.md.
 * @throws when the port is taken
 */
export async function startDoor(options: DoorOptions): Promise<Door> {
  const limits = { ...LIMITS, ...options.limits }
  const tokens = createTokens(options.now ?? Date.now, limits.launchLifetimeMs)
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(1000, limits.headersMs),
    maxHeaderSize: 16 * 1024,
    requireHostHeader: false, // the guard answers, with its own headers
  })
  server.maxConnections = limits.connections
  await listen(server, options.port ?? 0)
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const running: Running = { ...options, limits, tokens, authority, streams: new Set() }
  server.on('request', (request, response) => void handle(running, request, response))
  // Nothing here speaks another protocol than HTTP.
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'))
  return {
    origin: `http://${authority}`,
    mintAddress: () => `http://${authority}/#t=${tokens.mintLaunch()}`,
    close: () => close(server, running),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
  })
}

async function close(server: Server, { streams }: Running): Promise<void> {
  for (const end of streams) end()
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function handle(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const admitted = guard(request, running.authority)
    if ('status' in admitted) refuse(response, admitted)
    else if (admitted.kind === 'post') await handleCall(running, admitted.path, request, response)
    else await serveShell(running.staticRoot, admitted, response)
  } catch (error) {
    if (isGone(error)) return
    running.reportBug(error, request.url ?? '')
    refuse(response, refusal(500, 'Something went wrong.'))
  }
}

const GONE: ReadonlySet<string> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE', 'EPIPE', 'ECONNRESET'])

/** The page went away while it was being answered. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && GONE.has(String(error.code))
}

const NEEDS_SESSION = refusal(401, 'This page is not connected. Open it again from the program that serves it.')

async function handleCall(running: Running, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Before the body is read: whoever has no token may not make us read one.
  if (path !== '/session' && !hasSession(running, request)) return refuse(response, NEEDS_SESSION)
  const body = await readJson(request, running.limits.bodyBytes)
  if (body.kind === 'refused') return refuse(response, body.refusal)
  const refused = await answerCall(running, path, body.value, response)
  if (refused !== null) refuse(response, refused)
}

function hasSession({ tokens }: Running, request: IncomingMessage): boolean {
  const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1]
  return token !== undefined && tokens.isSession(token)
}

const RPC = '/rpc/'

async function answerCall(running: Running, path: string, body: unknown, response: ServerResponse): Promise<Refusal | null> {
  if (path.startsWith(RPC)) {
    answerJson(response, await running.dispatch(path.slice(RPC.length), body))
    return null
  }
  switch (path) {
    case '/session':
      return answerSession(running, body, response)
    case '/events':
      return answerEvents(running, response)
    case '/download':
      return answerDownload(running, body, response)
    default:
      return refusal(404, 'There is no such call.')
  }
}

function answerSession({ tokens }: Running, body: unknown, response: ServerResponse): Refusal | null {
  const session = tokens.exchange(textMember(body, 'token') ?? '')
  if (session === null)
    return refusal(401, 'This address was used already or is more than a minute old. Start again from the program that serves it.')
  answerJson(response, { session })
  return null
}

function answerEvents({ streams, limits, subscribe }: Running, response: ServerResponse): Refusal | null {
  if (streams.size >= limits.streams) return refusal(429, 'Too many windows listen already.')
  const end = streamEvents(response, subscribe, limits.heartbeatMs, () => streams.delete(end))
  streams.add(end)
  return null
}

async function answerDownload({ redeemTicket }: Running, body: unknown, response: ServerResponse): Promise<Refusal | null> {
  let download: Download
  try {
    download = redeemTicket(textMember(body, 'ticket') ?? '')
  } catch (error) {
    if (error instanceof AppError) return refusal(404, error.message)
    throw error
  }
  await sendDownload(response, download)
  return null
}

/** An own text member of a JSON object: nothing that a prototype gives. */
function textMember(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
  const member: unknown = (value as Record<string, unknown>)[name]
  return typeof member === 'string' ? member : null
}
