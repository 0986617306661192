import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { extractAll } from '@electron/asar'
import packageJson from '#package' with { type: 'json' }
import { ROOT } from '../tool.ts'
import { makePlaceholder } from './placeholder.ts'

/** What a packing without Electron left behind. */
export type Packed = { readonly folder: string; readonly asar: string; readonly program: string }

export const ELECTRON_VERSION: string = packageJson.devDependencies.electron

/** Packs the built app for Linux around a placeholder. @throws Error with the packer's output */
export async function packWithPlaceholder(folder: string): Promise<Packed> {
  const electronDist = join(folder, 'placeholder')
  mkdirSync(electronDist, { recursive: true })
  await makePlaceholder(electronDist, ELECTRON_VERSION)
  const args = [
    '--linux',
    'dir',
    '--x64',
    '--config',
    'electron-builder.yml',
    `-c.electronDist=${electronDist}`,
    `-c.directories.output=${folder}`,
  ]
  const program = join(ROOT, 'node_modules/electron-builder/cli.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`electron-builder failed:\n${stdout}\n${stderr}`)
  const unpacked = join(folder, 'linux-unpacked')
  return { folder: unpacked, asar: join(unpacked, 'resources/app.asar'), program: join(unpacked, 'stewardbook') }
}

// `run.mjs scripts/packaging/pack.ts FOLDER`: packs, and lays what would run beside it as FOLDER/app.
const [, called, target] = process.argv
if (called === import.meta.filename && target !== undefined) {
  const { asar } = await packWithPlaceholder(target)
  extractAll(asar, join(target, 'app'))
  process.stdout.write(`${join(target, 'app')}\n`)
}
