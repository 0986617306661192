import type { SectionTexts, Section } from '#core/reconcile/sections'
import { type ReadDb, sql } from '#db/connection'
import { type FactRow, listFactsOfImport } from '#db/facts'

/** What one part of a source said of a key before an import, and says with it. */
export type Told = { readonly part: string; readonly before: SectionTexts; readonly after: SectionTexts }

type Untouched = Pick<FactRow, 'part' | 'section' | 'payload'>

/** What an import changes of what is told of a key, and what it leaves as it was. */
type ToldOfKey = {
  /** Facts the import opened or closed. */
  readonly facts: readonly FactRow[]
  /** Facts that stood before it and stand after it. */
  readonly others: readonly Untouched[]
  /** Of the parts that it touches, by name. */
  readonly parts: readonly Told[]
}

/** Whether the import is visible or still a preview. */
export function readToldOfKey(db: ReadDb, importId: number, keyId: number): ToldOfKey {
  const facts = listFactsOfImport(db, importId, keyId)
  const others = sql<Untouched>(
    db,
    'select part, section, payload from fact where keyId = :keyId and fromImport < :importId and (toImport is null or toImport > :importId)',
  ).all({ keyId, importId })
  const names = [...new Set(facts.map((fact) => fact.part))].sort()
  const parts = names.map((part): Told => {
    const unchanged = others.filter((fact) => fact.part === part)
    return {
      part,
      before: texts([...unchanged, ...facts.filter((fact) => fact.part === part && fact.toImport === importId)]),
      after: texts([...unchanged, ...facts.filter((fact) => fact.part === part && fact.fromImport === importId)]),
    }
  })
  return { facts, others, parts }
}

const texts = (facts: readonly Untouched[]): Map<Section, string> => new Map(facts.map((fact) => [fact.section, fact.payload]))
