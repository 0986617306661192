import { mergePrefix } from '#core/assets/merged-names'
import type { ReadDb } from '#db/connection'
import { countDomains, type DomainAsset, type DomainCount, listDomainAssets } from '#db/domains'
import { listMergedNames } from '#db/merged-names'

type Known = { readonly name: string; readonly count: DomainCount | undefined; readonly asset: DomainAsset | undefined }

/** Domains that datasets name and those that are described. A merged name is told of on the page of the domain it reads. */
export function readKnownDomains(read: ReadDb): { readonly counts: readonly DomainCount[]; readonly known: readonly Known[] } {
  const counts = countDomains(read)
  const merged = listMergedNames(read, mergePrefix('domain'))
  const named = new Map(counts.filter(({ name }) => name !== '').map((count) => [count.name, count]))
  const described = new Map<string, DomainAsset>()
  for (const asset of listDomainAssets(read)) if (!described.has(asset.name)) described.set(asset.name, asset)
  const names = [...new Set([...named.keys(), ...described.keys()])].filter((name) => !merged.has(name))
  return { counts, known: names.map((name) => ({ name, count: named.get(name), asset: described.get(name) })) }
}
