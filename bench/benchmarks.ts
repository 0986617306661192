import type { Numbers } from './probe.ts'

export const SIZES = { '1k': 1000, '10k': 10_000, '100k': 100_000 } as const
export type Size = keyof typeof SIZES
/** What is measured unless a size is asked for; the largest takes minutes to make. */
export const USUAL_SIZES: readonly Size[] = ['1k', '10k']

/** What the programs of one size work on. */
export type Place = {
  /** A folder with a manifest, alone; made when it is first asked for. */
  readonly artifacts: () => string
  /** Makes artifacts of another project, to come in while a person reads. */
  readonly otherArtifacts: () => string
  /** A book that only `artifacts` were imported into; made when it is first asked for. Read only. */
  readonly imported: () => Promise<string>
  /** A finished book of `artifacts` and much else. Read only. */
  readonly book: string
  /** A finished book of the smallest size. Read only. */
  readonly smallBook: string
  /** The app as it was built: its own files, and the program it runs on. */
  readonly app: { readonly root: string; readonly main: string; readonly host: string; readonly program: string }
  /** Private to this run. */
  readonly folder: string
}

/** The best of all rounds, by program. */
export type Best = Readonly<Record<string, Numbers>>

/** One number of ours against what the machine can do at best, or against what is idle. Smaller is better. */
export type Line = {
  readonly name: string
  readonly value: (best: Best) => number
  readonly limit: (best: Best) => number
  /** The ratio that must not be passed; null: told for comparison. */
  readonly goal: number | null
  /** The smallest size it was set for: below, what every call costs at the least is most of it. */
  readonly goalFrom?: Size
}

export type Benchmark = {
  readonly name: string
  /** Sizes it says something at; the usual ones unless given. */
  readonly sizes?: readonly Size[]
  /** More than usual where it is over in a moment, and one disturbance is all of it. */
  readonly rounds?: number
  /** Run in this order in every round, each in a fresh process. */
  readonly programs: Readonly<Record<string, (place: Place) => unknown>>
  readonly lines: readonly Line[]
}

const CALLS = 400
/** What is asked of a book is asked of a large one too. */
const SIZES_OF_A_BOOK: readonly Size[] = ['1k', '10k', '100k']

const of =
  (program: string, number: string) =>
  (best: Best): number =>
    best[program]?.[number] ?? Number.NaN

const importManifest: Benchmark = {
  name: 'import',
  programs: {
    'limits/parse-json': ({ artifacts }) => ({ path: `${artifacts()}/manifest.json` }),
    'limits/import-manifest': ({ artifacts, folder }) => ({ path: `${artifacts()}/manifest.json`, folder }),
    'limits/import-same-rows': async ({ artifacts, imported, folder }) => ({
      path: `${artifacts()}/manifest.json`,
      book: await imported(),
      folder,
    }),
    'measured/import-manifest': ({ artifacts, folder }) => ({ artifacts: artifacts(), folder }),
  },
  lines: [
    {
      name: 'import-manifest-ms',
      value: of('measured/import-manifest', 'importMs'),
      limit: of('limits/import-manifest', 'importMs'),
      goal: 2,
      goalFrom: '10k',
    },
    {
      name: 'import-same-rows-ms',
      value: of('measured/import-manifest', 'importMs'),
      limit: of('limits/import-same-rows', 'importMs'),
      goal: null,
    },
    {
      name: 'import-peak-rss-mb',
      value: of('measured/import-manifest', 'peakRssMb'),
      limit: of('limits/parse-json', 'peakRssMb'),
      goal: 1.5,
    },
    {
      name: 'import-unchanged-ms',
      value: of('measured/import-manifest', 'againMs'),
      limit: of('limits/parse-json', 'parseMs'),
      goal: 1.2,
      goalFrom: '10k',
    },
  ],
}

/** Per row: the engine may take 1 / 0.6 of the time of raw inserts. */
const perRow =
  (program: string, number: string) =>
  (best: Best): number =>
    (1000 * of(program, number)(best)) / of(program, 'rows')(best)

const importRows: Benchmark = {
  name: 'import-rows',
  sizes: SIZES_OF_A_BOOK,
  programs: {
    'limits/import-rows': ({ book, folder }) => ({ book, folder }),
    'measured/import-rows': ({ artifacts, folder }) => ({ artifacts: artifacts(), folder }),
  },
  lines: [
    {
      name: 'import-row-us',
      value: perRow('measured/import-rows', 'importMs'),
      limit: perRow('limits/import-rows', 'insertMs'),
      goal: 1.67,
      goalFrom: '100k',
    },
  ],
}

const open: Benchmark = {
  name: 'open',
  rounds: 10,
  sizes: SIZES_OF_A_BOOK,
  programs: {
    'limits/open-home': ({ book }) => ({ book }),
    'measured/open-home': ({ book, smallBook, folder }) => ({ book, smallBook, folder }),
  },
  lines: [
    {
      name: 'open-home-ms',
      value: of('measured/open-home', 'openMs'),
      limit: of('limits/open-home', 'openMs'),
      goal: 1.5,
      goalFrom: '10k',
    },
  ],
}

const listPage: Benchmark = {
  name: 'list',
  sizes: SIZES_OF_A_BOOK,
  programs: {
    'limits/list-page': ({ book }) => ({ book, calls: CALLS }),
    'measured/list-page': ({ book, folder }) => ({ book, folder, calls: CALLS }),
  },
  lines: [
    { name: 'list-page-ms', value: of('measured/list-page', 'pageMs'), limit: of('limits/list-page', 'pageMs'), goal: 3, goalFrom: '10k' },
    { name: 'list-facets-ms', value: of('measured/list-page', 'facetsMs'), limit: of('limits/list-page', 'facetsMs'), goal: 0.1 },
  ],
}

/** Passes over the catalog that the slowest screen may take: more is work that grows faster than the catalog. */
const PASSES_OF_A_SCREEN = 8

const screens: Benchmark = {
  name: 'screens',
  sizes: SIZES_OF_A_BOOK,
  programs: {
    'limits/all-rows': ({ book }) => ({ book }),
    'measured/screens': ({ book, folder }) => ({ book, folder }),
  },
  lines: [
    {
      name: 'slowest-screen-ms',
      value: of('measured/screens', 'slowestMs'),
      limit: of('limits/all-rows', 'passMs'),
      goal: PASSES_OF_A_SCREEN,
      goalFrom: '100k',
    },
  ],
}

const oneHop: Benchmark = {
  name: 'lineage',
  sizes: SIZES_OF_A_BOOK,
  programs: {
    'limits/one-hop': ({ book }) => ({ book, calls: CALLS }),
    'measured/one-hop': ({ book, folder }) => ({ book, folder, calls: CALLS }),
  },
  lines: [{ name: 'lineage-1-1-ms', value: of('measured/one-hop', 'aroundMs'), limit: of('limits/one-hop', 'aroundMs'), goal: 3 }],
}

const READS = 'measured/reads-while-importing'
const LONGEST_READ_MS = 50

const reads: Benchmark = {
  name: 'reads',
  sizes: SIZES_OF_A_BOOK,
  programs: { [READS]: ({ book, folder, otherArtifacts }) => ({ book, folder, artifacts: otherArtifacts() }) },
  lines: [
    { name: 'list-p95-while-importing-ms', value: of(READS, 'listP95Ms'), limit: of(READS, 'idleListP95Ms'), goal: 2 },
    { name: 'lineage-p95-while-importing-ms', value: of(READS, 'lineageP95Ms'), limit: of(READS, 'idleLineageP95Ms'), goal: 2 },
    { name: 'slowest-read-while-importing-ms', value: of(READS, 'slowestMs'), limit: () => LONGEST_READ_MS, goal: 1 },
  ],
}

const SEARCH = 'measured/search'
const SEARCH_LIMITS = 'limits/search'
const SEARCHES = 200
const SEARCH_SEED = 6

const search: Benchmark = {
  name: 'search',
  sizes: SIZES_OF_A_BOOK,
  programs: {
    [SEARCH_LIMITS]: ({ book }) => ({ book, calls: SEARCHES, seed: SEARCH_SEED }),
    [SEARCH]: ({ book, folder }) => ({ book, folder, calls: SEARCHES, seed: SEARCH_SEED }),
  },
  lines: [
    { name: 'search-typed-p95-ms', value: of(SEARCH, 'typedP95Ms'), limit: of(SEARCH_LIMITS, 'typedP95Ms'), goal: 2, goalFrom: '100k' },
    {
      name: 'search-typed-p95-to-bm25',
      value: of(SEARCH, 'typedP95Ms'),
      limit: of(SEARCH_LIMITS, 'scoredP95Ms'),
      goal: 0.25,
      goalFrom: '100k',
    },
    { name: 'search-piece-p95-ms', value: of(SEARCH, 'pieceP95Ms'), limit: of(SEARCH_LIMITS, 'pieceP95Ms'), goal: 2, goalFrom: '100k' },
    {
      name: 'search-piece-p95-to-like',
      value: of(SEARCH, 'pieceP95Ms'),
      limit: of(SEARCH_LIMITS, 'likeP95Ms'),
      goal: 0.1,
      goalFrom: '100k',
    },
    {
      name: 'search-typo-p95-ms',
      value: of(SEARCH, 'mistypedP95Ms'),
      limit: of(SEARCH_LIMITS, 'mistypedP95Ms'),
      goal: 2,
      goalFrom: '100k',
    },
    { name: 'search-prefix-missed', value: of(SEARCH, 'prefixMissed'), limit: () => 0.01, goal: 1 },
    { name: 'search-piece-missed', value: of(SEARCH, 'pieceMissed'), limit: () => 0.01, goal: 1 },
    { name: 'search-typo-missed', value: of(SEARCH, 'mistypedMissed'), limit: () => 0.05, goal: 1 },
  ],
}

const memory: Benchmark = {
  name: 'memory',
  sizes: SIZES_OF_A_BOOK,
  programs: {
    'limits/idle-memory': ({ book }) => ({ book }),
    'measured/idle-memory': ({ book, folder }) => ({ book, folder }),
  },
  lines: [{ name: 'host-rss-mb', value: of('measured/idle-memory', 'rssMb'), limit: of('limits/idle-memory', 'rssMb'), goal: 2.5 }],
}

/** What finding, counting and looking up take beside the rows themselves. */
const disk: Benchmark = {
  name: 'disk',
  sizes: SIZES_OF_A_BOOK,
  programs: { 'limits/disk': ({ book, folder }) => ({ book, folder }), 'measured/disk': ({ book }) => ({ book }) },
  lines: [{ name: 'book-mb', value: of('measured/disk', 'sizeMb'), limit: of('limits/disk', 'sizeMb'), goal: 1.7 }],
}

/** Main starts the process that answers, and the window beside it; that process may take longer than main, but not ever longer. */
const startCode: Benchmark = {
  name: 'start-code',
  sizes: ['1k'],
  programs: {
    'limits/start-code': ({ book }) => ({ book }),
    'measured/start-main': ({ book, folder, app }) => ({ book, folder, main: app.main }),
    'measured/start-host': ({ book, folder, app }) => ({ book, folder, host: app.host }),
  },
  lines: [
    { name: 'start-main-ms', value: of('measured/start-main', 'mainMs'), limit: of('limits/start-code', 'requireMs'), goal: 2 },
    { name: 'start-host-ms', value: of('measured/start-host', 'hostMs'), limit: of('limits/start-code', 'startMs'), goal: 12 },
  ],
}

const firstRow: Benchmark = {
  name: 'first-row',
  sizes: ['10k', '100k'],
  programs: {
    'limits/first-row': ({ smallBook, folder, app }) => ({ program: app.program, app: app.root, book: smallBook, folder }),
    'measured/first-row': ({ book, folder, app }) => ({ program: app.program, app: app.root, book, folder }),
  },
  lines: [{ name: 'first-row-ms', value: of('measured/first-row', 'firstRowMs'), limit: of('limits/first-row', 'firstRowMs'), goal: 1.1 }],
}

export const BENCHMARKS: readonly Benchmark[] = [
  importManifest,
  importRows,
  open,
  listPage,
  screens,
  oneHop,
  search,
  reads,
  memory,
  disk,
  startCode,
  firstRow,
]
