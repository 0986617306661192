import { send } from '../app/api.ts'
import type { WrittenFile } from './save-file.ts'

/** Something that is written to a file. */
export type Export = WrittenFile & {
  /** In the menu of its own list, and what file that is. */
  readonly label: string
  readonly hint: string
}

const TABLE = 'CSV, can be imported again'

/** What can be written whole, by list; each has a name of its own where nothing else says what it is. */
export const EXPORTS = {
  glossary: [
    { title: 'Export the glossary as a table', label: 'Export as a table', hint: TABLE, noun: 'term', write: glossary('csv') },
    {
      title: 'Export the glossary for OpenMetadata',
      label: 'Export for OpenMetadata',
      hint: 'CSV',
      noun: 'term',
      write: glossary('openmetadata'),
    },
    { title: 'Export the glossary for DataHub', label: 'Export for DataHub', hint: 'YAML', noun: 'term', write: glossary('datahub') },
  ],
  domains: [
    {
      title: 'Export the domains as a table',
      label: 'Export as a table',
      hint: TABLE,
      noun: 'domain',
      write: () => send('domains', 'export', {}),
    },
  ],
  products: [
    {
      title: 'Export the data products as a table',
      label: 'Export as a table',
      hint: TABLE,
      noun: 'data product',
      write: () => send('products', 'export', {}),
    },
  ],
  costs: [
    {
      title: 'Export all cost entries as a table',
      label: 'Export all entries',
      hint: TABLE,
      noun: 'cost entry',
      nouns: 'cost entries',
      write: () => send('costs', 'export', { filter: {} }),
    },
  ],
  decisions: [
    {
      title: 'Export what was set by hand',
      label: 'Export',
      hint: 'JSON',
      noun: 'value set by hand',
      nouns: 'values set by hand',
      write: () => send('decisions', 'export', {}),
    },
  ],
} as const satisfies Readonly<Record<string, readonly (Export & { readonly title: string })[]>>

function glossary(shape: 'csv' | 'openmetadata' | 'datahub'): WrittenFile['write'] {
  return () => send('terms', 'export', { shape })
}
