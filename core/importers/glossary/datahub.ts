import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import { joinName, lastName } from '#core/terms/full-names'
import { badFile } from '../bad-file.ts'
import type { ImportFile, IntakeEntry } from '../intake.ts'
import { quoted } from '../object-reader.ts'
import { readText } from '../table/text.ts'
import type { Tally } from '../tally.ts'
import { type Reading, toTermEntry } from './entry.ts'

/** Glossaries are written by people; a larger file is none. */
const MOST_CHARACTERS = 32 * 1024 * 1024
/** A few names that stand for much more must not fill the memory. */
const MOST_ALIASES = 100
const MOST_DEPTH = 50

/** Whether a text begins like a glossary of DataHub: YAML with one of its own keys at the start of a line. */
export const isDataHubGlossary = (start: string): boolean =>
  !/^\s*[[{]/.test(start) && /^(?:version|source|nodes|terms|owners|url):/m.test(start) && /^(?:nodes|terms|version):/m.test(start)

/** The whole file, parsed. @throws AppError bad-file, naming line and column, where it is no such YAML */
export async function readDataHub(file: ImportFile): Promise<JsonObject> {
  const pieces: string[] = []
  let length = 0
  for await (const piece of readText(file)) {
    length += piece.length
    if (length > MOST_CHARACTERS) throw badFile(file.name, 'too-large', 'is larger than any glossary')
    pieces.push(piece)
  }
  const { LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(pieces.join(''), { lineCounter: lines, schema: 'core' })
  const fault = document.errors[0]
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0])
    const what = fault.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? ''
    throw badFile(file.name, 'bad-yaml', `is not YAML that can be read: ${what}`, { position: fault.pos[0], line, column: col })
  }
  let content: unknown
  try {
    content = document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch {
    throw badFile(file.name, 'bad-yaml', 'repeats itself by reference more than a glossary does')
  }
  const value = JSON.parse(JSON.stringify(content ?? null)) as JsonValue
  if (!isJsonObject(value)) throw badFile(file.name, 'not-an-object', 'is no glossary: it should have “nodes” or “terms”')
  return value
}

/** Keys of a term that have a field here. */
const TERM_KEYS: ReadonlySet<string> = new Set(['name', 'description', 'related_terms', 'owners'])
const NODE_KEYS: ReadonlySet<string> = new Set(['name', 'description', 'owners', 'nodes', 'terms', 'id', 'knowledge_links'])

/** Every term of a glossary, those inside nodes under the nodes' names. */
export function* readDataHubTerms(content: JsonObject, reading: Reading): Generator<IntakeEntry> {
  yield* readNode({ content, above: [], path: '' }, reading)
}

type Node = { readonly content: JsonObject; readonly above: readonly string[]; readonly path: string }

function* readNode({ content, above, path }: Node, reading: Reading): Generator<IntakeEntry> {
  const { tally } = reading
  for (const [index, term] of listIn(content, 'terms', path, tally).entries())
    yield* readTerm(term, above, `${path}terms[${index}]`, reading)
  for (const [index, node] of listIn(content, 'nodes', path, tally).entries()) {
    const at = `${path}nodes[${index}]`
    if (!isJsonObject(node) || typeof node['name'] !== 'string' || above.length >= MOST_DEPTH) {
      tally.notUnderstood(at, above.length >= MOST_DEPTH ? 'nodes stand too deep in each other' : 'a node without a name')
      continue
    }
    for (const key of Object.keys(node)) if (!NODE_KEYS.has(key)) tally.notUnderstood(`${at}/${key}`, 'not a key of a node')
    yield* readNode({ content: node, above: [...above, node['name']], path: `${at}/` }, reading)
  }
}

function listIn(content: JsonObject, key: string, path: string, tally: Tally): readonly JsonValue[] {
  const value = content[key]
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  tally.notUnderstood(`${path}${key}`, `${quoted(value)} is no list`)
  return []
}

function* readTerm(term: JsonValue, above: readonly string[], at: string, { seen, tally, fileIndex }: Reading): Generator<IntakeEntry> {
  tally.found('term')
  const content = isJsonObject(term) ? term : {}
  const name = typeof content['name'] === 'string' ? content['name'].trim() : ''
  const key = joinName([...above, name])
  const reason = name === '' ? 'a term without a name' : seen.has(key) ? `“${key}” is told twice; the first was taken` : null
  if (reason !== null) {
    tally.left('term', at, reason)
    return
  }
  seen.add(key)
  tally.took('term')
  const description = content['description']
  const related = content['related_terms'] ?? []
  if (!Array.isArray(related)) tally.notUnderstood(`${at}/related_terms`, `${quoted(related)} is no list`)
  const names = Array.isArray(related) ? related.filter((item): item is string => typeof item === 'string').map(lastName) : []
  yield toTermEntry(
    {
      name,
      parent: null,
      definition: typeof description === 'string' && description.trim() !== '' ? description : null,
      synonyms: [],
      related: [...new Set(names)],
      owner: readOwner(content['owners'], at, tally),
      status: null,
    },
    { name: key, position: at, extras: extrasOf(content, above), fileIndex },
  )
}

/** `{users: […], groups: […]}` or a list of such; a group owns before a person does. */
function readOwner(owners: JsonValue | undefined, at: string, tally: Tally): string | null {
  const all = (Array.isArray(owners) ? owners : [owners]).filter((one): one is JsonObject => one !== undefined && isJsonObject(one))
  const named = ['groups', 'users'].flatMap((kind) => all.flatMap((one) => (Array.isArray(one[kind]) ? one[kind] : [])))
  const names = named.filter((one): one is string => typeof one === 'string').map((one) => one.replace(/^urn:li:corp(?:Group|user):/i, ''))
  if (names.length > 1) tally.notUnderstood(`${at}/owners`, `names ${names.length} owners; the first was taken`)
  return names[0] ?? null
}

/** What has no field here: kept as it is, with the nodes the term stands in. */
function extrasOf(content: JsonObject, above: readonly string[]): JsonObject {
  const kept = Object.entries(content).filter(([key]) => !TERM_KEYS.has(key))
  return { ...Object.fromEntries(kept), ...(above.length === 0 ? {} : { nodes: [...above] }) }
}
