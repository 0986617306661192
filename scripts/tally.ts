/** Passed and failed, over everything that ran. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number }

type VitestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[]
}
type PlaywrightReport = {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
}

/** A run that ended badly has failed at least once, whatever its report says (or when it wrote none). */
function atLeastOneFailure(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }

/** Vitest's JSON report; a file that could not even be loaded counts as one failure. */
export function tallyVitest(report: VitestReport | undefined, code: number): Tally {
  if (report === undefined) return atLeastOneFailure(NOTHING, 1)
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  return atLeastOneFailure(tally, code)
}

/** Playwright's JSON report; a test that passed only when tried again counts as passed. */
export function tallyPlaywright(report: PlaywrightReport | undefined, code: number): Tally {
  if (report === undefined) return atLeastOneFailure(NOTHING, 1)
  const { expected, flaky, unexpected, skipped } = report.stats
  return atLeastOneFailure({ passed: expected + flaky, failed: unexpected, skipped }, code)
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed, skipped: sum.skipped + one.skipped }),
    NOTHING,
  )
}

/** The plain last line of a test run. */
export function tallyLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed`
}
