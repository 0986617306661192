const GAPS = ['no_owner', 'not_classified', 'not_described'] as const
type Gap = (typeof GAPS)[number]

/** What narrows the list of datasets behind a number; the same words as the Catalog's filter. */
export type ListFilter = {
  gap?: (Gap | 'no_tests')[]
  problem?: ('failing_checks' | 'conflict')[]
  freshness?: ('on_time' | 'late' | 'unknown')[]
  heldBy?: string[]
}

/** The list a number opens to. Sources are the stale ones, owners those who left and still hold something. */
export type HomeList = { kind: 'datasets'; filter: ListFilter } | { kind: 'sources' } | { kind: 'owners' }

export const TILE_IDS = ['failing_checks', 'late', 'conflict', 'stale_sources', 'left_owners', ...GAPS] as const

/** One thing that may wait. `count` null: it cannot be told, and the sentence says what is missing. 0: nothing waits. */
export type Tile = {
  id: (typeof TILE_IDS)[number]
  label: string
  count: number | null
  unit: 'dataset' | 'source' | 'owner'
  /** Why it waits, or why it cannot be told: one plain sentence. */
  sentence: string
  /** null where there is no list of it. */
  list: HomeList | null
}

/** What Home is worked out from. All counts but the last two are of active datasets. */
export type HomeCounts = {
  readonly datasets: number
  readonly gaps: Readonly<Record<Gap | 'no_tests', number>>
  readonly problems: Readonly<Record<'failing_checks' | 'conflict', number>>
  readonly freshness: Readonly<Record<'on_time' | 'late' | 'unknown', number>>
  /** Whether the newest result of at least one of their checks is known. */
  readonly hasCheckResult: boolean
  /** null: the datasets are one person's, and these are nobody's. */
  readonly staleSources: number | null
  readonly leftOwners: number | null
}

const GAP_WORDS: Readonly<Record<Gap, readonly [label: string, sentence: string]>> = {
  no_owner: ['No owner', 'No team answers for them.'],
  not_classified: ['Not classified', 'How secret they are is not said.'],
  not_described: ['Not described', 'Nobody has said what they hold.'],
}

/**
 * What may wait for a person, most urgent first: what is wrong now, then what nobody sees to, then what is not filled in.
 * Without one known result of a check, and without one freshness result, nobody can say that none fails or is late.
 * @param heldBy names the datasets are narrowed to; empty = all of them
 */
export function tilesOf(counts: HomeCounts, heldBy: readonly string[]): Tile[] {
  const list = (filter: ListFilter): HomeList => ({
    kind: 'datasets',
    filter: heldBy.length === 0 ? filter : { ...filter, heldBy: [...heldBy] },
  })
  const tiles: Tile[] = [failingTile(counts, list), lateTile(counts, list)]
  tiles.push({
    id: 'conflict',
    label: 'Conflicts',
    count: counts.problems.conflict,
    unit: 'dataset',
    sentence: 'Sources disagree and nobody has decided.',
    list: list({ problem: ['conflict'] }),
  })
  if (counts.staleSources !== null) {
    const sentence = 'No import for longer than was agreed.'
    tiles.push({
      id: 'stale_sources',
      label: 'Stale sources',
      count: counts.staleSources,
      unit: 'source',
      sentence,
      list: { kind: 'sources' },
    })
  }
  if (counts.leftOwners !== null) {
    const sentence = 'They left and still answer for something.'
    tiles.push({ id: 'left_owners', label: 'Owners who left', count: counts.leftOwners, unit: 'owner', sentence, list: { kind: 'owners' } })
  }
  for (const gap of GAPS) {
    const [label, sentence] = GAP_WORDS[gap]
    tiles.push({ id: gap, label, count: counts.gaps[gap], unit: 'dataset', sentence, list: list({ gap: [gap] }) })
  }
  return tiles
}

type ListOf = (filter: ListFilter) => HomeList

function failingTile({ problems, hasCheckResult }: HomeCounts, list: ListOf): Tile {
  const base = { id: 'failing_checks', label: 'Failing checks', unit: 'dataset' } as const
  if (!hasCheckResult) return { ...base, count: null, sentence: 'No result of a check is known.', list: null }
  const sentence = 'The newest result of a check failed.'
  return { ...base, count: problems.failing_checks, sentence, list: list({ problem: ['failing_checks'] }) }
}

function lateTile({ freshness }: HomeCounts, list: ListOf): Tile {
  const base = { id: 'late', label: 'Late', unit: 'dataset' } as const
  if (freshness.on_time + freshness.late === 0) {
    return { ...base, count: null, sentence: 'No freshness result is known.', list: list({ freshness: ['unknown'] }) }
  }
  const sentence = freshness.unknown === 0 ? 'Older than the source allows.' : 'Older than the source allows; of some it can’t be told.'
  return { ...base, count: freshness.late, sentence, list: list({ freshness: ['late'] }) }
}
