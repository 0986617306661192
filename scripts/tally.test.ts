import { describe, expect, it } from 'vitest'
import { addTallies, tallyLine, tallyPlaywright, tallyVitest } from './tally.ts'

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }
const playwright = { suites: [], stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 2 } }

const assertion = (status: string, fullName: string) => ({ status, fullName, failureMessages: ['expected 1 to be 2\n  at …'] })
const spec = (title: string, ok: boolean) => ({ title, ok, file: 'books.spec.ts', line: 7 })

describe('tallies', () => {
  it('sum over both runners', () => {
    const tally = addTallies([tallyVitest(vitest, 0), tallyPlaywright(playwright, 0)])
    expect(tally).toEqual({ passed: 11, failed: 0, skipped: 4, failures: [] })
    expect(tallyLine(tally)).toBe('11 passed, 0 failed')
  })

  it('count a test file that could not be loaded', () => {
    const testResults = [
      { status: 'failed', name: 'a.test.ts', message: 'no such module\n  at …', assertionResults: [] },
      { status: 'failed', name: 'b.test.ts', message: '', assertionResults: [assertion('failed', 'adds up')] },
      { status: 'passed', name: 'c.test.ts', message: '', assertionResults: [assertion('passed', 'ties out')] },
    ]
    const tally = tallyVitest({ ...vitest, numFailedTests: 1, testResults }, 1)
    expect(tally.failed).toBe(2)
    expect(tally.failures).toEqual(['b.test.ts: adds up: expected 1 to be 2', 'a.test.ts: no such module'])
  })

  it('name the flows that failed, however deep they lie', () => {
    const specs = [spec('opens', true), spec('closes', false)]
    const report = { suites: [{ specs: [], suites: [{ specs }] }], stats: { ...playwright.stats, unexpected: 1 } }
    expect(tallyPlaywright(report, 1).failures).toEqual(['books.spec.ts:7: closes'])
  })

  it('never call a run that ended badly, or left no report, passed', () => {
    expect(tallyVitest(vitest, 1).failed).toBe(1)
    expect(tallyVitest(undefined, 0).failed).toBe(1)
    expect(tallyPlaywright(playwright, 1).failed).toBe(1)
    expect(tallyPlaywright(undefined, 0).failed).toBe(1)
  })
})
