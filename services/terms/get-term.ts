import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { mergePrefix } from '#core/assets/merged-names'
import { AppError } from '#core/errors'
import type { ReadDb } from '#db/connection'
import { listMergedNames } from '#db/merged-names'
import { namesOfSources } from '../source-label.ts'
import { countTermUse } from '#db/term-links'
import { findTerm, findTermNamed, type TermRow } from '#db/terms'
import { resolveKey } from '../asset-names.ts'
import { loadNamed } from '../datasets/load-dataset.ts'
import type { BookDeps } from '../deps.ts'
import { inSnapshot } from '../snapshot.ts'
import { toTermRow } from './rows.ts'

const NAMES_SHOWN = 200

/** One term with everything said of it. @throws AppError not-found, ambiguous */
export function getTerm(deps: BookDeps, key: string): Awaited<ReturnType<Handlers<AppContract>['terms']['get']>> {
  const { read } = deps
  return inSnapshot(read, () => {
    const { sources } = loadNamed(deps, key, ['term'])
    const row = requireTerm(read, key)
    return {
      row: toTermRow(row, countTermUse(read, [row.name]).get(row.name)),
      fields: sources.current.fields(),
      related: sources.current
        .list('relatedTerms')
        .slice(0, NAMES_SHOWN)
        .map((name) => ({ name, key: findTermNamed(read, name)?.urn ?? null })),
      alsoReads: listNamesThatRead(deps, read, row.name).slice(0, NAMES_SHOWN),
      sourceNames: namesOfSources(read, sources.facts),
    }
  })
}

/** A term by its key, its name in a source or its name. @throws AppError not-found, ambiguous */
export function requireTerm(db: ReadDb, key: string): TermRow {
  const row = findTerm(db, resolveKey(db, key, ['term']).assetId)
  if (row === undefined) throw new AppError('not-found', `“${key}” is not in the glossary.`, { key })
  return row
}

/** Names that read this one, at the end of however many merges. */
function listNamesThatRead({ rules }: BookDeps, read: ReadDb, name: string): string[] {
  const { mergedName } = rules.current(read)
  return [...listMergedNames(read, mergePrefix('term')).keys()].filter(
    (other) => other !== name && mergedName('glossaryTerms', other) === name,
  )
}
