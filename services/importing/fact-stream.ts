import type { IntakeItem, IntakeSummary } from '#core/importers/intake'
import { type FactItem, toFactItem } from '#core/reconcile/entry-facts'

/** What an import writes, batch by batch; at the end what the files hold. */
export type FactStream = AsyncGenerator<readonly FactItem[], IntakeSummary>

/** @throws AppError bad-file as the importer does */
export async function* streamFacts(items: AsyncGenerator<readonly IntakeItem[], IntakeSummary>): FactStream {
  for (;;) {
    const next = await items.next()
    if (next.done === true) return next.value
    yield next.value.map(toFactItem)
  }
}
