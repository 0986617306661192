import { defineConfig } from '@playwright/test'
import { STAGE } from './e2e/harness/stage.ts'
import { findHeadless } from './scripts/ensure-chromium.ts'

const executablePath = process.env['HEADLESS_PATH'] ?? (await findHeadless())

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './e2e/harness/build.ts',
  // Browser and program wait for each other, so two flows share two processors well. One alone where long tasks of the window are
  // counted, and where windows of Electron take the focus from each other.
  workers: process.env['STEWARDBOOK_LONG'] === '1' || STAGE.kind === 'real' ? 1 : 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Long, so that a busy machine fails nothing: what is wrong fails after them all the same.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'America/New_York',
    contextOptions: { reducedMotion: 'reduce' },
    // A trace makes everything a sixth slower: `-- --trace on` where one is needed.
    trace: 'off',
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // Software WebGL makes panning four times slower, so the GPU is simply off.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
