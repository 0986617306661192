import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'

// The DevTools protocol over Chromium's --remote-debugging-pipe: JSON texts, each ended by a zero byte.

type Json = Record<string, unknown>
type Message = {
  readonly id?: number
  readonly method?: string
  readonly params?: Json
  readonly result?: Json
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}
type Waiting = { readonly method: string; readonly resolve: (result: Json) => void; readonly reject: (error: Error) => void }

/** One attached target. Its events are named after the protocol's methods. */
export type CdpSession = EventEmitter & { readonly send: (method: string, params?: Json) => Promise<Json> }

export class Cdp extends EventEmitter {
  readonly _writer: Writable
  readonly _waiting = new Map<number, Waiting>()
  readonly _sessions = new Map<string, EventEmitter>()
  _lastId = 0
  _pieces: Buffer[] = []

  constructor(writer: Writable, reader: Readable) {
    super()
    this.setMaxListeners(0)
    this._writer = writer
    writer.on('error', () => undefined) // Chromium is gone: 'close' says so
    reader.on('data', (piece: Buffer) => this._take(piece))
    reader.on('close', () => {
      for (const { reject, method } of this._waiting.values()) reject(new Error(`${method}: Chromium has ended`))
      this._waiting.clear()
      this.emit('close')
    })
  }

  send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    this._lastId += 1
    const id = this._lastId
    return new Promise((resolve, reject) => {
      this._waiting.set(id, { method, resolve, reject })
      this._writer.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`)
    })
  }

  session(sessionId: string): CdpSession {
    const emitter = new EventEmitter()
    emitter.setMaxListeners(0)
    this._sessions.set(sessionId, emitter)
    return Object.assign(emitter, { send: (method: string, params?: Json) => this.send(method, params, sessionId) })
  }

  _take(piece: Buffer): void {
    let start = 0
    for (let end = piece.indexOf(0); end !== -1; end = piece.indexOf(0, start)) {
      this._pieces.push(piece.subarray(start, end))
      start = end + 1
      const text = Buffer.concat(this._pieces).toString()
      this._pieces = []
      this._answer(JSON.parse(text) as Message)
    }
    if (start < piece.length) this._pieces.push(piece.subarray(start))
  }

  _answer({ id, method, params, result, error, sessionId }: Message): void {
    if (id === undefined) {
      const listener = sessionId === undefined ? this : this._sessions.get(sessionId)
      listener?.emit(method ?? '', params)
      return
    }
    const waiting = this._waiting.get(id)
    this._waiting.delete(id)
    if (error === undefined) waiting?.resolve(result ?? {})
    else waiting?.reject(new Error(`${waiting.method}: ${error.message}`))
  }
}
