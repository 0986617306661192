import { isJsonObject, type JsonValue } from '#core/json'
import type { FileReceipt, ImportFile, IntakeEntry, IntakeItem } from '../intake.ts'
import { ItemBatch } from '../item-batch.ts'
import { type JsonEntry, type JsonPart, splitJson } from '../json/split.ts'
import { kindOf, ObjectReader } from '../object-reader.ts'
import { Tally } from '../tally.ts'
import { type Fields, put } from './fields.ts'
import type { FileFacts } from './file-facts.ts'
import { GroupReader } from './groups.ts'
import { ENTRY_SECTIONS, pipelineName } from './kinds.ts'
import { unknownMembers } from './kept-keys.ts'
import { knownKeys, SILENT_ROOT_KEYS } from './known-keys.ts'
import { MANIFEST_SECTIONS } from './manifest-sections.ts'
import { type CompiledPrints, NodeReader } from './node.ts'

export type ManifestFacts = Omit<FileFacts, 'defined'> & {
  readonly project: string
  readonly platform: string | null
  /** Filled with prints of the compiled SQL, where results of runs are read too. */
  readonly compiled: CompiledPrints | null
}

const DOC_KEYS = knownKeys('doc')

/**
 * Reads a manifest. Returns its receipt and the unique ids it defines.
 * @throws AppError bad-file
 */
export async function* readManifest(
  file: ImportFile,
  facts: ManifestFacts,
): AsyncGenerator<readonly IntakeItem[], { readonly receipt: FileReceipt; readonly names: ReadonlySet<string> }> {
  const reader = new ManifestReader(facts)
  for await (const parts of splitJson(file, MANIFEST_SECTIONS)) {
    for (const part of parts) {
      reader.take(part)
      if (reader.batch.isFull) yield reader.batch.take()
    }
  }
  reader.finish()
  if (!reader.batch.isEmpty) yield reader.batch.take()
  return { receipt: reader.receipt(file.name), names: reader.names }
}

class ManifestReader {
  readonly batch = new ItemBatch()
  readonly #facts: ManifestFacts
  readonly #tally = new Tally()
  readonly #nodes: NodeReader
  readonly #groups: GroupReader
  readonly #unreadable = new Set<string>()
  readonly #seen = new Set<string>()

  constructor(facts: ManifestFacts) {
    this.#facts = facts
    const { platform, fileIndex } = facts
    this.#nodes = new NodeReader({ platform, pipeline: pipelineName(facts.project), fileIndex }, this.#tally, facts.compiled)
    this.#groups = new GroupReader(this.#tally, fileIndex)
    const project = projectEntry(facts)
    this.#nodes.claim(project.name)
    this.batch.add(project, 0)
  }

  get names(): ReadonlySet<string> {
    return this.#nodes.names
  }

  take(part: JsonPart): void {
    if (part.kind === 'open') this.#open(part.section, part.shape, part.isDuplicate)
    else if (part.isDuplicate) this.#tally.notUnderstood(pathOf(part), 'stands twice in the file; the first was taken')
    else if (part.section === null) this.#root(part)
    else if (!this.#unreadable.has(part.section)) this.#member(part.section, part)
  }

  finish(): void {
    if (!this.#seen.has('nodes')) this.#tally.notUnderstood('nodes', 'is missing')
    for (const entry of this.#groups.members()) this.#add(entry, 200)
  }

  receipt(name: string): FileReceipt {
    const { version, generatedAtMs } = this.#facts.artifact
    return this.#tally.receipt({ name, artifact: 'manifest', version, generatedAtMs })
  }

  #open(section: string, shape: 'object' | 'list', isDuplicate: boolean): void {
    this.#seen.add(section)
    if (isDuplicate) this.#tally.notUnderstood(section, 'stands twice in the file; the first was taken')
    // Until manifest v3 disabled entries were a list.
    if (shape === 'object' || section === 'disabled' || SILENT_ROOT_KEYS.has(section)) return
    this.#unreadable.add(section)
    this.#tally.notUnderstood(section, 'is a list, not an object; nothing of it was taken')
  }

  #root({ key, value }: JsonEntry): void {
    if (SILENT_ROOT_KEYS.has(key)) return
    if (!MANIFEST_SECTIONS.has(key)) {
      this.#tally.notUnderstood(key, 'is not known; it stays in the original file')
      return
    }
    this.#seen.add(key)
    if (value !== null) this.#tally.notUnderstood(key, `is ${kindOf(value)}, not an object; nothing of it was taken`)
  }

  #member(section: string, { key, value, sizeBytes }: JsonEntry): void {
    if (ENTRY_SECTIONS.has(section)) {
      const entry = this.#nodes.read(section, key, value)
      if (entry === null) return
      this.#groups.notice(entry)
      this.#add(entry, sizeBytes)
    } else if (section === 'docs') {
      this.#add(this.#doc(key, value), sizeBytes)
    } else if (section === 'groups') {
      this.#add(this.#groups.read(key, value), sizeBytes)
    } else if (section === 'macros') {
      this.#leave('macro', `macros/${key}`, 'stays in the original file; macros are code, not catalog entries')
    } else if (section === 'selectors') {
      this.#leave('selector', `selectors/${key}`, 'stays in the original file; selectors say what to run, not what exists')
    } else if (section === 'disabled') {
      this.#disabled(key, value)
    }
  }

  #add(entry: IntakeEntry | null, sizeBytes: number): void {
    if (entry !== null) this.batch.add(entry, sizeBytes)
  }

  /** Leaves what is no catalog entry. */
  #leave(kind: string, path: string, reason: string): void {
    this.#tally.found(kind)
    this.#tally.leftByDesign(kind, path, reason)
  }

  /** One disabled entry in a list, or all disabled entries of one name. */
  #disabled(key: string, value: JsonValue): void {
    const entries = Array.isArray(value) ? (value as readonly JsonValue[]) : [value]
    for (const entry of entries) {
      const id = isJsonObject(entry) ? entry['unique_id'] : undefined
      this.#leave('disabled', `disabled/${typeof id === 'string' ? id : key}`, 'disabled in dbt')
    }
  }

  #doc(key: string, value: JsonValue): IntakeEntry | null {
    const path = `docs/${key}`
    this.#tally.found('doc')
    // Before manifest v8 the unique ids of docs blocks had no type in front.
    const name = key.startsWith('doc.') ? key : `doc.${key}`
    if (name.startsWith('doc.dbt.')) {
      this.#tally.leftByDesign('doc', path, 'dbt’s own documentation')
      return null
    }
    if (!isJsonObject(value)) return this.#leaveDoc(path, `the block is ${kindOf(value)}, not an object`)
    if (!this.#nodes.claim(name)) return this.#leaveDoc(path, `“${name}” is told twice; the first was taken`)
    const doc = new ObjectReader(value, path, this.#tally)
    const fields: Fields = { resourceType: 'doc', name: doc.text('name') ?? key }
    put(fields, 'description', doc.text('block_contents'))
    put(fields, 'package', doc.text('package_name'))
    put(fields, 'path', doc.text('original_file_path') ?? doc.text('path'))
    this.#tally.took('doc')
    const extras = Object.fromEntries(unknownMembers(value, DOC_KEYS))
    return { ...manifestEntry(name, 'doc', fields, path), receiptKind: 'doc', fileIndex: this.#facts.fileIndex, extras }
  }

  #leaveDoc(path: string, reason: string): null {
    this.#tally.left('doc', path, reason)
    return null
  }
}

const pathOf = ({ section, key }: JsonEntry): string => (section === null ? key : `${section}/${key}`)

/** The project itself: the pipeline that builds its models. */
function projectEntry({ project, platform, artifact, fileIndex }: ManifestFacts): IntakeEntry {
  const definition: Fields = {}
  put(definition, 'dbt_version', artifact.dbtVersion)
  put(definition, 'adapter_type', platform)
  const fields: Fields = { name: project, resourceType: 'project', package: project }
  if (Object.keys(definition).length > 0) fields['definition'] = definition
  return {
    ...manifestEntry(pipelineName(project), 'pipeline', fields, 'metadata'),
    receiptKind: null,
    fileIndex,
    extras: artifact.otherMetadata,
  }
}

function manifestEntry(
  name: string,
  assetKind: 'doc' | 'pipeline',
  fields: Fields,
  position: string,
): Omit<IntakeEntry, 'receiptKind' | 'fileIndex'> {
  return {
    kind: 'entry',
    name,
    assetKind,
    part: 'manifest',
    fields,
    columns: null,
    upstream: null,
    check: null,
    sql: null,
    extras: {},
    carriesValues: [],
    position,
  }
}
