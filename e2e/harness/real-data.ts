import { existsSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = process.env['STEWARDBOOK_REAL_DATA'] ?? join(import.meta.dirname, '../../../shared/data')

/** A folder of real public artifacts, or why there is none. They are never part of the project. */
export function realData(name: string): { readonly folder: string; readonly missing: string | null } {
  const folder = join(FOLDER, name)
  return { folder, missing: existsSync(folder) ? null : `No real files at ${folder}; set STEWARDBOOK_REAL_DATA to try them.` }
}
