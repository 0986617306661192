import type { IntakeEntry, IntakeItem, IntakeSummary } from '#core/importers/intake'
import { type EntryFacts, toEntryFacts } from '#core/reconcile/entry-facts'
import { FactDigest } from '#db/facts'
import type { ReadyAsset } from './ready-asset.ts'

/** `ready`: what is derived of the asset, where nothing else is told of it. */
export type ToldEntry = { readonly kind: 'entry'; readonly facts: EntryFacts; readonly ready: ReadyAsset | null }
export type ToldItem = ToldEntry | Exclude<IntakeItem, IntakeEntry>

/** What an import writes, batch by batch; at the end what the files hold. */
export type FactStream = AsyncGenerator<readonly ToldItem[], ToldSummary>
/** `factDigest`: of all facts in the order they were told; null where who writes them keeps it. */
export type ToldSummary = IntakeSummary & { readonly factDigest: string | null }

/**
 * @param makeReady null: new assets are derived when the import is put in place, and who writes the facts keeps their digest
 * @throws AppError bad-file as the importer does
 */
export async function* streamFacts(
  items: AsyncGenerator<readonly IntakeItem[], IntakeSummary>,
  makeReady: ((entry: IntakeEntry) => ReadyAsset | null) | null = null,
): FactStream {
  const digest = makeReady === null ? null : new FactDigest()
  const toTold = (item: IntakeItem): ToldItem => {
    if (item.kind !== 'entry') return item
    const facts = toEntryFacts(item)
    if (digest !== null) for (const [section, payload] of facts.sections) digest.add(facts.part, section, payload)
    return { kind: 'entry', facts, ready: makeReady === null ? null : makeReady(item) }
  }
  for (;;) {
    const next = await items.next()
    if (next.done === true) return { ...next.value, factDigest: digest === null ? null : digest.hex() }
    yield next.value.map(toTold)
  }
}
