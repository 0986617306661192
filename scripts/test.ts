import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium, findHeadless } from './ensure-chromium.ts'
import { addTallies, type Tally, tallyLine, tallyPlaywright, tallyVitest } from './tally.ts'
import { ROOT, runTool } from './tool.ts'

// `npm test` and `npm run test:long`: all unit tests, then the end-to-end flows; the last line is the sum.

const REPORTS = join(ROOT, '.cache', 'test')
const isLong = process.argv.includes('--long')
const env = isLong ? { STEWARDBOOK_LONG: '1' } : undefined

function readReport<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    // No report, or half a one: the runner died. The tally says so.
    return undefined
  }
}

async function runUnitTests(): Promise<Tally> {
  const report = join(REPORTS, 'vitest.json')
  const { code } = await runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
    output: 'show',
    ...(env && { env }),
  })
  return tallyVitest(readReport(report), code)
}

async function runEndToEnd(chromium: string): Promise<Tally> {
  const report = join(REPORTS, 'playwright.json')
  const { code } = await runTool('playwright', ['test', '--reporter=list,json'], {
    output: 'show',
    env: { ...env, CHROMIUM_PATH: chromium, HEADLESS_PATH: (await findHeadless()) ?? chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  })
  return tallyPlaywright(readReport(report), code)
}

async function findBrowser(): Promise<string | Error> {
  try {
    return await ensureChromium((line) => process.stdout.write(`${line}\n`))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
const browser = await findBrowser()
const tallies = [await runUnitTests()]
if (typeof browser === 'string') {
  tallies.push(await runEndToEnd(browser))
} else {
  process.stderr.write(`\n${browser.message}\nThe end-to-end tests did not run.\n`)
  tallies.push({ passed: 0, failed: 1, skipped: 0, failures: ['the end-to-end tests: no Chromium'] })
}
const total = addTallies(tallies)
// Once more, because the details may be far above.
for (const failure of total.failures) process.stdout.write(`failed: ${failure}\n`)
if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped\n`)
process.stdout.write(`${tallyLine(total)}\n`)
writeFileSync(join(REPORTS, 'result.txt'), `${tallyLine(total)}\n`)
process.exitCode = total.failed === 0 ? 0 : 1
