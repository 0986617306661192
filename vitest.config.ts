import { configDefaults, defineConfig } from 'vitest/config'

/**
 * Three sizes of test file: x.test.ts runs always, x.slow.test.ts in `npm test`, x.long.test.ts in `npm run test:long`.
 * STEWARDBOOK_SIZE is set by the scripts; without it a single file given by name runs whatever its size.
 */
const size = process.env['STEWARDBOOK_SIZE']
const tooLarge: Record<string, string[]> = {
  quick: ['**/*.slow.test.*', '**/*.long.test.*'],
  normal: ['**/*.long.test.*'],
}

export default defineConfig({
  test: {
    name: 'node',
    environment: 'node',
    include: ['{core,contract,io,db,services,cli,renderer,electron,scripts,bench,docs,e2e}/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'out/**', ...(tooLarge[size ?? ''] ?? [])],
    testTimeout: 20_000,
    // Tests must not depend on where or when they run.
    env: { TZ: 'America/New_York' },
  },
})
