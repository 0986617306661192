import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { CONTENT_SECURITY_POLICY, findScreenFile } from '#services/screen-files'
import { isOurs, SCHEME } from './address.ts'

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Must run before the app is ready: from then on what a scheme may do is settled. */
export function setupScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built screens, and nothing else on this disk. */
export function setupScreens(root: string): void {
  protocol.handle(SCHEME, (request) => serveScreen(root, request))
}

async function serveScreen(root: string, { url, method, headers }: Request): Promise<Response> {
  const refuse = (status: number, reason: string): Response =>
    new Response(`${reason}\n`, { status, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' } })
  if (!isOurs(url)) return refuse(421, 'Only Stewardbook is served here.')
  if (method !== 'GET') return refuse(405, 'Only GET is served.')
  const path = url.slice(url.indexOf('/', SCHEME.length + 3)).split(/[?#]/, 1)[0] ?? '/'
  const isNavigation = (headers.get('accept') ?? '').startsWith('text/html')
  const found = await findScreenFile(root, path, isNavigation ? 'navigation' : 'part')
  switch (found.kind) {
    case 'bad-path':
      return refuse(400, 'This path is not served.')
    case 'not-built':
      return refuse(503, 'The screens are not built. Run: npm run build')
    case 'missing':
      return refuse(404, 'There is no such file.')
    case 'file':
      return new Response(await readFile(found.path), { headers: { ...HEADERS, 'content-type': found.mediaType } })
  }
}
