import type { IncomingMessage } from 'node:http'
import { type Refusal, refusal } from './headers.ts'

/** A request's JSON, or why it was not taken. */
export type Body = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'refused'; readonly refusal: Refusal }

const refused = (status: number, reason: string): Body => ({ kind: 'refused', refusal: refusal(status, reason) })

/**
 * Reads a body of at most `limitBytes`. A body announced as longer is not read at all; one that turns out longer is left unread.
 * How long it may take is the server's requestTimeout.
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<Body> {
  const tooLong = refused(413, `A call may be ${limitBytes} bytes long.`)
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLong
  const pieces: Buffer[] = []
  let length = 0
  try {
    // Leaving the loop early must not end the connection: the refusal still has to go out on it.
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += piece.length
      if (length > limitBytes) return tooLong
      pieces.push(piece)
    }
  } catch {
    return refused(400, 'The call broke off.')
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
    return { kind: 'json', value: JSON.parse(text) as unknown }
  } catch {
    return refused(400, 'The call is not JSON.')
  }
}
