import { TermStatus } from '#core/assets/kinds'
import type { GlossaryShape, GlossaryTerm } from '#core/terms/term'
import { writeGlossary } from '#core/terms/write-glossary'
import { readBook } from '#db/book-file/info'
import { listAllTerms } from '#db/terms'
import type { Tickets } from '#io/tickets'
import type { BookDeps } from '../deps.ts'
import { loadAsset, visibleContext } from '../derive.ts'
import { issueExport } from '../issue-export.ts'
import { inSnapshot } from '../snapshot.ts'

/** All terms as a file of one shape. */
export function exportGlossary(
  deps: BookDeps,
  tickets: Tickets,
  shape: GlossaryShape,
): { ticket: string; fileName: string; count: number } {
  const { read } = deps
  const { terms, name } = inSnapshot(read, () => ({ terms: readTerms(deps), name: readBook(read).name }))
  const file = writeGlossary(terms, shape, name)
  return issueExport(deps, tickets, { ...file, count: terms.length, what: { what: 'glossary', shape } })
}

function readTerms({ read, rules }: BookDeps): GlossaryTerm[] {
  const context = visibleContext(read, rules.current(read))
  return listAllTerms(read).map((row): GlossaryTerm => {
    const current = loadAsset(context, row.id)?.current
    return {
      name: row.name,
      parent: current?.text('parentTerm') ?? null,
      definition: row.description,
      synonyms: JSON.parse(row.synonyms) as string[],
      related: current?.list('relatedTerms') ?? [],
      owner: row.ownerTeam,
      status: TermStatus.safeParse(row.status).data ?? null,
    }
  })
}
