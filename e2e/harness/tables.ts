/** A dataset list as CSV: `names` become datasets of one schema. */
export function datasetList(names: readonly string[]): string {
  return ['name,schema,description', ...names.map((name) => `${name},shop,Rows of ${name}`)].join('\n')
}

/** An export of information_schema.columns with many tables, for work that takes a while. */
export function columnList(tables: number, columnsEach: number): string {
  const lines = ['table_schema,table_name,column_name,ordinal_position,is_nullable,data_type']
  for (let table = 0; table < tables; table += 1) {
    for (let column = 1; column <= columnsEach; column += 1) lines.push(`shop,table_${table},column_${column},${column},YES,text`)
  }
  return lines.join('\n')
}
