import type { JsonObject, JsonValue } from '#core/json'
import type { Coverage, FileReceipt, IntakeColumn, IntakeEntry, NotUnderstood } from '../intake.ts'
import { quoted, textOfValue } from '../object-reader.ts'
import type { TableRow } from '../table/rows.ts'
import { Tally } from '../tally.ts'
import type { Headers, Meaning } from './headers.ts'

/** Schemas that hold the warehouse's own tables. */
const SYSTEM_SCHEMAS: ReadonlySet<string> = new Set([
  'information_schema',
  'pg_catalog',
  'pg_toast',
  'sys',
  'mysql',
  'performance_schema',
  'system',
])

type Table = {
  readonly name: string
  readonly fields: Record<string, JsonValue>
  readonly columns: Map<string, { readonly column: IntakeColumn; readonly ordinal: number }>
  readonly fileIndex: number
  readonly position: string
  sizeBytes: number
}
type NamesCovered = Extract<Coverage, { readonly names: unknown }>['names']
/** told: the catalog is a database. repeated: it says the schema once more, and no database. */
export type Catalogs = 'told' | 'repeated'
type Place = { readonly database: string | null; readonly schema: string | null; readonly table: string }

/** Gathers rows into tables and keeps the receipt: kinds `table` and `column`. */
export class SchemaReader {
  readonly #platform: string | null
  readonly #tables = new Map<string, Table>()
  readonly #prefixes = new Set<string>()
  readonly #databases = new Set<string>()
  readonly #platforms = new Set<string>()
  #leftTables = new Set<string>()
  #fileIndex = 0
  #tally = new Tally()

  constructor(options: JsonObject) {
    const platform = options['platform']
    this.#platform = typeof platform === 'string' && platform !== '' ? platform : null
  }

  take(row: TableRow, headers: Headers, catalogs: Catalogs): void {
    this.#tally.found('column')
    const cell = (meaning: Meaning): string | null => cellOf(row, headers, meaning)
    const table = cell('table')
    const column = cell('column')
    if (row.fault !== null || table === null || column === null) {
      this.#tally.left('column', row.position, row.fault ?? `the row names no ${table === null ? 'table' : 'column'}`)
      return
    }
    const place: Place = { database: catalogs === 'told' ? databaseOf(cell('database')) : null, schema: cell('schema'), table }
    if (place.schema !== null && SYSTEM_SCHEMAS.has(place.schema.toLowerCase())) {
      this.#leaveSystem(row, place)
      return
    }
    this.#add(this.#table(place, row, cell), row, headers, column)
  }

  leftColumns(columns: readonly NotUnderstood[]): void {
    this.#tally.leftColumns(columns)
  }

  databases(): ReadonlySet<string> {
    return this.#databases
  }

  platforms(): ReadonlySet<string> {
    return this.#platforms
  }

  /** The names this import speaks for: those in a schema it holds; none where it names no schema. */
  namesCovered(): NamesCovered {
    return this.#prefixes.size === 0 ? { kind: 'none' } : { kind: 'prefixes', prefixes: [...this.#prefixes] }
  }

  endFile(name: string): FileReceipt {
    const receipt = this.#tally.receipt({ name, artifact: 'schema', version: null, generatedAtMs: null })
    this.#tally = new Tally()
    this.#leftTables = new Set()
    this.#fileIndex += 1
    return receipt
  }

  *entries(): Generator<{ readonly entry: IntakeEntry; readonly sizeBytes: number }> {
    for (const { name, fields, columns, fileIndex, position, sizeBytes } of this.#tables.values()) {
      const ordered = [...columns.values()].sort((a, b) => a.ordinal - b.ordinal).map(({ column }) => column)
      yield { entry: { ...NOTHING_ELSE, name, fields, columns: ordered, fileIndex, position }, sizeBytes }
    }
  }

  #leaveSystem(row: TableRow, place: Place): void {
    const name = nameOf(place)
    this.#tally.leftByDesign('column', row.position, 'a table of the warehouse itself')
    if (this.#leftTables.has(name)) return
    this.#leftTables.add(name)
    this.#tally.found('table')
    this.#tally.leftByDesign('table', row.position, 'a table of the warehouse itself')
  }

  #table(place: Place, row: TableRow, cell: (meaning: Meaning) => string | null): Table {
    const name = nameOf(place)
    let table = this.#tables.get(name)
    if (table === undefined) {
      const fields = this.#tableFields(place, name, cell)
      table = { name, fields, columns: new Map(), fileIndex: this.#fileIndex, position: row.position, sizeBytes: 0 }
      this.#tables.set(name, table)
      const prefix = name.slice(0, name.length - place.table.length)
      // A list without schemas may be any part of a warehouse: it speaks for nothing it does not name.
      if (prefix !== '') this.#prefixes.add(prefix)
      if (place.database !== null) this.#databases.add(place.database)
      this.#tally.found('table')
      this.#tally.took('table')
    }
    return table
  }

  #tableFields({ database, schema, table }: Place, name: string, cell: (meaning: Meaning) => string | null): Record<string, JsonValue> {
    const platform = cell('platform') ?? this.#platform
    if (platform !== null) this.#platforms.add(platform)
    const all = {
      name: table,
      resourceType: 'table',
      platform,
      database,
      schema,
      relation: name,
      materialization: cell('tableType'),
      warehouseComment: cell('tableComment'),
    }
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
  }

  #add(table: Table, row: TableRow, headers: Headers, name: string): void {
    if (table.columns.has(name)) {
      this.#tally.left('column', row.position, `“${table.name}” has a column “${name}” already`)
      return
    }
    const fields = this.#columnFields(row, headers, name)
    const extras = headers.others.flatMap((header) => {
      const value = row.cells.get(header)
      return value === undefined ? [] : [[header, value] as const]
    })
    const column: IntakeColumn = extras.length === 0 ? { name, fields } : { name, fields, extras: Object.fromEntries(extras) }
    const ordinal = fields['ordinal']
    table.columns.set(name, { column, ordinal: typeof ordinal === 'number' ? ordinal : table.columns.size + 1 })
    table.sizeBytes += row.sizeBytes
    this.#tally.took('column')
  }

  #columnFields(row: TableRow, { meanings }: Headers, name: string): Record<string, JsonValue> {
    const fields: Record<string, JsonValue> = { warehouseName: name }
    for (const meaning of ['dataType', 'ordinal', 'isNullable', 'comment'] as const) {
      const header = meanings.get(meaning)
      const value = header === undefined ? undefined : row.cells.get(header)
      if (header === undefined || value === undefined) continue
      const read = READ[meaning](value)
      if (read === null) this.#tally.notUnderstood(`${row.position}/${header}`, `${quoted(value)} is not understood`)
      else fields[FIELD_OF[meaning]] = read
    }
    const dataType = typeOf(fields['dataType'], textOf(row.cells.get(meanings.get('ownType') ?? '')))
    if (dataType !== undefined) fields['dataType'] = dataType
    return fields
  }
}

/** PostgreSQL says of a list only ARRAY, of an enum or an extension's type only USER-DEFINED; what it is stands in udt_name, a list's with `_` before it. */
function typeOf(told: JsonValue | undefined, own: string | null): JsonValue | undefined {
  if (own === null) return told
  if (told === 'ARRAY') return `${own.replace(/^_/, '')}[]`
  return told === 'USER-DEFINED' ? own : told
}

const FIELD_OF = { dataType: 'dataType', ordinal: 'ordinal', isNullable: 'isNullable', comment: 'warehouseComment' } as const
const READ: Readonly<Record<keyof typeof FIELD_OF, (value: JsonValue) => JsonValue>> = {
  dataType: (value) => textOf(value),
  comment: (value) => textOf(value),
  ordinal: (value) => (/^\d{1,9}(\.0+)?$/.test(textOfValue(value)) ? Number(value) : null),
  isNullable: (value) => {
    const text = textOfValue(value).toLowerCase()
    if (['yes', 'y', 'true', 't', '1', 'nullable'].includes(text)) return true
    return ['no', 'n', 'false', 'f', '0', 'not null', 'required'].includes(text) ? false : null
  },
}

/** What stands in a row under the header that means this; null where nothing does. */
export function cellOf(row: TableRow, { meanings }: Headers, meaning: Meaning): string | null {
  return textOf(row.cells.get(meanings.get(meaning) ?? ''))
}

/** MySQL, and what speaks its language (MariaDB, StarRocks, Doris), has no databases above schemas: its one catalog is called `def`. */
const databaseOf = (catalog: string | null): string | null => (catalog === 'def' ? null : catalog)

function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function nameOf({ database, schema, table }: Place): string {
  return [database, schema, table].filter((part) => part !== null).join('.')
}

const NOTHING_ELSE = {
  kind: 'entry',
  assetKind: 'dataset',
  receiptKind: 'table',
  part: 'schema',
  upstream: null,
  check: null,
  sql: null,
  extras: {},
  carriesValues: [],
} as const
