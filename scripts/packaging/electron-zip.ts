import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type ZipCheck = { readonly kind: 'good' } | { readonly kind: 'bad'; readonly because: string }

/**
 * Is this Electron's own program? electron-builder takes a zip from a folder as it is, so it is compared here first, with the
 * checksums that came with Electron's npm package.
 */
export function checkElectronZip(folder: string, name: string, checksums: Readonly<Record<string, string>>): ZipCheck {
  const path = join(folder, name)
  if (!existsSync(path)) return { kind: 'bad', because: `There is no ${name} in ${folder}.` }
  const expected = checksums[name]
  if (expected === undefined) return { kind: 'bad', because: `Electron’s npm package knows no checksum for ${name}.` }
  const found = createHash('sha256').update(readFileSync(path)).digest('hex')
  return found === expected
    ? { kind: 'good' }
    : { kind: 'bad', because: `${name} is not what Electron published: its checksum is ${found}.` }
}
