import type { ImportRow } from '#contract/imports'
import { formatCount } from '#core/format'

export const FORMATS = {
  dbt: { label: 'dbt artifacts', hint: 'manifest.json, and catalog.json, run_results.json, sources.json where you have them' },
  schema: { label: 'Table list', hint: 'information_schema.columns of any warehouse, as CSV or JSON' },
  datasets: { label: 'Dataset CSV', hint: 'one row per dataset: name, owner, description, …' },
  glossary: {
    label: 'Glossary',
    hint: 'one row per term: name, definition, synonyms, …; or what OpenMetadata (CSV) and DataHub (YAML) export',
  },
  domains: { label: 'Domains', hint: 'one row per domain: domain, description, owner' },
  products: {
    label: 'Data products',
    hint: 'one row per data product: name, purpose, owner, domain, SLA, datasets by key or name',
  },
  costs: {
    label: 'List of costs',
    hint: 'one row per charge: day or month, amount, and where known currency, pipeline, dataset, component',
  },
  links: {
    label: 'Links',
    hint: 'one row per link: upstream dataset, downstream dataset, and where known the column of each',
  },
  hand: { label: 'By hand', hint: '' },
} as const

type Counts = ImportRow['changes']

/** "12 added, 3 changed", leaving out what is zero. */
export function changeWords(changes: Counts): string {
  const parts = [
    [changes.added, 'added'],
    [changes.changed, 'changed'],
    [changes.removed, 'removed'],
    [changes.conflicts, changes.conflicts === 1 ? 'conflict' : 'conflicts'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`)
  return said.length === 0 ? 'no change' : said.join(', ')
}
