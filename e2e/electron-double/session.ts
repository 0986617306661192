import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { addScheme, originOf, toReal } from './addresses.ts'
import { life } from './app.ts'
import { cdp } from './chromium.ts'
import { notImplemented, onlyEvents, strict } from './strict.ts'

type SchemeHandler = (request: Request) => Response | Promise<Response>
type Allows = { isAllowed: boolean }
type BeforeRequest = (details: { url: string; resourceType: string }, answer: (response: { cancel?: boolean }) => void) => void
type PermissionRequest = (contents: unknown, permission: string, answer: (isGranted: boolean) => void, details: object) => void
type PermissionCheck = (contents: unknown, permission: string, origin: string, details: object) => boolean

const schemes = new Map<string, SchemeHandler>()
let hasRegistered = false
let privileged: readonly string[] = []
let beforeRequest: BeforeRequest | null = null
let onPermissionRequest: PermissionRequest | null = null
let onPermissionCheck: PermissionCheck | null = null

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (list: Electron.CustomScheme[]): void => {
    if (life.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    if (hasRegistered) throw new Error('electron-double: registerSchemesAsPrivileged may be called once')
    hasRegistered = true
    privileged = list.map(({ scheme }) => scheme)
    for (const scheme of privileged) addScheme(scheme)
  },
  handle: (scheme: string, handler: SchemeHandler): void => {
    if (!life.isReady) throw new Error('protocol.handle must be called after app is ready')
    if (schemes.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    if (!privileged.includes(scheme)) notImplemented('protocol.handle for a scheme that is not registered as privileged')
    schemes.set(scheme, handler)
  },
  unhandle: (scheme: string): void => void schemes.delete(scheme),
  isProtocolHandled: (scheme: string): boolean => schemes.has(scheme),
} satisfies Partial<Electron.Protocol>)

const webRequest = strict('webRequest', {
  onBeforeRequest: (...args: unknown[]): void => {
    const [first, second] = args
    if (typeof first === 'object' && first !== null && second !== undefined) notImplemented('webRequest.onBeforeRequest with a filter')
    beforeRequest = first as BeforeRequest | null
  },
})

const defaultSession = strict(
  'session',
  onlyEvents(
    'session',
    Object.assign(new EventEmitter(), {
      protocol: protocol as unknown as Electron.Protocol,
      webRequest: webRequest as unknown as Electron.WebRequest,
      setPermissionRequestHandler: (handler: unknown): void => {
        onPermissionRequest = handler as PermissionRequest
      },
      setPermissionCheckHandler: (handler: unknown): void => {
        onPermissionCheck = handler as PermissionCheck
      },
      setDevicePermissionHandler: (): void => undefined,
      setDisplayMediaRequestHandler: (): void => undefined,
      setSpellCheckerEnabled: (): void => undefined,
      setProxy: async (): Promise<void> => undefined,
    } satisfies Partial<Electron.Session>),
    ['will-download'],
  ),
)

export const session = strict('session', { defaultSession: defaultSession as unknown as Electron.Session } satisfies Partial<
  typeof Electron.session
>)

export const net = strict('net', {
  fetch: async (input: unknown): Promise<Response> => {
    const url = new URL(String(input))
    if (url.protocol !== 'file:') return notImplemented('net.fetch of anything but file:')
    try {
      return new Response(readFileSync(fileURLToPath(url)))
    } catch {
      throw new Error('net::ERR_FILE_NOT_FOUND')
    }
  },
} satisfies Partial<Electron.Net>)

/** Electron's name of a permission, and the web's. */
const PERMISSIONS = [
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['geolocation', 'geolocation'],
  ['idle-detection', 'idle-detection'],
  ['media', 'microphone'],
  ['media', 'camera'],
  ['midi', 'midi'],
  ['notifications', 'notifications'],
] as const

/** Asks the app about every permission beforehand; Electron asks when a page wants one. Without handlers Electron grants all. */
export async function applyPermissions(contents: unknown, address: string): Promise<void> {
  const origin = originOf(toReal(address))
  if (!origin.startsWith('http')) return
  const details = { requestingUrl: address, isMainFrame: true }
  const settings = PERMISSIONS.map(async ([permission, name]) => {
    const decided: Allows = { isAllowed: onPermissionCheck?.(contents, permission, originOf(address), details) ?? true }
    onPermissionRequest?.(
      contents,
      permission,
      (isGranted) => {
        decided.isAllowed = decided.isAllowed && isGranted
      },
      details,
    )
    await cdp.send('Browser.setPermission', { permission: { name }, setting: decided.isAllowed ? 'granted' : 'denied', origin })
  })
  await Promise.all(settings)
}

/** Whether the app lets a request pass. */
export function mayRequest(url: string, resourceType: string): Promise<boolean> {
  const ask = beforeRequest
  if (ask === null) return Promise.resolve(true)
  return new Promise((resolve) => ask({ url, resourceType }, ({ cancel }) => resolve(cancel !== true)))
}

/** The app's handler of an address' scheme. */
export function schemeHandler(address: string): SchemeHandler | undefined {
  return schemes.get(address.slice(0, address.indexOf(':')))
}
