/** Passed and failed, over everything that ran, and what failed by name. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number; readonly failures: readonly string[] }

type VitestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}
type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs: readonly { readonly title: string; readonly file: string; readonly line: number; readonly ok: boolean }[]
}
type PlaywrightReport = {
  readonly suites: readonly PlaywrightSuite[]
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
}

/** A run that ended badly has failed at least once, whatever its report says (or when it wrote none). */
function atLeastOneFailure(tally: Tally, code: number): Tally {
  if (code === 0 || tally.failed > 0) return tally
  return { ...tally, failed: 1, failures: [`a runner ended with ${code}, and no test of its report had failed`] }
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] }
/** Of what a test failed with, as much as says what it was about. */
const firstLine = (text: string | undefined): string => (text ?? '').split('\n', 1)[0] ?? ''

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
    failures: [
      ...report.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName, failureMessages }) => `${name}: ${fullName}: ${firstLine(failureMessages[0])}`),
      ),
      ...broken.map(({ name, message }) => `${name}: ${firstLine(message)}`),
    ],
  }
  return atLeastOneFailure(tally, code)
}

/** Playwright's JSON report; a test that passed only when tried again counts as passed. */
export function tallyPlaywright(report: PlaywrightReport | undefined, code: number): Tally {
  if (report === undefined) return atLeastOneFailure(NOTHING, 1)
  const { expected, flaky, unexpected, skipped } = report.stats
  return atLeastOneFailure({ passed: expected + flaky, failed: unexpected, skipped, failures: report.suites.flatMap(listFailed) }, code)
}

function listFailed({ suites = [], specs }: PlaywrightSuite): string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ file, line, title }) => `${file}:${line}: ${title}`)
  return [...own, ...suites.flatMap(listFailed)]
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      failures: [...sum.failures, ...one.failures],
    }),
    NOTHING,
  )
}

/** The plain last line of a test run. */
export function tallyLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed`
}
