import { TermStatus } from '#core/assets/kinds'
import type { GlossaryShape, GlossaryTerm } from '#core/terms/term'
import { writeGlossary } from '#core/terms/write-glossary'
import { readBook } from '#db/book-file/info'
import { appendJournal } from '#db/journal'
import { listAllTerms } from '#db/terms'
import { bytesContent, type Tickets } from '#io/tickets'
import { type BookDeps, commit } from '../deps.ts'
import { loadAsset, visibleContext } from '../derive.ts'
import { inSnapshot } from '../snapshot.ts'

/** All terms as a file of one shape; recorded in the journal where the book can be written. */
export function exportGlossary(
  deps: BookDeps,
  tickets: Tickets,
  shape: GlossaryShape,
): { ticket: string; fileName: string; count: number } {
  const { read } = deps
  const { terms, name } = inSnapshot(read, () => ({ terms: readTerms(deps), name: readBook(read).name }))
  const { text, fileName, mediaType } = writeGlossary(terms, shape, name)
  if (!deps.file.isReadOnly) {
    commit(deps, ['journal'], (write) =>
      appendJournal(write, {
        atMs: deps.now(),
        author: deps.author(),
        kind: 'export',
        payload: { what: 'glossary', shape, count: terms.length },
      }),
    )
  }
  return { ticket: tickets.issue(bytesContent(fileName, mediaType, text)), fileName, count: terms.length }
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
