import { TermStatus } from '#core/assets/kinds'
import type { JsonObject } from '#core/json'
import { parseExtras } from '#core/reconcile/sections'
import type { GlossaryShape, WrittenTerm } from '#core/terms/term'
import type { ReadDb } from '#db/connection'
import { listNewestSections } from '#db/history'
import { listImportFiles } from '#db/imports'
import { listAllTerms } from '#db/terms'
import { type DeriveContext, loadAsset, visibleContext } from '../derive.ts'
import { loadCurrentRules } from '../rules.ts'

/** All terms as a file of one shape takes them. */
export function listWrittenTerms(read: ReadDb, shape: GlossaryShape): WrittenTerm[] {
  const context = visibleContext(read, loadCurrentRules(read))
  const keptOf = keptReader(context, shape)
  return listAllTerms(read).map((row): WrittenTerm => {
    const current = loadAsset(context, row.id)?.current
    return {
      name: row.name,
      parent: current?.text('parentTerm') ?? null,
      definition: row.description,
      synonyms: JSON.parse(row.synonyms) as string[],
      related: current?.list('relatedTerms') ?? [],
      owner: row.ownerTeam,
      status: TermStatus.safeParse(row.status).data ?? null,
      kept: keptOf(row.id),
    }
  })
}

/** What the importer calls a file of each shape; our own table goes out with its own columns alone. */
const ARTIFACTS: Readonly<Record<GlossaryShape, string | null>> = {
  csv: null,
  openmetadata: 'openmetadata-glossary',
  datahub: 'datahub-glossary',
}

/** What files of a shape said of a term that has no field; of several the newest counts, key by key. */
function keptReader({ db, visible }: DeriveContext, shape: GlossaryShape): (termId: number) => JsonObject {
  const artifact = ARTIFACTS[shape]
  if (artifact === null) return () => ({})
  const known = new Map<number, boolean>()
  const isOfShape = (importId: number): boolean => {
    const is = known.get(importId) ?? listImportFiles(db, importId).some((file) => file.artifact === artifact)
    known.set(importId, is)
    return is
  }
  return (termId) => {
    const told = listNewestSections(db, termId, 'extras', visible).filter(({ fromImport }) => isOfShape(fromImport))
    return Object.assign({}, ...told.map(({ payload }) => parseExtras(payload).keys).toReversed()) as JsonObject
  }
}
