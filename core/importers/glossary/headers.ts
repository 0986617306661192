import { plainHeader, readColumns, type TableColumns } from '../table/cells.ts'

/** What a column of a glossary table is. */
export type GlossaryColumn = 'parent' | 'name' | 'displayName' | 'definition' | 'synonyms' | 'related' | 'owner' | 'status'

export type GlossaryTable = TableColumns<GlossaryColumn> & { readonly shape: 'csv' | 'openmetadata' }

const OWN: Readonly<Record<string, GlossaryColumn>> = {
  parent: 'parent',
  broader: 'parent',
  broaderterm: 'parent',
  parentterm: 'parent',
  name: 'name',
  term: 'name',
  definition: 'definition',
  description: 'definition',
  synonyms: 'synonyms',
  related: 'related',
  relatedterms: 'related',
  owner: 'owner',
  ownerteam: 'owner',
  status: 'status',
  termstatus: 'status',
}
const OPEN_METADATA: Readonly<Record<string, GlossaryColumn>> = {
  parent: 'parent',
  name: 'name',
  displayname: 'displayName',
  description: 'definition',
  synonyms: 'synonyms',
  relatedterms: 'related',
  owner: 'owner',
  owners: 'owner',
  glossarystatus: 'status',
  status: 'status',
}

/** Only OpenMetadata has these. */
const ITS_OWN: ReadonlySet<string> = new Set(['displayname', 'glossarystatus', 'iconurl', 'reviewers'])

/** Reads the headers of a glossary table. */
export function readGlossaryHeaders(headers: readonly string[]): GlossaryTable {
  const shape = headers.some((header) => ITS_OWN.has(plainHeader(header))) ? 'openmetadata' : 'csv'
  const known = shape === 'csv' ? OWN : OPEN_METADATA
  return { shape, ...readColumns(headers, (header) => (Object.hasOwn(known, header) ? known[header] : undefined)) }
}

/** Whether a table is a glossary rather than a list of datasets: it has what only terms have. */
export function isGlossary(headers: readonly string[]): boolean {
  const names = new Set(headers.map(plainHeader))
  return (
    (names.has('name') || names.has('term')) && ['definition', 'synonyms', 'relatedterms', 'glossarystatus'].some((name) => names.has(name))
  )
}
