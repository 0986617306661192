import { csvText } from '../csv-cell.ts'
import { writeItems } from './cell-list.ts'
import { joinName } from './full-names.ts'
import type { GlossaryShape, GlossaryTerm } from './term.ts'

export type WrittenGlossary = { readonly text: string; readonly fileName: string; readonly mediaType: string }

/**
 * A glossary as a file in one of the shapes; terms in the order given. `glossary` names it where the shape wants that.
 * Shapes: docs/guide/importers.md. What a shape has no place for is left out: DataHub has none for synonyms and status.
 */
export function writeGlossary(terms: readonly GlossaryTerm[], shape: GlossaryShape, glossary: string): WrittenGlossary {
  switch (shape) {
    case 'csv':
      return { text: writeOwnCsv(terms), fileName: 'glossary.csv', mediaType: 'text/csv' }
    case 'openmetadata':
      return { text: writeOpenMetadata(terms, glossary), fileName: 'glossary-openmetadata.csv', mediaType: 'text/csv' }
    case 'datahub':
      return { text: writeDataHub(terms, glossary), fileName: 'glossary-datahub.yaml', mediaType: 'application/yaml' }
  }
}

function writeOwnCsv(terms: readonly GlossaryTerm[]): string {
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
]
const OM_STATUS = { draft: 'Draft', approved: 'Approved' } as const

function writeOpenMetadata(terms: readonly GlossaryTerm[], glossary: string): string {
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
      '',
      '',
      '',
      term.owner === null ? '' : writeItems(['team', term.owner]),
      term.status === null ? '' : OM_STATUS[term.status],
      '',
      '',
      '',
    ]),
  ])
}

/** Where a term stands: the glossary, its broader terms, itself. A ring of broader terms ends where it began. */
function pathFinder(terms: readonly GlossaryTerm[], glossary: string): (name: string) => readonly string[] {
  const parents = new Map(terms.map(({ name, parent }) => [name, parent]))
  return (name) => {
    const path = [name]
    for (let above = parents.get(name) ?? null; above !== null && !path.includes(above); above = parents.get(above) ?? null)
      path.unshift(above)
    return [glossary, ...path]
  }
}

/** YAML whose texts are written as JSON writes them, which YAML reads alike. */
function writeDataHub(terms: readonly GlossaryTerm[], glossary: string): string {
  const lines = ['version: "1"', 'source: "Stewardbook"', 'owners: {users: [], groups: []}', 'nodes:', `  - name: ${text(glossary)}`]
  lines.push('    description: "Exported glossary"', terms.length === 0 ? '    terms: []' : '    terms:')
  for (const { name, definition, related, owner } of terms) {
    lines.push(`      - name: ${text(name)}`, `        description: ${text(definition ?? '')}`)
    if (owner !== null) lines.push(`        owners: {users: [], groups: [${text(owner)}]}`)
    if (related.length > 0)
      lines.push('        related_terms:', ...related.map((other) => `          - ${text(joinName([glossary, other]))}`))
  }
  return `${lines.join('\n')}\n`
}

/** YAML takes these for line ends, JSON does not. */
const text = (value: string): string =>
  JSON.stringify(value).replaceAll(/[\u0085\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
