export const COVERAGE_IDS = ['owned', 'described', 'classified', 'tested', 'fresh'] as const
export type CoverageId = (typeof COVERAGE_IDS)[number]

/** How much of the catalog should have each thing, in whole percent of the active datasets. */
export type CoverageTargets = Readonly<Record<CoverageId, number>>

/** Until a person sets their own: our choice, from no standard. */
export const DEFAULT_TARGETS: CoverageTargets = { owned: 100, described: 90, classified: 100, tested: 80, fresh: 95 }
