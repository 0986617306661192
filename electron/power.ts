import { app, powerMonitor, powerSaveBlocker } from 'electron'
import type { Catalogs } from './catalogs.ts'

/** The machine stays awake while something runs, and only then; when it is shut down, jobs end first. */
export function setupPower(catalogs: Catalogs): void {
  let blocker: number | null = null
  catalogs.onChange(() => {
    const isBusy = catalogs.jobsRunning().length > 0
    if (isBusy && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (isBusy || blocker === null) return
    powerSaveBlocker.stop(blocker)
    blocker = null
  })
  powerMonitor.on('shutdown', () => app.quit())
}
