import type { AppError } from '#core/errors'
import { isJsonObject, type JsonObject, type JsonValue } from '#core/json'
import { badFile, locate } from '../bad-file.ts'
import { parseInstant } from '../instant.ts'
import type { ImportFile } from '../intake.ts'
import { type JsonPart, splitJson } from '../json/split.ts'
import { unknownMembers } from './kept-keys.ts'
import { KNOWN_METADATA_KEYS } from './known-keys.ts'
import { MANIFEST_SECTIONS } from './manifest-sections.ts'
import { RootPackageFinder } from './project.ts'
import { artifactOfShape, looksLike, type MemberShape } from './shape.ts'

export type ArtifactKind = 'manifest' | 'catalog' | 'sources' | 'run_results'

/** What a look at a file says about it. */
export type Artifact = {
  readonly kind: ArtifactKind
  /** As the file states it: `v12`. */
  readonly version: string | null
  readonly generatedAtMs: number | null
  readonly dbtVersion: string | null
  readonly adapterType: string | null
  /** Members of the metadata that dbt is not known to write. */
  readonly otherMetadata: JsonObject
  readonly invocationId: string | null
  readonly startedAtMs: number | null
  /** Of a manifest: its project. Of others: null. */
  readonly project: string | null
  /** Of run results: the command they come from. */
  readonly command: string | null
  readonly remarks: readonly string[]
}

/** Versions this importer knows the shape of. 20 is dbt 2's own manifest. */
const KNOWN_VERSIONS: Readonly<Record<ArtifactKind, readonly number[]>> = {
  manifest: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20],
  catalog: [1],
  sources: [0, 1, 2, 3],
  run_results: [1, 2, 3, 4, 5, 6],
}
const KIND_BY_SCHEMA: ReadonlyMap<string, ArtifactKind> = new Map([
  ['manifest', 'manifest'],
  ['catalog', 'catalog'],
  ['sources', 'sources'],
  ['freshness', 'sources'],
  ['run-results', 'run_results'],
  ['run_results', 'run_results'],
])
const SCHEMA = /(?:^|\/)([a-z_-]+)\/v(\d+)(?:\.json)?\/?$/i
const LOOK_SECTIONS: ReadonlySet<string> = new Set([...MANIFEST_SECTIONS, 'results'])

/**
 * Looks at a file as far as needed to say which dbt artifact it is: dbt writes `metadata` first, so that is its first
 * bytes; run results are read to their end, where the command stands, and old manifests until their project is found.
 * @throws AppError bad-file, problem wrong-artifact where it is none
 */
export function lookAt(file: ImportFile): Promise<Artifact> {
  let looked = LOOKED_AT.get(file)
  if (looked === undefined) {
    looked = lookAfresh(file)
    LOOKED_AT.set(file, looked)
  }
  return looked
}

/** A file is looked at before it is read and again when it is: its bytes are the same both times. */
const LOOKED_AT = new WeakMap<ImportFile, Promise<Artifact>>()

async function lookAfresh(file: ImportFile): Promise<Artifact> {
  const look = new Look(file)
  for await (const parts of splitJson(file, LOOK_SECTIONS)) {
    for (const part of parts) look.notice(part)
    if (look.isEnough) break
  }
  return look.artifact()
}

class Look {
  readonly #file: ImportFile
  readonly #shapes = new Map<string, MemberShape>()
  readonly #samples = new Map<string, JsonValue>()
  readonly #packages = new RootPackageFinder()
  #metadata: JsonObject = {}
  #args: JsonObject = {}
  /** Null in `kind`: an artifact of dbt that is none of these. `position`: of the metadata that state it. */
  #stated: { readonly name: string; readonly kind: ArtifactKind | null; readonly version: number; readonly position: number } | null = null

  constructor(file: ImportFile) {
    this.#file = file
  }

  notice(part: JsonPart): void {
    if (part.kind === 'open') {
      this.#shapes.set(part.section, part.shape)
      return
    }
    if (part.section !== null) {
      if (!this.#samples.has(part.section)) this.#samples.set(part.section, part.value)
      this.#packages.notice(part.section, part.value)
      return
    }
    this.#shapes.set(part.key, isJsonObject(part.value) ? 'object' : Array.isArray(part.value) ? 'list' : 'value')
    if (part.key === 'args' && isJsonObject(part.value)) this.#args = part.value
    if (part.key === 'metadata' && isJsonObject(part.value)) this.#readMetadata(part.value, part.position)
  }

  get isEnough(): boolean {
    if (this.#stated === null || this.#stated.kind === 'run_results') return false
    return this.#stated.kind !== 'manifest' || this.#namedProject() !== null
  }

  async artifact(): Promise<Artifact> {
    const kind = this.#stated === null ? artifactOfShape(this.#shapes, this.#samples, this.#file.name) : this.#stated.kind
    if (kind === null) throw await this.#wrongArtifact()
    const remarks: string[] = []
    const version = this.#stated?.version ?? null
    this.#remarkOnVersion(kind, version, remarks)
    const command = kind === 'run_results' ? (textOf(this.#args['which']) ?? textOf(this.#args['rpc_method'])) : null
    return {
      kind,
      version: version === null ? null : `v${version}`,
      generatedAtMs: this.#instant('generated_at'),
      dbtVersion: textOf(this.#metadata['dbt_version']),
      adapterType: textOf(this.#metadata['adapter_type']),
      otherMetadata: Object.fromEntries(unknownMembers(this.#metadata, KNOWN_METADATA_KEYS)),
      invocationId: textOf(this.#metadata['invocation_id']),
      startedAtMs: this.#instant('invocation_started_at'),
      project: kind === 'manifest' ? (this.#namedProject() ?? this.#guessedProject(remarks)) : null,
      command,
      remarks,
    }
  }

  /** Names the place that says which file it is: the metadata, else where the root begins. */
  async #wrongArtifact(): Promise<AppError> {
    const what =
      this.#stated === null
        ? `is no dbt artifact: it looks like ${looksLike(this.#shapes)}`
        : `is a dbt “${this.#stated.name}” file, not a manifest, catalog, sources or run results`
    const { place } = await locate(this.#file, this.#stated?.position ?? 0)
    return badFile(this.#file.name, 'wrong-artifact', what, place)
  }

  #readMetadata(metadata: JsonObject, position: number): void {
    // Early dbt 2 wrote the common part one level deeper.
    const base = metadata['__base__']
    this.#metadata = isJsonObject(base) ? { ...base, ...metadata } : metadata
    const schema = this.#metadata['dbt_schema_version']
    const match = typeof schema === 'string' ? SCHEMA.exec(schema) : null
    if (match === null) return
    const name = (match[1] ?? '').toLowerCase()
    this.#stated = { name, kind: KIND_BY_SCHEMA.get(name) ?? null, version: Number(match[2]), position }
  }

  #namedProject(): string | null {
    return textOf(this.#metadata['project_name']) ?? this.#packages.certain(textOf(this.#metadata['project_id']))
  }

  #guessedProject(remarks: string[]): string | null {
    const likely = this.#packages.likely()
    if (likely !== null)
      remarks.push(`“${this.#file.name}” does not name its project; “${likely}” was taken because most of its entries belong to it.`)
    return likely
  }

  #remarkOnVersion(kind: ArtifactKind, version: number | null, remarks: string[]): void {
    const known = KNOWN_VERSIONS[kind]
    if (version === null) {
      remarks.push(`“${this.#file.name}” does not say its schema version; it was recognised by its shape and read as the newest known.`)
    } else if (!known.includes(version)) {
      const nearest = known.reduce((best, candidate) => (Math.abs(candidate - version) < Math.abs(best - version) ? candidate : best))
      remarks.push(
        `“${this.#file.name}” states schema version ${version}, which is not known; it was read as version ${nearest}, the nearest.`,
      )
    }
  }

  #instant(key: string): number | null {
    const text = textOf(this.#metadata[key])
    return text === null ? null : parseInstant(text)
  }
}

const textOf = (value: JsonValue | undefined): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null)
