import { type ReadDb, sql } from './connection.ts'
import { isNewestSql } from './standing.ts'

/** Standing merges, one step each, of the names whose keys begin so: what each name reads. */
export function listMergedNames(db: ReadDb, prefix: string): Map<string, string> {
  const rows = sql<{ name: string; into: string }>(
    db,
    `select substr(d.subject, length(:prefix) + 1) name, d.value ->> '$' "into" from decision d
     where d.field = 'mergedInto' and d."column" = '' and d.subject > :prefix and d.subject < :beyond and d.value is not null
       and ${isNewestSql('d')}`,
  ).all({ prefix, beyond: `${prefix}\u{10FFFF}` })
  return new Map(rows.map((row) => [row.name, row.into]))
}
