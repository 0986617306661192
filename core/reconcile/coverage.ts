import type { Coverage } from '../importers/intake.ts'

/**
 * Whether an import speaks for a name, and so retires it when it does not tell of it any more.
 * A part with `none` speaks only for the names it tells of.
 */
export function isCovered(covers: readonly Coverage[], parts: ReadonlySet<string>, name: string): boolean {
  return covers.some((coverage) => {
    if ('charged' in coverage || !parts.has(coverage.part)) return false
    switch (coverage.names.kind) {
      case 'all':
        return true
      case 'prefixes':
        return coverage.names.prefixes.some((prefix) => name.startsWith(prefix))
      case 'none':
        return false
    }
  })
}
