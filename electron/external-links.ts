import { BrowserWindow, dialog, shell, type WebContents } from 'electron'

const LONGEST_SHOWN = 500

/** Opens a web address in the person's browser, after they saw it and said yes. Anything but http(s) is not opened. */
export async function openOutside(contents: WebContents, address: string): Promise<void> {
  if (!URL.canParse(address)) return
  const { protocol, href } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return
  const window = BrowserWindow.fromWebContents(contents)
  if (window === null) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Open this address in your browser?',
    detail: href.length > LONGEST_SHOWN ? `${href.slice(0, LONGEST_SHOWN)}…` : href,
    buttons: ['Cancel', 'Open in the browser'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 1) await shell.openExternal(href)
}
