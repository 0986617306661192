import { join } from 'node:path'
import { app } from 'electron'
import { createCatalogs } from './catalogs.ts'
import { setupQuit } from './closing.ts'
import { sayHostGaveUp } from './crashes.ts'
import { setupHardening } from './hardening.ts'
import { setupIpc } from './ipc.ts'
import { bookInArguments, setupLaunches } from './launch.ts'
import { setupMenu } from './menu.ts'
import { setupPower } from './power.ts'
import { setupRecentFiles } from './recent-files.ts'
import { openMemory } from './remembered.ts'
import { setupScheme, setupScreens } from './screens.ts'
import { setupTheme } from './theme.ts'
import { setupUserData } from './user-data.ts'
import { createWindows } from './windows.ts'

// The desktop app: windows, menu and dialogs around the services, which run in a process of their own.

const built = join(import.meta.dirname, '..')
const hasDevTools = !app.isPackaged

setupScheme()
setupUserData()
app.enableSandbox()

if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  const memory = openMemory(join(app.getPath('userData'), 'windows.json'))
  const catalogs = createCatalogs(join(built, 'node/host.js'), { onGaveUp: (catalog) => void sayHostGaveUp(catalog) })
  const windows = createWindows({ catalogs, memory, preload: join(built, 'electron/preload.cjs'), hasDevTools })
  setupLaunches(windows)
  setupQuit(catalogs, windows.remember)
  void app.whenReady().then(() => {
    setupHardening()
    setupScreens(join(built, 'renderer'))
    const theme = setupTheme(memory, catalogs)
    setupIpc({ catalogs, setTheme: theme.set })
    setupMenu({ catalogs, windows, theme: theme.choice, setTheme: theme.set, hasDevTools })
    setupRecentFiles(catalogs)
    setupPower(catalogs)
    const path = bookInArguments(process.argv, process.cwd())
    if (path === null) windows.restore()
    else void windows.openBook(path)
  })
}
