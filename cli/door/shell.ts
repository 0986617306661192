import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Admitted } from './guard.ts'
import { refusal, refuse, SECURITY_HEADERS } from './headers.ts'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}
const SHELL = 'index.html'

type Reading = Exclude<Admitted, { kind: 'post' }>

/**
 * Answers with a file of the built screens. A path that is no file is a place inside the app: it gets the shell, which knows
 * the way. Asset keys hold dots, so a dot alone does not make a path a missing file: only where no person navigates.
 */
export async function serveShell(root: string, { path, kind, isNavigation }: Reading, response: ServerResponse): Promise<void> {
  const names = splitPath(path)
  if (names === null) return refuse(response, refusal(400, 'This path is not served.'))
  const realRoot = await realpath(root).catch(() => null)
  if (realRoot === null) return refuse(response, refusal(503, 'The screens are not built. Run: npm run build'))
  const last = names.at(-1) ?? ''
  const isForTheApp = isNavigation || !last.includes('.')
  const found = (await findFile(realRoot, names)) ?? (isForTheApp ? await findFile(realRoot, [SHELL]) : null)
  if (found === null) return refuse(response, refusal(404, 'There is no such file.'))
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': MEDIA_TYPES[extname(found.path).toLowerCase()] ?? 'application/octet-stream',
    'content-length': found.sizeBytes,
  })
  if (kind === 'head') response.end()
  else await pipeline(createReadStream(found.path), response)
}

/** The path's names, decoded once; null for what could climb or is no text. */
function splitPath(path: string): readonly string[] | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  const names = decoded.split('/').filter((name) => name !== '')
  return names.some((name) => name.startsWith('.') || /[\\\0]/.test(name)) ? null : names
}

/** A file whose real path is below the root: a link out of it is no file of ours. */
async function findFile(realRoot: string, names: readonly string[]): Promise<{ path: string; sizeBytes: number } | null> {
  try {
    const path = await realpath(join(realRoot, ...names))
    const stats = await stat(path)
    const isInside = path.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
    return isInside && stats.isFile() ? { path, sizeBytes: stats.size } : null
  } catch {
    return null
  }
}
