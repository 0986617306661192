import { spawnSync } from 'node:child_process'

/** The Chromium behind the double: the one asked for, or the first on the PATH. */
export function findChromium(): string | undefined {
  const wanted = process.env['CHROMIUM_PATH']
  if (wanted !== undefined && wanted !== '') return wanted
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return names.map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()).find((path) => path !== '')
}
