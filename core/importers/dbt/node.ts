import type { AssetKind } from '#core/assets/kinds'
import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import type { IntakeCheck, IntakeEntry } from '../intake.ts'
import { kindOf, ObjectReader, quoted, textOfValue } from '../object-reader.ts'
import type { Tally } from '../tally.ts'
import { readTest, readUnitTest } from './checks.ts'
import { leaveColumns, readColumns, readDocumentedColumn } from './columns.ts'
import { modelFields, type ProjectFacts, sourceFields } from './datasets.ts'
import { commonFields, type Fields, sqlOf } from './fields.ts'
import { extrasOf } from './kept-keys.ts'
import { assetKindOf, ENTRY_SECTIONS, typeInId } from './kinds.ts'
import { otherFields, valuePathsOf } from './others.ts'
import { textPrint } from './text-print.ts'

/** Prints of the compiled SQL of things, by unique id: results of runs say it once more. */
export type CompiledPrints = Map<string, number>

/** Reads members of the manifest's entry sections and keeps their receipt. */
export class NodeReader {
  /** Unique ids taken. */
  readonly names = new Set<string>()
  readonly #project: ProjectFacts
  readonly #tally: Tally
  readonly #compiled: CompiledPrints | null

  constructor(project: ProjectFacts, tally: Tally, compiled: CompiledPrints | null) {
    this.#project = project
    this.#tally = tally
    this.#compiled = compiled
  }

  /** Takes a name for an entry of another section; false where it is taken. */
  claim(name: string): boolean {
    if (this.names.has(name)) return false
    this.names.add(name)
    return true
  }

  /** One member of `nodes`, `sources`, …; null where it is left, with the reason in the receipt. */
  read(section: string, key: string, value: JsonValue): IntakeEntry | null {
    const path = `${section}/${key}`
    const resourceType = resourceTypeOf(section, key, value)
    this.#tally.found(resourceType)
    const reason = this.#whyLeft(value, resourceType)
    if (reason !== null || !isJsonObject(value)) {
      this.#leave(value, path, resourceType, reason ?? '')
      return null
    }
    const entry = new ObjectReader(value, path, this.#tally)
    const uniqueId = value['unique_id'] as string
    if (uniqueId !== key) entry.notUnderstood('unique_id', `differs from the name it stands under, “${key}”; the unique_id was taken`)
    this.names.add(uniqueId)
    this.#tally.took(resourceType)
    return this.#entry(entry, uniqueId, resourceType, assetKindOf(resourceType) ?? 'dataset')
  }

  #whyLeft(value: JsonValue, resourceType: string): string | null {
    if (!isJsonObject(value)) return `the entry is ${kindOf(value)}, not an object`
    const uniqueId = value['unique_id']
    if (typeof uniqueId !== 'string' || uniqueId.trim() === '') return 'the entry has no unique_id'
    if (this.names.has(uniqueId)) return `“${uniqueId}” is told twice; the first was taken`
    return assetKindOf(resourceType) === undefined ? `“${resourceType}” is a resource type this version does not know` : null
  }

  #leave(value: JsonValue, path: string, resourceType: string, reason: string): void {
    this.#tally.left(resourceType, path, reason)
    if (!isJsonObject(value)) return
    leaveColumns(value, path, this.#tally, 'its entry was left')
    const dependsOn = value['depends_on']
    const nodes = isJsonObject(dependsOn) ? dependsOn['nodes'] : undefined
    if (!Array.isArray(nodes)) return
    for (const id of new Set((nodes as JsonValue[]).map((node) => textOfValue(node)))) {
      this.#tally.found('edge')
      this.#tally.left('edge', `${path}/depends_on/nodes/${id}`, 'its entry was left')
    }
  }

  #entry(entry: ObjectReader, name: string, resourceType: string, assetKind: AssetKind): IntakeEntry {
    const config = entry.inner('config')
    const upstream = this.#upstream(entry)
    const checked = assetKind === 'check' ? readCheck(entry, config, resourceType, upstream ?? []) : null
    const fields = this.#fields(entry, config, resourceType, assetKind)
    const columns = readColumns(entry, this.#tally, readDocumentedColumn)
    const sql = sqlOf(entry)
    if (sql !== null && sql.compiled !== null) this.#compiled?.set(name, textPrint(sql.compiled))
    return {
      kind: 'entry',
      name,
      assetKind,
      receiptKind: resourceType,
      fileIndex: this.#project.fileIndex,
      part: 'manifest',
      fields,
      columns: assetKind === 'dataset' || (columns !== null && columns.length > 0) ? columns : null,
      upstream,
      check: checked?.check ?? null,
      sql,
      extras: extrasOf(entry.value, config.value, resourceType),
      carriesValues: checked?.carriesValues ?? valuePathsOf(fields),
      position: entry.path,
    }
  }

  #fields(entry: ObjectReader, config: ObjectReader, resourceType: string, assetKind: AssetKind): Fields {
    if (resourceType === 'source') return sourceFields(entry, config, this.#project)
    if (assetKind === 'dataset') return modelFields(entry, config, resourceType, this.#project)
    if (assetKind === 'check') return commonFields(entry, config, resourceType)
    return otherFields(entry, config, resourceType)
  }

  /** depends_on.nodes as they stand, without repetitions; null where the entry says nothing of what it depends on. */
  #upstream(entry: ObjectReader): readonly string[] | null {
    const dependsOn = entry.object('depends_on')
    if (dependsOn === null) return null
    const nodes = entry.inner('depends_on').list('nodes')
    if (nodes === null || nodes.length === 0) return []
    const found = new Set<string>()
    const odd = new Set<string>()
    for (const node of nodes) {
      if (typeof node === 'string' && node !== '') found.add(node)
      else odd.add(quoted(node))
    }
    this.#tally.found('edge', found.size + odd.size)
    this.#tally.took('edge', found.size)
    for (const text of odd) this.#tally.left('edge', `${entry.path}/depends_on/nodes`, `${text} is no unique id`)
    return [...found]
  }
}

function readCheck(
  entry: ObjectReader,
  config: ObjectReader,
  resourceType: string,
  upstream: readonly string[],
): { readonly check: IntakeCheck; readonly carriesValues: readonly string[] } {
  return resourceType === 'unit_test' ? readUnitTest(entry, upstream) : readTest(entry, config, upstream)
}

/** What an entry says it is; where it does not, what its section or its name says. */
function resourceTypeOf(section: string, key: string, value: JsonValue): string {
  const said = isJsonObject(value) ? (value as JsonObject)['resource_type'] : undefined
  if (typeof said === 'string' && said !== '') return said
  const usual = ENTRY_SECTIONS.get(section) ?? 'node'
  return usual === 'node' ? typeInId(key) || 'node' : usual
}
