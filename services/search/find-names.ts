import type { NamedPlace } from '#contract/search'
import { findPieces, findWords, markSpans, type Span, wantedWords } from '#core/search/mark'
import { searchPieces, searchWords } from '#core/search/words'
import type { ReadDb } from '#db/connection'
import { countDomains, listDomainAssets } from '#db/domains'
import { listImportIds } from '#db/imports'
import { listOwnerAssets } from '#db/owners'
import { listSources } from '#db/sources'
import { REPORTS } from '../make-report.ts'
import { listHolders } from '../owners/list-owners.ts'
import { rememberLast } from '../remember.ts'
import { labelSource } from '../source-label.ts'
import { listSavedViews } from '../views.ts'

/** Older ones are in the list of imports. */
const IMPORTS_KNOWN = 1000
/** Every import of a source has the source's name: of all that match, these are shown. */
const IMPORTS_SHOWN = 3

type Without<T> = T extends unknown ? Omit<T, 'marked'> : never
/** `sought`: of an import, what tells it from the others: "import" alone names none. */
type Known = Without<NamedPlace> & { readonly sought?: string }

/** Finds what has a name and is no asset. The names are read once for as long as the book stands as it did: a person types letter after letter. */
export function createNameSearch(): (read: ReadDb, text: string, limit: number) => NamedPlace[] {
  const known = rememberLast<readonly Known[]>()
  return (read, text, limit) => {
    const found = known.ask(read, '', () => readNames(read)).flatMap((place) => match(place, text))
    const imports = found.filter(({ kind }) => kind === 'import').slice(0, IMPORTS_SHOWN)
    const begins = ({ name }: NamedPlace): number => (name.toLowerCase().startsWith(text.trim().toLowerCase()) ? 0 : 1)
    return [...found.filter(({ kind }) => kind !== 'import').sort((a, b) => begins(a) - begins(b)), ...imports].slice(0, limit)
  }
}

function match({ sought, ...place }: Known, text: string): NamedPlace[] {
  const looked = sought ?? place.name
  const spans = findSpans(looked, sought === undefined ? text : text.replace(/^\s*imports?\b/i, ''))
  if (spans === null) return []
  const before = place.name.length - looked.length
  const moved = spans.map(([from, to]) => [from + before, to + before] as const)
  return [{ ...place, marked: markSpans(place.name, moved) }]
}

/** Every word begins a word of the name, or every piece stands somewhere in it; null otherwise. */
function findSpans(name: string, text: string): readonly Span[] | null {
  const words = findWords(name, wantedWords(searchWords(text)))
  if (words.length > 0 && words.every((spans) => spans.length > 0)) return words.flat()
  const pieces = searchPieces(text)
  const spans = findPieces(name, pieces)
  return pieces.length > 0 && spans.length === pieces.length ? spans : null
}

function readNames(read: ReadDb): Known[] {
  const sources = new Map(listSources(read).map((source) => [source.id, labelSource(read, source)]))
  return [
    ...listSavedViews(read).map((view): Known => ({ kind: 'view', name: view.name, view })),
    ...Object.entries(REPORTS).map(([report, { title }]): Known => ({ kind: 'report', name: title, report })),
    ...[...sources].map(([sourceId, name]): Known => ({ kind: 'source', name, sourceId })),
    ...namedOnly(listHolders(read), listOwnerAssets(read)).map((name): Known => ({ kind: 'owner', name })),
    ...namedOnly(countDomains(read), listDomainAssets(read)).map((name): Known => ({ kind: 'domain', name })),
    ...listImportIds(read, IMPORTS_KNOWN).map(({ id, sourceId }): Known => {
      const sought = `${id} of ${sources.get(sourceId) ?? ''}`
      return { kind: 'import', name: `Import ${sought}`, importId: id, sought }
    }),
  ]
}

type Named = { readonly name: string; readonly total?: number }

/** Names of which there is no asset; '' is nobody, and what holds nothing reads another name now. */
function namedOnly(counted: readonly Named[], assets: readonly Named[]): string[] {
  const setUp = new Set(['', ...assets.map(({ name }) => name)])
  return counted.flatMap(({ name, total }) => (setUp.has(name) || total === 0 ? [] : [name]))
}
