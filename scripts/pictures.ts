import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium } from './ensure-chromium.ts'
import { smallPng } from './small-png.ts'
import { ROOT, runTool } from './tool.ts'

// `npm run pictures`: every screen with the sample catalog, in both themes, into docs/guide/pictures.

const FOLDER = join(ROOT, 'docs/guide/pictures')
mkdirSync(FOLDER, { recursive: true })
const chromium = await ensureChromium((line) => process.stdout.write(`${line}\n`))
const { code } = await runTool('playwright', ['test', 'e2e/pictures.spec.ts'], {
  output: 'show',
  env: { CHROMIUM_PATH: chromium, STEWARDBOOK_PICTURES: FOLDER },
})
for (const name of readdirSync(FOLDER)) writeFileSync(join(FOLDER, name), smallPng(readFileSync(join(FOLDER, name))))
process.exitCode = code
