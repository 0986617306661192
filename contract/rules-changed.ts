import { plural } from '#core/format'
import type { SinceLine } from './home.ts'

/** A change of rules rather than of values. */
export type RulesLine = Extract<SinceLine, { readonly source: unknown }>
type Change = Extract<RulesLine, { kind: 'settings' }>['changes'][number]

/** What its author did, for behind their name: "changed settings of shop: stale after 3 days". */
export function rulesChanged(line: RulesLine): string {
  if (line.kind === 'mapping')
    return `changed the meta keys of ${line.source.name}: ${line.mapped === 0 ? 'none' : String(line.mapped)} mapped`
  const of = line.source === null ? '' : ` of ${line.source.name}`
  return `changed settings${of}: ${line.changes.map(changeWords).join(', ')}`
}

function changeWords({ name, value }: Change): string {
  switch (name) {
    case 'currency':
      return `currency ${value ?? ''}`
    case 'staleAfterDays':
      return `stale after ${plural(Number(value), 'day')}`
    case 'coverageTargets':
      return 'coverage targets'
    case 'importOptions':
      return 'import options'
  }
}
