import { app, session, type WebContents } from 'electron'
import { isOurs } from './address.ts'
import { openOutside } from './external-links.ts'

/** What a page may be granted: putting text on the clipboard when a person presses Copy. Everything else is denied. */
const GRANTED = new Set(['clipboard-sanitized-write'])
/** Requests that stay in the window. Everything else is cancelled, so nothing comes from elsewhere and nothing goes there. */
const INSIDE = /^(?:app|data|blob|devtools):/

/** For every window, also those made later. */
export function setupHardening(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(GRANTED.has(permission) && isOurs(requestingUrl))
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => GRANTED.has(permission) && isOurs(origin.replace(/\/$/, '')))
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.setDisplayMediaRequestHandler(null)
  // Chromium's spell checker fetches its dictionaries from elsewhere.
  defaultSession.setSpellCheckerEnabled(false)
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !INSIDE.test(url) }))
  defaultSession.on('will-download', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
}

function hardenContents(contents: WebContents): void {
  const keepInside = (event: { preventDefault: () => void }, url: string): void => {
    if (!isOurs(url)) event.preventDefault()
  }
  contents.on('will-navigate', (event, url) => keepInside(event, url))
  contents.on('will-redirect', (event, url) => keepInside(event, url))
  contents.on('will-frame-navigate', (event) => keepInside(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void openOutside(contents, url)
    return { action: 'deny' }
  })
}
