import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { searchPieces } from '#core/search/words'
import type { ReadDb } from '#db/connection'
import { countTermUse, countUndefinedNames, listTermLinks, listUndefinedNames, suggestUndefinedNames } from '#db/term-links'
import { countTermFacet, countTerms, listTerms, listTermsNear, suggestTerms, type TermFilter as DbFilter } from '#db/terms'
import type { TermFilter } from '#contract/terms'
import type { RunBeside } from './big-commands.ts'
import type { GetBook } from './deps.ts'
import { type ExportParts, issueExport } from './issue-export.ts'
import { fillPage, readCursor, toCursor } from './paging.ts'
import { rememberLast } from './remember.ts'
import { inSnapshot } from './snapshot.ts'
import { createTermCommands } from './terms/change-terms.ts'
import { getTerm } from './terms/get-term.ts'
import { toTermRow } from './terms/rows.ts'

const Place = z.tuple([z.string(), z.int()])
const LinkPlace = z.tuple([z.string(), z.int(), z.string()])
const FACETS = ['status', 'ownerTeam', 'use'] as const
const FACET_VALUES_SHOWN = 50
const SUGGESTED = 20

/** @throws AppError from the handlers: not-found, ambiguous, invalid-input, conflict, book-read-only */
export function createTermHandlers(book: GetBook, parts: ExportParts, beside: RunBeside): Handlers<AppContract>['terms'] {
  const reading = <T>(work: (read: ReadDb) => T): T => {
    const { read } = book()
    return inSnapshot(read, () => work(read))
  }
  const linkTotals = rememberLast<number>()
  return {
    ...createTermCommands(book, beside),
    list: ({ filter, cursor, skip, limit }) =>
      reading((read) => {
        const place = cursor === undefined ? null : readCursor('terms', cursor, Place)
        const after = place === null ? null : { name: place[0], id: place[1] }
        const wanted = toDbFilter(filter)
        const found = listTerms(read, wanted, { after, skip, limit: limit + 1 })
        const use = countTermUse(
          read,
          found.map(({ name }) => name),
        )
        const page = fillPage(found, limit, (row) => toTermRow(row, use.get(row.name)))
        const { last } = page
        const nextCursor = page.isMore && last !== undefined ? toCursor('terms', [last.sortName, last.id]) : null
        return { items: page.items, total: countTerms(read, wanted), nextCursor }
      }),
    facets: ({ filter }) =>
      reading((read) => {
        const wanted = toDbFilter(filter)
        const facets = FACETS.map((facet) => ({ facet, values: countTermFacet(read, wanted, facet, FACET_VALUES_SHOWN) }))
        return { total: countTerms(read, wanted), facets, undefinedNames: countUndefinedNames(read) }
      }),
    get: ({ key }) => getTerm(book(), key),
    export: ({ shape }) => issueExport(book, parts, { what: 'glossary', shape }, { what: 'glossary', shape }),
    links: ({ name, cursor, limit }) =>
      reading((read) => {
        const place = cursor === undefined ? null : readCursor('term links', cursor, LinkPlace)
        const after = place === null ? null : { name: place[0], assetId: place[1], column: place[2] }
        const page = fillPage(listTermLinks(read, name, { after, limit: limit + 1 }), limit, (row) => ({
          key: row.urn,
          name: row.name,
          schema: row.schema,
          column: row.column === '' ? null : row.column,
        }))
        const { last } = page
        const nextCursor = page.isMore && last !== undefined ? toCursor('term links', [last.sortName, last.assetId, last.column]) : null
        const total = linkTotals.ask(read, name, () => countTermLinks(read, name))
        return { items: page.items, total, nextCursor }
      }),
    suggest: ({ text }) =>
      reading((read) => {
        const typed = text.trim().toLowerCase()
        const known = suggestTerms(read, typed, SUGGESTED)
        const names = suggestUndefinedNames(read, typed, SUGGESTED - known.length)
        return {
          items: [
            ...known.map(({ urn, name, synonyms }) => ({ name, key: urn, synonyms: JSON.parse(synonyms) as string[] })),
            ...names.map((name) => ({ name, key: null, synonyms: [] })),
          ],
        }
      }),
    listUndefined: ({ cursor, limit }) =>
      reading((read) => {
        const after = cursor === undefined ? '' : readCursor('used names', cursor, z.tuple([z.string()]))[0]
        const names = listUndefinedNames(read, { after, limit: limit + 1 })
        const use = countTermUse(read, names)
        const page = fillPage(names, limit, (name) => {
          const near = listTermsNear(read, name).map((term) => ({ key: term.urn, name: term.name }))
          return { name, datasets: use.get(name)?.datasets ?? 0, columns: use.get(name)?.columns ?? 0, near }
        })
        const nextCursor = page.isMore && page.last !== undefined ? toCursor('used names', [page.last]) : null
        return { items: page.items, total: countUndefinedNames(read), nextCursor }
      }),
  }
}

function countTermLinks(read: ReadDb, name: string): number {
  const use = countTermUse(read, [name]).get(name)
  return (use?.datasets ?? 0) + (use?.columns ?? 0)
}

const toDbFilter = ({ text = '', status = [], ownerTeam = [], use = [] }: TermFilter): DbFilter => ({
  pieces: searchPieces(text),
  status,
  ownerTeam,
  use,
})
