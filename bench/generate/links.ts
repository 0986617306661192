import { createRandom } from '#core/random'
import { planTables, type ProjectSize, type Table } from './project.ts'
import { columnsOf } from './table-json.ts'

const LINKS_PER_MODEL = 10
/** So many models have one more. */
const ONE_MORE = 0.2

/** links.csv: for every model where some of its columns come from, as a lineage table of the warehouse would tell it. */
export function* linkPieces(size: ProjectSize): Generator<string> {
  const tables = planTables(size)
  const byId = new Map(tables.map((table) => [table.id, table]))
  yield 'source_table_full_name,source_column_name,target_table_full_name,target_column_name\n'
  for (const table of tables) {
    const upstream = table.upstream.map((id) => byId.get(id)).filter((found) => found !== undefined)
    if (upstream.length > 0) yield linksInto(size.seed, table, upstream)
  }
}

/** Each column comes from the one of the same name, where there is such a column upstream. */
function linksInto(seed: number, table: Table, upstream: readonly Table[]): string {
  const random = createRandom(seed, 'links', table.index)
  const wanted = LINKS_PER_MODEL + (random.chance(ONE_MORE) ? 1 : 0)
  const choices = upstream.map((from) => ({ name: relationOf(from), columns: columnsOf(seed, from).map(({ name }) => name) }))
  return columnsOf(seed, table)
    .slice(0, wanted)
    .map(({ name }, index) => {
      const from = choices[index % choices.length] ?? { name: '', columns: [] }
      const column = from.columns.includes(name) ? name : random.pick(from.columns)
      return `${from.name},${column},${relationOf(table)},${name}\n`
    })
    .join('')
}

const relationOf = ({ schema, name }: Table): string => `prod.${schema}.${name}`
