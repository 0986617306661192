/** What a column of a glossary table is. */
export type GlossaryColumn = 'parent' | 'name' | 'displayName' | 'definition' | 'synonyms' | 'related' | 'owner' | 'status'

export type GlossaryTable = {
  readonly shape: 'csv' | 'openmetadata'
  readonly columns: ReadonlyMap<string, GlossaryColumn>
  /** Columns with no field here; what stands in them is kept as it is. */
  readonly kept: readonly string[]
}

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

/** Header names as they are compared: OpenMetadata marks the ones it needs with a star. */
const plain = (header: string): string => header.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Only OpenMetadata has these. */
const ITS_OWN: ReadonlySet<string> = new Set(['displayname', 'glossarystatus', 'iconurl', 'reviewers'])

/** Reads the headers of a glossary table. */
export function readGlossaryHeaders(headers: readonly string[]): GlossaryTable {
  const shape = headers.some((header) => ITS_OWN.has(plain(header))) ? 'openmetadata' : 'csv'
  const known = shape === 'csv' ? OWN : OPEN_METADATA
  const columns = new Map<string, GlossaryColumn>()
  const kept: string[] = []
  const taken = new Set<GlossaryColumn>()
  for (const header of headers) {
    const column = Object.hasOwn(known, plain(header)) ? known[plain(header)] : undefined
    if (column === undefined || taken.has(column)) {
      if (header !== '') kept.push(header)
      continue
    }
    taken.add(column)
    columns.set(header, column)
  }
  return { shape, columns, kept }
}

/** Whether a table is a glossary rather than a list of datasets: it has what only terms have. */
export function isGlossary(headers: readonly string[]): boolean {
  const names = new Set(headers.map(plain))
  return (
    (names.has('name') || names.has('term')) && ['definition', 'synonyms', 'relatedterms', 'glossarystatus'].some((name) => names.has(name))
  )
}
