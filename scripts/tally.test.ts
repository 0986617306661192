import { describe, expect, it } from 'vitest'
import { addTallies, tallyLine, tallyPlaywright, tallyVitest } from './tally.ts'

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }
const playwright = { stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 2 } }

describe('tallies', () => {
  it('sum over both runners', () => {
    const tally = addTallies([tallyVitest(vitest, 0), tallyPlaywright(playwright, 0)])
    expect(tally).toEqual({ passed: 11, failed: 0, skipped: 4 })
    expect(tallyLine(tally)).toBe('11 passed, 0 failed')
  })

  it('count a test file that could not be loaded', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ]
    expect(tallyVitest({ ...vitest, numFailedTests: 1, testResults }, 1).failed).toBe(2)
  })

  it('never call a run that ended badly, or left no report, passed', () => {
    expect(tallyVitest(vitest, 1).failed).toBe(1)
    expect(tallyVitest(undefined, 0).failed).toBe(1)
    expect(tallyPlaywright(playwright, 1).failed).toBe(1)
    expect(tallyPlaywright(undefined, 0).failed).toBe(1)
  })
})
