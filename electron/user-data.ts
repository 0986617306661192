import { join } from 'node:path'
import { app } from 'electron'

/** STEWARDBOOK_CONFIG_DIR moves everything of one person, the windows' part included. */
export function setupUserData(): void {
  const own = process.env['STEWARDBOOK_CONFIG_DIR']
  if (own !== undefined && own !== '') app.setPath('userData', join(own, 'app'))
}
