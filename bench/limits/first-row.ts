import type { Numbers } from '../probe.ts'
import { type AppStart, startToFirstRow } from '../start-app.ts'

/** The app on a small book: what a start takes that does not come from the book. */
export function run(start: AppStart): Promise<Numbers> {
  return startToFirstRow(start)
}
