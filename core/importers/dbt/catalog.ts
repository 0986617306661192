import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import type { FileReceipt, ImportFile, IntakeColumn, IntakeEntry, IntakeItem } from '../intake.ts'
import { ItemBatch } from '../item-batch.ts'
import { type JsonEntry, splitJson } from '../json/split.ts'
import { kindOf, ObjectReader, quoted } from '../object-reader.ts'
import { Tally } from '../tally.ts'
import type { FileFacts } from './file-facts.ts'
import { leaveColumns, readColumns } from './columns.ts'
import { type Fields, joinRelation, put } from './fields.ts'
import { unknownMembers } from './kept-keys.ts'
import { assetKindOf, packageInId, typeInId } from './kinds.ts'

const CATALOG_SECTIONS: ReadonlySet<string> = new Set(['nodes', 'sources', 'errors'])
const RECEIPT_KINDS: ReadonlyMap<string, string> = new Map([
  ['nodes', 'catalog_node'],
  ['sources', 'catalog_source'],
])
const KNOWN_KEYS: ReadonlySet<string> = new Set(['unique_id', 'metadata', 'columns', 'stats'])
const KNOWN_METADATA: ReadonlySet<string> = new Set(['type', 'database', 'schema', 'name', 'owner', 'comment'])
const KNOWN_COLUMN_KEYS: ReadonlySet<string> = new Set(['name', 'type', 'index', 'comment'])
/** Adapters name the same number differently; letters and digits of the stat's id. */
const ROW_COUNTS: ReadonlySet<string> = new Set(['rowcount', 'numrows', 'rows', 'nrows', 'tablerows'])
const BYTE_COUNTS: ReadonlySet<string> = new Set(['bytes', 'numbytes', 'size', 'sizebytes', 'totalbytes', 'sizeinbytes'])

/**
 * Reads a catalog: what the warehouse itself says of tables and columns.
 * Without a manifest the catalog itself says what exists.
 * @throws AppError bad-file
 */
export async function* readCatalog(
  file: ImportFile,
  { artifact, defined, fileIndex }: FileFacts,
): AsyncGenerator<readonly IntakeItem[], FileReceipt> {
  const reader = new CatalogReader(defined, fileIndex)
  const batch = new ItemBatch()
  for await (const parts of splitJson(file, CATALOG_SECTIONS)) {
    for (const part of parts) {
      const entry = part.kind === 'open' ? reader.open(part.section, part.shape, part.isDuplicate) : reader.member(part)
      if (entry !== null && part.kind === 'entry') batch.add(entry, part.sizeBytes)
      if (batch.isFull) yield batch.take()
    }
  }
  if (!batch.isEmpty) yield batch.take()
  return reader.tally.receipt({ name: file.name, artifact: 'catalog', version: artifact.version, generatedAtMs: artifact.generatedAtMs })
}

class CatalogReader {
  readonly tally = new Tally()
  readonly #defined: ReadonlySet<string> | null
  readonly #fileIndex: number
  readonly #unreadable = new Set<string>()
  readonly #seen = new Set<string>()

  constructor(defined: ReadonlySet<string> | null, fileIndex: number) {
    this.#defined = defined
    this.#fileIndex = fileIndex
  }

  open(section: string, shape: 'object' | 'list', isDuplicate: boolean): null {
    if (isDuplicate) this.tally.notUnderstood(section, 'stands twice in the file; the first was taken')
    if (shape !== (section === 'errors' ? 'list' : 'object')) {
      this.#unreadable.add(section)
      this.tally.notUnderstood(
        section,
        `is ${shape === 'list' ? 'a list, not an object' : 'an object, not a list'}; nothing of it was taken`,
      )
    }
    return null
  }

  member({ section, key, value, isDuplicate }: JsonEntry): IntakeEntry | null {
    if (section === null) {
      this.#root(key, value)
      return null
    }
    const path = `${section}/${key}`
    if (this.#unreadable.has(section)) return null
    if (isDuplicate) this.tally.notUnderstood(path, 'stands twice in the file; the first was taken')
    else if (section === 'errors') this.tally.notUnderstood(path, `dbt could not read from the warehouse: ${JSON.stringify(value)}`)
    else return this.#entry(path, RECEIPT_KINDS.get(section) ?? section, value)
    return null
  }

  #root(key: string, value: JsonValue): void {
    if (key === 'metadata') return
    if (!CATALOG_SECTIONS.has(key)) this.tally.notUnderstood(key, 'is not known; it stays in the original file')
    else if (value !== null) this.tally.notUnderstood(key, `is ${kindOf(value)}; nothing of it was taken`)
  }

  #entry(path: string, receiptKind: string, value: JsonValue): IntakeEntry | null {
    this.tally.found(receiptKind)
    // Its key names it; dbt leaves unique_id null at times.
    const name = path.slice(path.indexOf('/') + 1)
    const reason = this.#whyLeft(name, value)
    if (reason !== null || !isJsonObject(value)) {
      this.tally.left(receiptKind, path, reason ?? '')
      if (isJsonObject(value)) leaveColumns(value, path, this.tally, 'its table was left')
      return null
    }
    const entry = new ObjectReader(value, path, this.tally)
    const said = entry.text('unique_id')
    if (said !== null && said !== name)
      entry.notUnderstood('unique_id', `differs from the name it stands under, “${name}”, which was taken`)
    this.#seen.add(name)
    this.tally.took(receiptKind)
    return { ...NOTHING_ELSE, ...this.#facts(entry, name), name, receiptKind, fileIndex: this.#fileIndex, position: path }
  }

  #whyLeft(name: string, value: JsonValue): string | null {
    if (!isJsonObject(value)) return `the entry is ${kindOf(value)}, not an object`
    if (this.#seen.has(name)) return `“${name}” is told twice; the first was taken`
    if (this.#defined !== null) return this.#defined.has(name) ? null : 'the manifest given with it does not hold this'
    return assetKindOf(typeInId(name)) === 'dataset' ? null : 'its name is not that of a model, seed, snapshot or source'
  }

  #facts(entry: ObjectReader, name: string): Pick<IntakeEntry, 'assetKind' | 'fields' | 'columns' | 'extras'> {
    const metadata = entry.inner('metadata')
    const fields: Fields = this.#defined === null ? namingFields(metadata, name) : {}
    put(fields, 'materialization', metadata.text('type'))
    put(fields, 'warehouseOwner', metadata.text('owner'))
    put(fields, 'warehouseComment', metadata.text('comment'))
    const stats = readStats(entry.inner('stats'), fields)
    const extras = unknownMembers(entry.value, KNOWN_KEYS)
    const ofMetadata = unknownMembers(metadata.value, KNOWN_METADATA)
    if (ofMetadata.length > 0) extras.push(['metadata', Object.fromEntries(ofMetadata)])
    if (stats !== null) extras.push(['stats', stats])
    return {
      assetKind: this.#defined === null ? 'dataset' : null,
      fields,
      columns: readColumns(entry, this.tally, readWarehouseColumn),
      extras: Object.fromEntries(extras),
    }
  }
}

/** Without a manifest the catalog is all there is to name and place a table. */
function namingFields(metadata: ObjectReader, uniqueId: string): Fields {
  const [resourceType = '', , ...rest] = uniqueId.split('.')
  const fields: Fields = { resourceType }
  const isSource = resourceType === 'source' && rest.length > 1
  put(fields, 'name', (isSource ? rest.slice(1) : rest).join('.') || uniqueId)
  put(fields, 'sourceSystem', isSource ? (rest[0] ?? null) : null)
  put(fields, 'package', packageInId(uniqueId))
  const database = metadata.text('database')
  const schema = metadata.text('schema')
  put(fields, 'database', database)
  put(fields, 'schema', schema)
  put(fields, 'relation', joinRelation(database, schema, metadata.text('name')))
  return fields
}

function readWarehouseColumn(column: ObjectReader, name: string): IntakeColumn {
  const fields: Fields = { warehouseName: name }
  put(fields, 'dataType', column.text('type'))
  put(fields, 'ordinal', column.number('index'))
  put(fields, 'warehouseComment', column.text('comment'))
  const extras = unknownMembers(column.value, KNOWN_COLUMN_KEYS)
  return extras.length === 0 ? { name, fields } : { name, fields, extras: Object.fromEntries(extras) }
}

/** Row count and size become fields; the adapter's other statistics are returned by their id. */
function readStats(stats: ObjectReader, fields: Fields): JsonObject | null {
  const others: [string, JsonValue][] = []
  for (const id of Object.keys(stats.value)) {
    const stat = stats.value[id]
    if (!isJsonObject(stat)) {
      stats.notUnderstood(id, `is ${kindOf(stat ?? null)}, not an object`)
      continue
    }
    const value = stat['value'] ?? null
    // dbt marks what its adapter does not know by include: false; has_stats only says whether there are others.
    if (value === null || stat['include'] === false || id === 'has_stats') continue
    const plain = id.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
    const field = ROW_COUNTS.has(plain) ? 'rowCount' : BYTE_COUNTS.has(plain) ? 'sizeBytes' : null
    if (field === null) others.push([id, value])
    else putCount(stats, id, value, fields, field)
  }
  return others.length === 0 ? null : Object.fromEntries(others)
}

function putCount(stats: ObjectReader, id: string, value: JsonValue, fields: Fields, field: string): void {
  const count = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value
  if (typeof count === 'number' && Number.isFinite(count) && count >= 0) fields[field] ??= count
  else stats.notUnderstood(`${id}/value`, `${quoted(value)} is no number of zero or more`)
}

const NOTHING_ELSE = { kind: 'entry', part: 'catalog', upstream: null, check: null, sql: null, carriesValues: [] } as const
