import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'

/** Where the fuses stand in Electron's program: this text, the version of the wire, its length, a letter for each fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES = 9
const OFF = '0'

/**
 * Makes a folder that looks like Electron's own to a packer, with a program that is none. It shows what would be packed and which
 * fuses would be set on machines that can't have Electron. What is packed with it must never be handed out.
 */
export async function makePlaceholder(folder: string, version: string): Promise<void> {
  const write = (name: string, content: string | Buffer, mode = 0o644): void => writeFileSync(join(folder, name), content, { mode })
  for (const name of ['locales', 'resources', 'empty']) mkdirSync(join(folder, name), { recursive: true })
  const wire = Buffer.from([1, FUSES, ...Buffer.from(OFF.repeat(FUSES))])
  write('electron', Buffer.concat([Buffer.from('not a program '), Buffer.from(SENTINEL), wire]), 0o755)
  write('version', version)
  write('LICENSE', 'placeholder')
  write('LICENSES.chromium.html', 'placeholder')
  write('chrome-sandbox', 'placeholder', 0o755)
  write('locales/en-US.pak', 'placeholder')
  write('empty/package.json', '{}')
  await createPackage(join(folder, 'empty'), join(folder, 'resources/default_app.asar'))
}
