// Chromium loads no page from a scheme of the app's own, so such pages really live at https://<host>--<scheme>.electron-double.test.

const SUFFIX = '.electron-double.test'
const schemes = new Set<string>()

export function addScheme(scheme: string): void {
  schemes.add(scheme)
}

/** The address Chromium is given for the app's address. */
export function toReal(address: string): string {
  const url = new URL(address)
  const scheme = url.protocol.slice(0, -1)
  return schemes.has(scheme) ? `https://${url.host}--${scheme}${SUFFIX}${url.pathname}${url.search}${url.hash}` : address
}

/** The app's address of what Chromium shows. */
export function toApp(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (!url.hostname.endsWith(SUFFIX)) return address
  const [, host, scheme] = /^(.*)--([a-z][a-z0-9+.-]*)$/.exec(url.hostname.slice(0, -SUFFIX.length)) ?? []
  return host === undefined || scheme === undefined ? address : `${scheme}://${host}${url.pathname}${url.search}${url.hash}`
}

/** As Electron names an origin: custom schemes that are standard have one. */
export function originOf(address: string): string {
  if (!URL.canParse(address)) return 'null'
  const { protocol, host } = new URL(address)
  return host === '' ? 'null' : `${protocol}//${host}`
}
