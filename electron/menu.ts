import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand, ThemeChoice } from '#contract/window'
import { type Catalogs, NOTICE } from './catalogs.ts'
import { savePageAsPdf } from './print.ts'
import type { Windows } from './windows.ts'

export type MenuOptions = {
  readonly catalogs: Catalogs
  readonly windows: Windows
  readonly theme: () => ThemeChoice
  readonly setTheme: (choice: ThemeChoice) => void
  readonly hasDevTools: boolean
}
type Item = MenuItemConstructorOptions

/** The menu, made anew whenever a book opens or closes: its items say what can be done now. */
export function setupMenu(options: MenuOptions): void {
  const rebuild = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(template(options)))
  options.catalogs.onChange(rebuild)
  app.on('browser-window-created', rebuild)
  rebuild()
}

function template(options: MenuOptions): Item[] {
  const isMac = process.platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' } as Item] : []),
    fileMenu(options),
    { role: 'editMenu' },
    viewMenu(options),
    { role: 'windowMenu' },
    helpMenu(),
  ]
}

function fileMenu({ catalogs, windows }: MenuOptions): Item {
  const recent = catalogs.recent().filter(({ isMissing }) => !isMissing)
  return {
    id: 'file',
    label: '&File',
    submenu: [
      { id: 'file.new-window', label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: () => openSecondWindow(catalogs, windows) },
      { id: 'file.open', label: 'Open Catalog File…', accelerator: 'CmdOrCtrl+O', click: () => void openByDialog(windows) },
      {
        id: 'file.recent',
        label: 'Open Recent',
        enabled: recent.length > 0,
        submenu: recent.map(({ name, fileName, folder, recentId }) => ({
          id: `file.recent.${recentId}`,
          label: `${name} (${fileName})`,
          click: () => void windows.openBook(join(folder, fileName)),
        })),
      },
      forScreens(catalogs, 'file.open-link', 'Open Link…', 'CmdOrCtrl+L', { kind: 'show', overlay: 'open-link' }),
      { type: 'separator' },
      { id: 'file.pdf', label: 'Save Page as PDF…', accelerator: 'CmdOrCtrl+P', click: () => void withFocused(savePageAsPdf) },
      { type: 'separator' },
      { role: 'close' },
      ...(process.platform === 'darwin' ? [] : [{ role: 'quit' } as Item]),
    ],
  }
}

/** What the screens carry out, once a book is open. */
const forScreens = (catalogs: Catalogs, id: string, label: string, accelerator: string, command: MenuCommand): Item => ({
  id,
  label,
  accelerator,
  enabled: catalogs.all().some(({ book }) => book !== null),
  click: () => void withFocused((window) => tell(window, command)),
})

function viewMenu({ catalogs, theme, setTheme, hasDevTools }: MenuOptions): Item {
  const go = (...item: [id: string, label: string, accelerator: string, command: MenuCommand]): Item => forScreens(catalogs, ...item)
  const wear = (choice: ThemeChoice, label: string): Item => ({
    id: `view.theme.${choice}`,
    label,
    type: 'radio',
    checked: theme() === choice,
    click: () => setTheme(choice),
  })
  return {
    id: 'view',
    label: '&View',
    submenu: [
      go('view.home', 'Home', 'CmdOrCtrl+1', { kind: 'go', to: '/home' }),
      go('view.catalog', 'Catalog', 'CmdOrCtrl+2', { kind: 'go', to: '/catalog' }),
      go('view.costs', 'Costs', 'CmdOrCtrl+3', { kind: 'go', to: '/costs' }),
      go('view.reports', 'Reports', 'CmdOrCtrl+4', { kind: 'go', to: '/reports' }),
      go('view.sources', 'Sources', 'CmdOrCtrl+5', { kind: 'go', to: '/sources' }),
      go('view.settings', 'Settings', 'CmdOrCtrl+,', { kind: 'go', to: '/settings' }),
      { type: 'separator' },
      // The screens hear this key themselves; the menu only shows it.
      { ...go('view.search', 'Search…', 'CmdOrCtrl+K', { kind: 'show', overlay: 'search' }), registerAccelerator: false },
      { type: 'separator' },
      { id: 'view.theme', label: 'Theme', submenu: [wear('auto', 'As the system'), wear('light', 'Light'), wear('dark', 'Dark')] },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(hasDevTools ? ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as Item[]) : []),
    ],
  }
}

function helpMenu(): Item {
  return {
    role: 'help',
    submenu: [
      {
        id: 'help.keys',
        label: 'Keyboard Shortcuts',
        click: () => void withFocused((window) => tell(window, { kind: 'show', overlay: 'keys' })),
      },
      { id: 'help.about', label: 'About Stewardbook', click: () => app.showAboutPanel() },
    ],
  }
}

function tell(window: BrowserWindow, command: MenuCommand): void {
  window.webContents.send(NOTICE, { kind: 'menu', command })
}

async function withFocused(work: (window: BrowserWindow) => void | Promise<void>): Promise<void> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  if (window !== undefined) await work(window)
}

function openSecondWindow(catalogs: Catalogs, windows: Windows): void {
  const focused = BrowserWindow.getFocusedWindow()
  windows.open(catalogs.of(focused) ?? catalogs.all()[0] ?? catalogs.start())
}

async function openByDialog(windows: Windows): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Open a catalog file',
    properties: ['openFile'],
    filters: [
      { name: 'Catalog files', extensions: ['stewardbook'] },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  const [path] = filePaths
  if (!canceled && path !== undefined) await windows.openBook(path)
}
