import type { IncomingMessage } from 'node:http'
import { type Refusal, refusal } from './headers.ts'

/** What a request that passed the guard may become. `path` is as sent, without its query. */
export type Admitted =
  | { readonly kind: 'get' | 'head'; readonly path: string; readonly isNavigation: boolean }
  | { readonly kind: 'post'; readonly path: string }

/**
 * The rules every request must meet before anything looks at what it wants.
 * @param authority the only Host that is served, `127.0.0.1:<port>`: a name that was rebound to this machine is not it
 */
export function guard(request: IncomingMessage, authority: string): Admitted | Refusal {
  if (!hasOneHost(request, authority)) return refusal(421, 'This address is served only under its own name.')
  const url = request.url ?? ''
  if (!url.startsWith('/')) return refusal(400, 'Only paths are served.')
  const path = url.split('?', 1)[0] ?? '/'
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return guardReading(request, path, request.method === 'GET' ? 'get' : 'head')
    case 'POST':
      return guardCalling(request, path, authority)
    default:
      return refusal(405, 'Only GET, HEAD and POST are served.')
  }
}

function hasOneHost(request: IncomingMessage, authority: string): boolean {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  return hosts.length === 1 && request.headers.host === authority
}

/**
 * The shell and its files hold no data. A page elsewhere may send a person here (the launch file does: a start from file://
 * counts as cross-site), but it may not take pieces of the shell into itself, nor put it in a frame.
 */
function guardReading(request: IncomingMessage, path: string, kind: 'get' | 'head'): Admitted | Refusal {
  const site = request.headers['sec-fetch-site']
  const destination = request.headers['sec-fetch-dest']
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate' && destination === 'document'
  const isFromHere = site === undefined || site === 'same-origin' || site === 'none'
  if (!isNavigation && !isFromHere) return refusal(403, 'Other pages may not read this one.')
  if (destination !== undefined && ['iframe', 'frame', 'embed', 'object', 'fencedframe'].includes(destination)) {
    return refusal(403, 'This page is not shown inside another.')
  }
  return { kind, path, isNavigation }
}

/** Calls come from our own page, by script, as JSON. A form or a simple request from elsewhere meets none of these. */
function guardCalling(request: IncomingMessage, path: string, authority: string): Admitted | Refusal {
  if (request.headers.origin !== `http://${authority}`) return refusal(403, 'Calls are taken only from this address’s own page.')
  if (request.headers['sec-fetch-site'] !== 'same-origin') return refusal(403, 'Calls are taken only from this address’s own page.')
  if (request.headers['content-type'] !== 'application/json') return refusal(415, 'Calls are sent as application/json.')
  return { kind: 'post', path }
}
