import type { z } from 'zod'
import type { home as contract, HomeSource } from '#contract/home'
import { coverageRows } from '#core/home/coverage'
import { type HomeCounts, tilesOf } from '#core/home/tiles'
import type { ReadDb } from '#db/connection'
import { countSomeFacets } from '#db/dataset-facets'
import { countDatasets } from '#db/datasets'
import { hasCheckResult } from '#db/home'
import type { BookDeps } from '../deps.ts'
import { listLeftHolders } from '../owners/list-owners.ts'
import { readSettings } from '../read-settings.ts'
import { labelSource } from '../source-label.ts'
import { readPlace } from '../source-place.ts'
import { listSourceStates, type SourceState } from '../source-state.ts'

type Today = z.output<typeof contract.today.output>

const SOURCES_SHOWN = 50

/** Home as it stands, from the counts that the lists themselves show. */
export function readToday({ read, rules, author, now }: BookDeps, wanted: 'all' | 'mine'): Today {
  const sources = listSourceStates(read, now())
  const name = author()
  const { mergedName } = rules.current(read)
  // Whoever was merged into another name holds what reads that name now.
  const names = [...new Set([mergedName('ownerTeam', name), mergedName('steward', name)])]
  const held = countDatasets(read, { heldBy: names })
  const scope = held > 0 ? wanted : 'all'
  const heldBy = scope === 'mine' ? names : []
  const nobodys = { staleSources: sources.filter(({ isStale }) => isStale).length, leftOwners: listLeftHolders(read).length }
  const counts: HomeCounts = {
    ...countDatasetsInScope(read, heldBy),
    ...(scope === 'all' ? nobodys : { staleSources: null, leftOwners: null }),
  }
  return {
    scope,
    datasets: counts.datasets,
    mine: held === 0 ? null : { name: names[0] ?? name, datasets: held },
    tiles: tilesOf(counts, heldBy),
    coverage: coverageRows(counts, readSettings(read).coverageTargets, heldBy),
    sources: { items: sources.slice(0, SOURCES_SHOWN).map((state) => toSource(read, state)), total: sources.length },
  }
}

function countDatasetsInScope(read: ReadDb, heldBy: readonly string[]): Omit<HomeCounts, 'staleSources' | 'leftOwners'> {
  const filter = { heldBy }
  const facets = countSomeFacets(read, filter, ['gap', 'problem', 'freshness'])
  const count = (facet: 'gap' | 'problem' | 'freshness', value: string): number => facets.get(facet)?.get(value) ?? 0
  return {
    datasets: countDatasets(read, filter),
    gaps: {
      no_owner: count('gap', 'no_owner'),
      not_described: count('gap', 'not_described'),
      not_classified: count('gap', 'not_classified'),
      no_tests: count('gap', 'no_tests'),
    },
    problems: { failing_checks: count('problem', 'failing_checks'), conflict: count('problem', 'conflict') },
    freshness: {
      on_time: count('freshness', 'on_time'),
      late: count('freshness', 'late'),
      unknown: count('freshness', 'unknown'),
    },
    hasCheckResult: hasCheckResult(read, heldBy),
  }
}

function toSource(read: ReadDb, { source, newest, staleAfterDays, isStale }: SourceState): HomeSource {
  return {
    sourceId: source.id,
    name: labelSource(read, source),
    isStale,
    staleAfterDays,
    canRefresh: readPlace(source.place) !== null,
    lastImport: newest === undefined ? null : { importId: newest.id, startedAtMs: newest.startedAtMs },
  }
}
