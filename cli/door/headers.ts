import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { CONTENT_SECURITY_POLICY } from '#services/screen-files'

/** On every answer, whatever it is. There are no CORS headers among them and no cookies, ever. */
export const SECURITY_HEADERS: OutgoingHttpHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Why the door did not let a request through. Errors of the application are not refusals: they are replies. */
export type Refusal = { readonly status: number; readonly reason: string }
export const refusal = (status: number, reason: string): Refusal => ({ status, reason })

/** Answers with a refusal. The rest of the request is not read, so the connection ends with it. */
export function refuse(response: ServerResponse, { status, reason }: Refusal): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const text = `${reason}\n`
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  })
  response.end(text)
}

export function answerJson(response: ServerResponse, value: unknown): void {
  const text = JSON.stringify(value)
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
