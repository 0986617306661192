import type { ImportFormat } from './intake.ts'

/** What the importer of a format can be told of a source's files, and the source remembers. `flag`: see isComplete. */
export type FormatOption = {
  readonly name: 'complete' | 'platform' | 'currency'
  readonly kind: 'flag' | 'text'
  readonly label: string
  readonly hint: string
}

const complete = (all: string): FormatOption => ({
  name: 'complete',
  kind: 'flag',
  label: `The files hold all ${all} of this source`,
  hint: 'What they do not hold is retired then. Else they only add to what was told before.',
})

/** In the order in which a form has them. */
export const FORMAT_OPTIONS: Readonly<Record<ImportFormat, readonly FormatOption[]>> = {
  dbt: [],
  schema: [
    { ...complete('tables'), hint: 'Tables of schemas they do not name are retired then too. Else only those of schemas they name.' },
    { name: 'platform', kind: 'text', label: 'Platform', hint: 'Such as postgres or snowflake, where the files do not show it.' },
  ],
  datasets: [complete('datasets')],
  glossary: [complete('terms')],
  domains: [complete('domains')],
  products: [complete('data products')],
  costs: [{ name: 'currency', kind: 'text', label: 'Currency', hint: 'Of amounts whose file names none, such as EUR.' }],
  links: [complete('links')],
}
