import { configDefaults, defineConfig } from 'vitest/config'

/**
 * Three sizes of test file: x.test.ts runs always, x.slow.test.ts in `npm test` but not in `npm run check` (mode quick),
 * x.long.test.ts only in `npm run test:long` (STEWARDBOOK_LONG=1).
 */
export default defineConfig(({ mode }) => {
  const tooLarge = [
    ...(mode === 'quick' ? ['**/*.slow.test.*'] : []),
    ...(process.env['STEWARDBOOK_LONG'] === '1' ? [] : ['**/*.long.test.*']),
  ]
  return {
    test: {
      name: 'node',
      environment: 'node',
      include: ['{core,contract,io,db,services,electron,cli,renderer,scripts,bench,e2e}/**/*.test.{ts,tsx}'],
      exclude: [...configDefaults.exclude, ...tooLarge],
      // Left to itself, Vitest keeps one processor free: of two, half.
      maxWorkers: '100%',
      // For what hangs, not for what is slow: a busy machine fails nothing.
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Node reads TypeScript by a WebAssembly module, once in every thread the tests start. V8 sometimes ends the process
      // (“jit_page.has_value()”, nodejs/node#64500) when it compiles what that module calls anew: it never does with this.
      execArgv: ['--wasm-wrapper-tiering-budget=2147483647'],
      // Far from UTC, so that a test or a report that leans on the local time zone is found out.
      env: { TZ: 'America/New_York' },
    },
  }
})
