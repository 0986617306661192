/** What the newest result of a check, or of a run, says of the data: one reading for counts, scores and screens. */
export const PASSED_OUTCOMES = ['pass', 'success'] as const
/** Failed with the severity "warn": no pass, but nothing that stops. */
export const WARNED_OUTCOMES = ['warn'] as const
export const FAILED_OUTCOMES = ['fail', 'error'] as const
