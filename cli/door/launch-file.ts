import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A page that leads a browser to the address; only its owner can read it. */
export type LaunchFile = { readonly path: string; readonly remove: () => void }

/**
 * Other users of the machine see what programs are called with, so the address with its token is handed to the browser in a
 * file (0600, in a folder 0700) and not as an argument.
 */
export function writeLaunchFile(address: string): LaunchFile {
  const folder = mkdtempSync(join(tmpdir(), 'stewardbook-launch-'))
  const path = join(folder, 'open.html')
  const page = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Stewardbook</title>
<meta http-equiv="refresh" content="0; url=${address}"><a href="${address}">Open Stewardbook</a>\n`
  writeFileSync(path, page, { mode: 0o600, flag: 'wx' })
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

type Machine = { readonly platform: NodeJS.Platform; readonly env: Readonly<Record<string, string | undefined>> }

/** Is there a screen a browser could open on? */
export function hasDisplay({ platform, env }: Machine): boolean {
  if (platform === 'darwin' || platform === 'win32') return (env['SSH_CONNECTION'] ?? '') === ''
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== ''
}

/** The system's own way to open a file with the program meant for it. */
export function openerOf(platform: NodeJS.Platform, file: string): readonly [string, ...string[]] {
  const url = pathToFileURL(file).href
  switch (platform) {
    case 'darwin':
      return ['open', url]
    case 'win32':
      return ['cmd', '/c', 'start', '', url]
    default:
      return ['xdg-open', url]
  }
}

/** Opens a file in the browser. @returns false when the system has no such program or it fails at once */
export function openInBrowser(platform: NodeJS.Platform, file: string): Promise<boolean> {
  const [program, ...args] = openerOf(platform, file)
  return new Promise((resolve) => {
    const opener = spawn(program, args, { stdio: 'ignore', detached: true })
    opener.once('error', () => resolve(false))
    opener.once('exit', (code) => resolve(code === 0))
    // Some openers stay for as long as the browser does.
    setTimeout(() => resolve(true), 3000).unref()
    opener.unref()
  })
}
