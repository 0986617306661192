import type { TermRow as TermShape } from '#contract/terms'
import { TermStatus } from '#core/assets/kinds'
import type { TermUse } from '#db/term-links'
import type { TermRow } from '#db/terms'

/** A term's derived row as a list shows it. */
export function toTermRow(row: TermRow, use: TermUse | undefined): TermShape {
  return {
    key: row.urn,
    name: row.name,
    definition: row.description,
    synonyms: JSON.parse(row.synonyms) as string[],
    ownerTeam: row.ownerTeam,
    status: TermStatus.safeParse(row.status).data ?? null,
    datasets: use?.datasets ?? 0,
    columns: use?.columns ?? 0,
  }
}
