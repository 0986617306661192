import { FAILED_OUTCOMES, PASSED_OUTCOMES, WARNED_OUTCOMES } from '#core/assets/check-outcomes'
import { formatCount, plural } from '#core/format'
import { type Output, useAsk } from '../app/api.ts'
import { Meter } from '../ui/parts.tsx'

export type CheckSummary = {
  readonly known: number
  readonly pass: number
  readonly warn: number
  readonly fail: number
  readonly none: number
  readonly isWhole: boolean
}

/** Latest results of a dataset's checks, and the question that asked for them. */
export function useCheckSummary(key: string, total: number) {
  const query = useAsk('datasets', 'checks', { key, limit: 200 }, { enabled: total > 0 })
  return { query, summary: query.data === undefined ? undefined : summarise(query.data.items, total) }
}

/** A check that never ran is neither fine nor failing. */
function summarise(items: Output<'datasets', 'checks'>['items'], total: number): CheckSummary {
  const count = (outcomes: readonly string[]): number => items.filter((check) => outcomes.includes(check.lastOutcome ?? '')).length
  const pass = count(PASSED_OUTCOMES)
  const warn = count(WARNED_OUTCOMES)
  const fail = count(FAILED_OUTCOMES)
  return { known: items.length, pass, warn, fail, none: items.length - pass - warn - fail, isWhole: items.length >= total }
}

/** "31 of 33 pass, 2 without a result", never counting what was not run as fine. */
export function checkWords(summary: CheckSummary): string {
  if (summary.none === summary.known) return `${plural(summary.known, 'check')}, no result known`
  const ran = summary.known - summary.none
  return [
    `${formatCount(summary.pass)} of ${plural(ran, 'check')} ${ran === 1 ? 'passes' : 'pass'}`,
    ...(summary.warn > 0 ? [`${formatCount(summary.warn)} ${summary.warn === 1 ? 'warns' : 'warn'}`] : []),
    ...(summary.none > 0 ? [`${formatCount(summary.none)} without a result`] : []),
  ].join(', ')
}

export function CheckMeter({ summary }: { summary: CheckSummary }) {
  const ran = summary.known - summary.none
  return (
    <>
      {ran > 0 && <Meter share={summary.pass / ran} />}
      <p className={`small ${summary.fail > 0 ? 'wrong' : 'soft'}`} style={{ paddingTop: 4 }}>
        {checkWords(summary)}
        {!summary.isWhole && `, of the first ${formatCount(summary.known)}`}
      </p>
    </>
  )
}
