import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import packageJson from '#package' with { type: 'json' }
import { ROOT } from '../tool.ts'
import { checkElectronZip } from './electron-zip.ts'

// `npm run dist [-- --zips FOLDER] [-- electron-builder's options]`: packs the app for handing out, around the Electron that is
// installed or a zip of it in a folder. Nothing is fetched for Electron itself; docs/guide/electron.md tells the ways.

const ELECTRON = join(ROOT, 'node_modules/electron')
const version = packageJson.devDependencies.electron
const args = process.argv.slice(2)

function fail(because: string): never {
  process.stderr.write(`${because}\n`)
  process.exit(1)
}

/** Where electron-builder takes Electron from. */
function electronDist(): string {
  if (args[0] !== '--zips') {
    if (existsSync(join(ELECTRON, 'path.txt'))) return join(ELECTRON, 'dist')
    return fail(
      'Electron’s program is not on this machine: run `npx install-electron`, or name a folder with its zip: npm run dist -- --zips FOLDER',
    )
  }
  const folder = args[1] ?? fail('--zips names the folder that holds Electron’s zip.')
  args.splice(0, 2)
  const checksums = JSON.parse(readFileSync(join(ELECTRON, 'checksums.json'), 'utf8')) as Record<string, string>
  const check = checkElectronZip(folder, `electron-v${version}-${process.platform}-${process.arch}.zip`, checksums)
  return check.kind === 'good' ? folder : fail(check.because)
}

const dist = electronDist()
for (const [program, given] of [
  [join(ROOT, 'scripts/build.ts'), []],
  [join(ROOT, 'node_modules/electron-builder/cli.js'), ['--config', 'electron-builder.yml', `-c.electronDist=${dist}`, ...args]],
] as const) {
  const { status } = spawnSync(process.execPath, [program, ...given], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
