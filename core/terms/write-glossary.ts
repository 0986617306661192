import { csvText } from '../csv-cell.ts'
import { writeItems } from './cell-list.ts'
import { joinName } from './full-names.ts'
import type { GlossaryShape, WrittenTerm } from './term.ts'
import { writeDataHub } from './write-datahub.ts'

export type WrittenGlossary = { readonly text: string; readonly fileName: string; readonly mediaType: string }

/**
 * A glossary as a file in one of the shapes; terms in the order given. `glossary` names it where the shape wants that.
 * Shapes: docs/guide/importers.md. What files of the same shape said beyond the fields goes
 * out as it was kept. What a shape has no place for is left out: DataHub has none for synonyms and status.
 */
export function writeGlossary(terms: readonly WrittenTerm[], shape: GlossaryShape, glossary: string): WrittenGlossary {
  switch (shape) {
    case 'csv':
      return { text: writeOwnCsv(terms), fileName: 'glossary.csv', mediaType: 'text/csv' }
    case 'openmetadata':
      return { text: writeOpenMetadata(terms, glossary), fileName: 'glossary-openmetadata.csv', mediaType: 'text/csv' }
    case 'datahub':
      return { text: writeDataHub(terms, glossary), fileName: 'glossary-datahub.yaml', mediaType: 'application/yaml' }
  }
}

function writeOwnCsv(terms: readonly WrittenTerm[]): string {
  return csvText([
    ['parent', 'name', 'definition', 'synonyms', 'related', 'owner', 'status'],
    ...terms.map(({ parent, name, definition, synonyms, related, owner, status }) => [
      parent ?? '',
      name,
      definition ?? '',
      writeItems(synonyms),
      writeItems(related),
      owner ?? '',
      status ?? '',
    ]),
  ])
}

const OM_COLUMNS = [
  'parent',
  'name*',
  'displayName',
  'description',
  'synonyms',
  'relatedTerms',
  'references',
  'tags',
  'reviewers',
  'owner',
  'glossaryStatus',
  'color',
  'iconURL',
  'extension',
] as const
const OM_STATUS = { draft: 'Draft', approved: 'Approved' } as const

function writeOpenMetadata(terms: readonly WrittenTerm[], glossary: string): string {
  const pathOf = pathFinder(terms, glossary)
  return csvText([
    OM_COLUMNS,
    ...terms.map((term) => [
      term.parent === null ? '' : joinName(pathOf(term.parent)),
      term.name,
      term.name,
      term.definition ?? '',
      writeItems(term.synonyms),
      writeItems(term.related.map((name) => `relatedTo:${joinName(pathOf(name))}`)),
      ...keptCells(term, 'references', 'tags', 'reviewers'),
      term.owner === null ? '' : writeItems(['team', term.owner]),
      term.status === null ? '' : OM_STATUS[term.status],
      ...keptCells(term, 'color', 'iconURL', 'extension'),
    ]),
  ])
}

/** Cells as they were read; headers in other capitals are the same columns. */
function keptCells({ kept = {} }: WrittenTerm, ...columns: readonly (typeof OM_COLUMNS)[number][]): string[] {
  const cells = new Map(Object.entries(kept).map(([header, cell]) => [header.trim().toLowerCase(), cell]))
  return columns.map((column) => {
    const cell = cells.get(column.toLowerCase())
    return typeof cell === 'string' ? cell : cell === undefined || cell === null ? '' : JSON.stringify(cell)
  })
}

/** Where a term stands: the glossary, its broader terms, itself. A ring of broader terms ends where it began. */
function pathFinder(terms: readonly WrittenTerm[], glossary: string): (name: string) => readonly string[] {
  const parents = new Map(terms.map(({ name, parent }) => [name, parent]))
  return (name) => {
    const path = [name]
    for (let above = parents.get(name) ?? null; above !== null && !path.includes(above); above = parents.get(above) ?? null)
      path.unshift(above)
    return [glossary, ...path]
  }
}
