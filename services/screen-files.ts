import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

// The built screens as both doors hand them out, the browser's and the app's window: the same files, the same rules.

/** What a page of ours may load and run: its own files, and nothing from elsewhere. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // The screens' component library and the graph set styles on elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

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

export type ScreenFile = { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number; readonly mediaType: string }
export type ScreenAnswer = ScreenFile | { readonly kind: 'bad-path' | 'not-built' | 'missing' }

/**
 * The file of the built screens below `root` that answers a path as sent, its query cut off. A path that is no file is a place
 * inside the app: it gets the shell, which knows the way. Asset keys hold dots, so a dot alone does not make a path a missing
 * file: only where no person navigates.
 */
export async function findScreenFile(root: string, path: string, purpose: 'navigation' | 'part'): Promise<ScreenAnswer> {
  const names = splitPath(path)
  if (names === null) return { kind: 'bad-path' }
  const realRoot = await realpath(root).catch(() => null)
  if (realRoot === null) return { kind: 'not-built' }
  const isForTheApp = purpose === 'navigation' || !(names.at(-1) ?? '').includes('.')
  return (await findFile(realRoot, names)) ?? (isForTheApp ? await findFile(realRoot, [SHELL]) : null) ?? { kind: 'missing' }
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
async function findFile(realRoot: string, names: readonly string[]): Promise<ScreenFile | null> {
  try {
    const path = await realpath(join(realRoot, ...names))
    const stats = await stat(path)
    const isInside = path.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
    if (!isInside || !stats.isFile()) return null
    return { kind: 'file', path, sizeBytes: stats.size, mediaType: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream' }
  } catch {
    return null
  }
}
