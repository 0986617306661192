import { type Numbers, prolonged } from '../probe.ts'
import { type AppStart, startToFirstRow } from '../start-app.ts'

/** The app on a large book, from its start to its first row. */
export async function run(start: AppStart): Promise<Numbers> {
  const { firstRowMs = Number.NaN } = await startToFirstRow(start)
  return { firstRowMs: prolonged(firstRowMs) }
}
