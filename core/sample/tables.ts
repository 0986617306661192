import type { SampleColumn, SampleDefinition, SampleModel, SampleSource } from './definition.ts'

/** A table of the sample's warehouse as it is in one month of its story. */
export type SampleTable = {
  readonly name: string
  readonly layer: 'raw' | 'stg' | 'int' | 'fct' | 'dim' | 'mrt'
  readonly uniqueId: string
  readonly schema: string
  /** File of the model below `models/`; of a source, of its description. */
  readonly path: string
  readonly domain: string
  readonly description: string
  /** dbt's unique ids. */
  readonly upstream: readonly string[]
  readonly key: string
  readonly columns: readonly SampleColumn[]
  readonly rows: number
  readonly source: SampleSource | null
  readonly model: SampleModel | null
}

const SCHEMAS = { stg: 'staging', int: 'intermediate', dim: 'core', fct: 'core', mrt: 'marts' } as const

type SampleSpan = { readonly since?: number | undefined; readonly until?: number | undefined }

export const isThereIn = (month: number, { since = 1, until = Number.POSITIVE_INFINITY }: SampleSpan): boolean =>
  since <= month && month < until

/** Staging and what stands between are views; the rest is stored. */
export const isView = ({ layer }: SampleTable): boolean => layer === 'stg' || layer === 'int'

/** Bytes of a row, by the width of its columns. */
const BYTES_A_COLUMN = 11

export const bytesOf = ({ rows, columns }: SampleTable): number => rows * columns.length * BYTES_A_COLUMN

/** What exists in a month (1 is the first), every table after those it reads. @throws Error naming what the definition gets wrong */
export function tablesIn(definition: SampleDefinition, month: number): SampleTable[] {
  const isThere = (thing: SampleSpan): boolean => isThereIn(month, thing)
  const known = new Map<string, SampleTable>()
  const grown = (rows: number): number => Math.round(rows * (0.55 + (0.45 * month) / definition.months))

  const add = (table: SampleTable): SampleTable => {
    if (known.has(table.name)) throw new Error(`the sample has two tables called ${table.name}`)
    if (!table.columns.some((column) => column.name === table.key)) throw new Error(`${table.name} has no column ${table.key}, its key`)
    known.set(table.name, table)
    return table
  }

  for (const source of definition.sources.filter(isThere)) {
    const columns = source.columns.filter(isThere)
    const { name, system, domain, key } = source
    const common = { domain, key, columns, rows: grown(source.rows) }
    const raw = add({
      ...common,
      name,
      layer: 'raw',
      uniqueId: `source.${definition.project}.${system}.${name}`,
      schema: `raw_${system}`,
      path: `staging/${system}/sources.yml`,
      description: source.description,
      upstream: [],
      source,
      model: null,
    })
    add({
      ...common,
      name: `stg_${name}`,
      layer: 'stg',
      uniqueId: `model.${definition.project}.stg_${name}`,
      schema: SCHEMAS.stg,
      path: `staging/${system}/stg_${name}.sql`,
      description: `The ${name.replaceAll('_', ' ')} of ${system}, with types and names as everywhere else and nothing left out.`,
      upstream: [raw.uniqueId],
      source: null,
      model: null,
    })
  }

  let waiting = definition.models.filter(isThere)
  while (waiting.length > 0) {
    const ready = waiting.filter(({ upstream }) => upstream.every((name) => known.has(name)))
    if (ready.length === 0)
      throw new Error(`nothing the sample has in month ${month} makes ${waiting.map(({ name }) => name).join(', ')} possible`)
    for (const model of ready) add(toTable(model))
    waiting = waiting.filter((model) => !ready.includes(model))
  }
  return [...known.values()]

  function toTable(model: SampleModel): SampleTable {
    const layer = model.name.slice(0, 3) as 'int' | 'fct' | 'dim' | 'mrt'
    const from = model.upstream.map((name) => known.get(name)).filter((table) => table !== undefined)
    const inherited = (name: string): SampleColumn => {
      const column = from.flatMap((table) => table.columns).find((candidate) => candidate.name === name)
      if (column === undefined) throw new Error(`${model.name}: nothing upstream has a column ${name} in month ${month}`)
      // A check on values stands where the model itself declares it.
      const { values: _values, ...plain } = column
      return plain
    }
    return {
      name: model.name,
      layer,
      uniqueId: `model.${definition.project}.${model.name}`,
      schema: SCHEMAS[layer],
      path: `${SCHEMAS[layer]}/${model.domain.toLowerCase()}/${model.name}.sql`,
      domain: model.domain,
      description: model.description ?? '',
      upstream: from.map((table) => table.uniqueId),
      key: model.key,
      columns: model.columns.map((column) => (typeof column === 'string' ? inherited(column) : column)).filter(isThere),
      rows: grown(model.rows),
      source: null,
      model,
    }
  }
}

/** A test of the sample's project, by dbt's four generic ones. */
export type SampleCheck = {
  readonly uniqueId: string
  readonly name: string
  readonly type: 'unique' | 'not_null' | 'accepted_values' | 'relationships'
  readonly table: SampleTable
  readonly column: string
  readonly values: readonly string[] | null
  readonly refersTo: SampleTable | null
}

/** Every key is tested, every list of values, and every reference of facts and marts to a dimension. */
export function checksOf(project: string, tables: readonly SampleTable[]): SampleCheck[] {
  const dimensions = new Map(
    tables
      .filter(({ layer }) => layer === 'dim')
      .map((table) => [table.key, table] as const)
      .reverse(),
  )
  const checks: SampleCheck[] = []
  for (const table of tables) {
    if (table.layer === 'raw') continue
    const add = (type: SampleCheck['type'], column: string, more: Partial<Pick<SampleCheck, 'values' | 'refersTo'>> = {}): void => {
      const name = `${type}_${table.name}_${column}`
      checks.push({ uniqueId: `test.${project}.${name}`, name, type, table, column, values: null, refersTo: null, ...more })
    }
    add('unique', table.key)
    add('not_null', table.key)
    for (const { name, values } of table.columns) {
      if (values !== undefined) add('accepted_values', name, { values })
      const dimension = dimensions.get(name)
      if (dimension !== undefined && (table.layer === 'fct' || table.layer === 'mrt') && name !== table.key) {
        add('relationships', name, { refersTo: dimension })
      }
    }
  }
  return checks
}
