import fc from 'fast-check'
import { type ProjectVersion, projectVersion, type RandomDecision, randomDecision } from './project-versions.ts'

export const SOURCES = ['shop', 'mart'] as const
export type SourceName = (typeof SOURCES)[number]

export type ImportStep = {
  readonly source: SourceName
  readonly renames: 'take' | 'leave'
  readonly next: 'keep' | 'undo' | 'leave'
}

/** One thing a person or a source does to a book. */
export type Step =
  | (ImportStep & { readonly kind: 'import'; readonly version: ProjectVersion })
  /** A version, and then the same under other names. */
  | (ImportStep & { readonly kind: 'rename'; readonly version: ProjectVersion; readonly to: number })
  | { readonly kind: 'decide'; readonly decisions: readonly RandomDecision[] }
  | { readonly kind: 'same'; readonly of: number; readonly as: number | null }
  | { readonly kind: 'merge'; readonly from: string; readonly into: string | null }
  | { readonly kind: 'map'; readonly source: SourceName; readonly field: string | null }
  | { readonly kind: 'take-back'; readonly group: number }
  | { readonly kind: 'undo'; readonly source: SourceName }

const ends = {
  renames: fc.constantFrom('take' as const, 'take' as const, 'leave' as const),
  next: fc.constantFrom('keep' as const, 'keep' as const, 'undo' as const, 'leave' as const),
}
const importStep = (source: SourceName): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant('import' as const), source: fc.constant(source), version: projectVersion(source), ...ends })
const renameStep = (source: SourceName): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constant('rename' as const),
    source: fc.constant(source),
    version: projectVersion(source),
    to: fc.nat(2),
    ...ends,
  })
const team = fc.constantFrom('Core', 'Growth', 'Finance')

const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: importStep('shop') },
    { weight: 3, arbitrary: importStep('mart') },
    { weight: 2, arbitrary: renameStep('shop') },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('decide' as const), decisions: fc.array(randomDecision, { minLength: 1, maxLength: 3 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('same' as const), of: fc.nat(1000), as: fc.option(fc.nat(1000)) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: team, into: fc.option(team) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('map' as const),
        source: fc.constantFrom(...SOURCES),
        field: fc.constantFrom(null, 'ownerTeam', 'steward'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('take-back' as const), group: fc.nat(1000) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), source: fc.constantFrom(...SOURCES) }) },
  ),
  { minLength: 2, maxLength: 9 },
)

/** Owners by a meta key, most of them decided by a person too: by chance alone an import hardly ever meets one. */
const decidedOwners: fc.Arbitrary<Step[]> = fc.tuple(
  importStep('shop').map((step): Step => (step.kind === 'import' ? { ...step, next: 'keep' } : step)),
  fc.constant<Step>({ kind: 'map', source: 'shop', field: 'ownerTeam' }),
  fc.constant<Step>({
    kind: 'decide',
    decisions: [0, 1, 2, 3].map((at) => ({ at, on: 'asset' as const, field: 'ownerTeam' as const, value: 'Ours' })),
  }),
  importStep('shop'),
)

export const steps: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 4, arbitrary: anySteps },
  { weight: 1, arbitrary: fc.tuple(decidedOwners, anySteps).map(([first, rest]) => [...first, ...rest.slice(0, 5)]) },
)
