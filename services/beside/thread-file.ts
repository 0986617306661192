import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The file a thread starts from: beside its caller in the sources, in the bundle under its own name. */
export function threadFile(folder: string, name: string): string {
  const bundled = join(folder, `${name}.js`)
  return existsSync(bundled) ? bundled : join(folder, `${name}.ts`)
}
