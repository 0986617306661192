import type { JsonValue } from '../json.ts'
import { joinName } from './full-names.ts'
import type { WrittenTerm } from './term.ts'

type Node = { readonly terms: WrittenTerm[]; readonly nodes: Map<string, Node> }
const newNode = (): Node => ({ terms: [], nodes: new Map() })

/**
 * YAML whose texts are written as JSON writes them, which YAML reads alike. A term stands in the nodes that were kept with it, any
 * other in a node of the glossary's name. The broader term is one more that it inherits from, which is what DataHub has for it.
 */
export function writeDataHub(terms: readonly WrittenTerm[], glossary: string): string {
  const paths = new Map(terms.map((term) => [term.name, [...(nodesOf(term) ?? [glossary]), term.name]]))
  const fullName = (name: string): string => joinName(paths.get(name) ?? [glossary, name])
  const root = newNode()
  if (terms.length === 0) root.nodes.set(glossary, newNode())
  for (const term of terms) nodeAt(root, nodesOf(term) ?? [glossary]).terms.push(term)
  const lines = ['version: "1"', 'source: "Stewardbook"', 'owners: {users: [], groups: []}']
  const write = (node: Node, indent: string): void => {
    if (node.terms.length > 0) lines.push(`${indent}terms:`)
    for (const term of node.terms)
      lines.push(...linesOf(term, fullName).map((line, index) => `${indent}  ${index === 0 ? '- ' : '  '}${line}`))
    if (node.nodes.size > 0) lines.push(`${indent}nodes:`)
    for (const [name, inner] of node.nodes) {
      const description = node === root && name === glossary ? 'Exported glossary' : ''
      lines.push(`${indent}  - name: ${asText(name)}`, `${indent}    description: ${asText(description)}`)
      if (inner.terms.length + inner.nodes.size === 0) lines.push(`${indent}    terms: []`)
      write(inner, `${indent}    `)
    }
  }
  write(root, '')
  return `${lines.join('\n')}\n`
}

/** The nodes a term stood in when it was read, outermost first. */
function nodesOf({ kept }: WrittenTerm): readonly string[] | undefined {
  const nodes = kept?.['nodes']
  const names = Array.isArray(nodes) ? nodes.filter((name): name is string => typeof name === 'string') : []
  return names.length === 0 ? undefined : names
}

function nodeAt(root: Node, path: readonly string[]): Node {
  let node = root
  for (const name of path) {
    const inner = node.nodes.get(name) ?? newNode()
    node.nodes.set(name, inner)
    node = inner
  }
  return node
}

function linesOf({ name, parent, definition, related, owner, kept = {} }: WrittenTerm, fullName: (name: string) => string): string[] {
  const { nodes: _, inherits: told, ...others } = kept
  const lines = [`name: ${asText(name)}`, `description: ${asText(definition ?? '')}`]
  if (owner !== null) lines.push(`owners: {users: [], groups: [${asText(owner)}]}`)
  if (related.length > 0) lines.push('related_terms:', ...related.map((other) => `  - ${asText(fullName(other))}`))
  const inherits = [...new Set([...(Array.isArray(told) ? told : []), ...(parent === null ? [] : [fullName(parent)])])]
  if (inherits.length > 0) lines.push('inherits:', ...inherits.map((other) => `  - ${asText(other)}`))
  return [...lines, ...Object.entries(others).map(([key, value]) => `${/^[A-Za-z_]+$/.test(key) ? key : asText(key)}: ${asText(value)}`)]
}

/** YAML takes these for line ends, JSON does not. */
const asText = (value: JsonValue): string =>
  JSON.stringify(value).replaceAll(/[\u0085\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
