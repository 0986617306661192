import { z } from 'zod'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import type { ReadDb } from '#db/connection'
import { countFacets } from '#db/dataset-facets'
import { chosenStatuses, type DatasetFilter, FACETS, type Facet, isUnfiltered } from '#db/dataset-filter'
import { countDatasets, listDatasets } from '#db/datasets'
import type { GetBook } from '../deps.ts'
import { isLargeBook } from '../large-book.ts'
import { fillPage, readCursor, toCursor } from '../paging.ts'
import { rememberLast, rememberSomeAwaited } from '../remember.ts'
import { inSnapshot } from '../snapshot.ts'
import { toDatasetRow } from './rows.ts'

type DatasetHandlers = Handlers<AppContract>['datasets']

/** JSON-shaped: they may cross a thread. */
export type DatasetFacets = z.input<AppContract['datasets']['facets']['output']>

const VALUES_SHOWN = 50
/** A person goes back and forth between a few choices. */
const ANSWERS_KEPT = 20
const Place = z.tuple([z.union([z.string(), z.number(), z.null()]), z.string(), z.int()])

/** Counts the facets of a large book beside the thread that answers. */
export type FacetsBeside = (filter: DatasetFilter) => Promise<DatasetFacets>

/** The list and what narrows it: nobody waits for rows until all facets are counted. The kept counters answer where nothing is chosen. */
export function createListHandlers(book: GetBook, facetsBeside: FacetsBeside): Pick<DatasetHandlers, 'list' | 'facets'> {
  const remembered = rememberSomeAwaited<DatasetFacets>(ANSWERS_KEPT)
  const totals = rememberLast<number>()
  const isBeside = (read: ReadDb, filter: DatasetFilter): boolean => !isUnfiltered(filter) && isLargeBook(read)
  const facetsOf = (read: ReadDb, filter: DatasetFilter): Promise<DatasetFacets> =>
    remembered.ask(read, JSON.stringify(filter), async () => (isBeside(read, filter) ? facetsBeside(filter) : readFacets(read, filter)))
  return {
    list: (asked) => {
      const { read } = book()
      const { filter } = asked
      return inSnapshot(read, () => ({
        ...readPage(read, asked),
        total: totals.ask(read, JSON.stringify(filter), () => countDatasets(read, filter)),
      }))
    },
    facets: ({ filter }) => facetsOf(book().read, filter),
  }
}

type Page = Pick<z.input<AppContract['datasets']['list']['output']>, 'items' | 'nextCursor'>

function readPage(read: ReadDb, { filter, sort, cursor, skip, limit }: z.output<AppContract['datasets']['list']['input']>): Page {
  const list = `datasets ${sort.by} ${sort.direction}`
  const place = cursor === undefined ? null : readCursor(list, cursor, Place)
  const after = place === null ? null : { value: place[0], name: place[1], id: place[2] }
  const page = fillPage(listDatasets(read, { filter, sort, after, skip, limit: limit + 1 }), limit, toDatasetRow)
  const { last } = page
  const nextCursor = page.isMore && last !== undefined ? toCursor(list, [last.sortValue, last.sortName, last.id]) : null
  return { items: page.items, nextCursor }
}

/** What a filter can be narrowed by, each with how many datasets it leaves, of one state of the book. */
export function readFacets(read: ReadDb, filter: DatasetFilter): DatasetFacets {
  return inSnapshot(read, () => {
    const counted = countFacets(read, filter)
    const facets = FACETS.map((facet) => {
      const values = [...(counted.get(facet) ?? [])].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
      return {
        facet,
        values: values.slice(0, VALUES_SHOWN).map(([value, count]) => ({ value, label: labelOf(facet, value), count })),
        hidden: Math.max(0, values.length - VALUES_SHOWN),
      }
    })
    const heldBy = (filter.heldBy ?? []).map((name) => ({
      value: name,
      label: name,
      count: countDatasets(read, { ...filter, heldBy: [name] }),
    }))
    // Every dataset has one status, and a choice of statuses does not narrow their counts.
    const total = chosenStatuses(filter).reduce((sum, status) => sum + (counted.get('status')?.get(status) ?? 0), 0)
    return { total, facets: [...facets, { facet: 'heldBy', values: heldBy, hidden: 0 }] }
  })
}

/** What "has none" is called, by facet. Tags and sources list only what is there. */
const NONE: Partial<Record<Facet, string>> = {
  domain: 'No domain',
  tier: 'No tier',
  classification: 'Not classified',
  ownerTeam: 'No owner',
  schema: 'No schema',
  resourceType: 'No type',
}

const WORDS: Partial<Record<Facet, Readonly<Record<string, string>>>> = {
  tier: { gold: 'Gold', silver: 'Silver', bronze: 'Bronze' },
  classification: { public: 'Public', internal: 'Internal', confidential: 'Confidential', restricted: 'Restricted' },
  freshness: { on_time: 'On time', late: 'Late', unknown: 'Cannot tell' },
  status: { active: 'In a source', retired: 'No longer in the source' },
  gap: { no_owner: 'No owner', not_described: 'Not described', not_classified: 'Not classified', no_tests: 'No tests' },
  problem: { failing_checks: 'Failing checks', conflict: 'Conflict' },
}

function labelOf(facet: Facet, value: string): string {
  if (value === '') return NONE[facet] ?? 'None'
  const words = WORDS[facet]
  return words !== undefined && Object.hasOwn(words, value) ? (words[value] ?? value) : value
}
