import { joinName, lastName, splitName } from '#core/terms/full-names'
import type { GlossaryTerm } from '#core/terms/term'
import type { ImportFile, IntakeEntry } from '../intake.ts'
import { Cells, faultOfRow, readRowsOf, type RowsOf } from '../table/cells.ts'
import type { TableRow } from '../table/rows.ts'
import { type Reading, readStatus, toTermEntry } from './entry.ts'
import { type GlossaryColumn, type GlossaryTable, readGlossaryHeaders } from './headers.ts'

/** The rows of a glossary table with what its columns are. @throws AppError bad-file where no column names the terms */
export const readGlossaryRows = (file: ImportFile): AsyncGenerator<RowsOf<GlossaryTable>, void> =>
  readRowsOf(file, { what: 'glossary', needed: ['name'], readHeaders: readGlossaryHeaders })

/** OpenMetadata names other terms by their names, and shows them by display names, which are what a term goes by here. */
export async function readDisplayNames(file: ImportFile): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for await (const { table, rows } of readGlossaryRows(file)) {
    const headers = new Map([...table.columns].map(([header, column]) => [column, header]))
    for (const { cells } of rows) {
      const [name, shown] = (['name', 'displayName'] as const).map((column) => cells.get(headers.get(column) ?? '') ?? null)
      if (typeof name === 'string' && typeof shown === 'string' && !found.has(name)) found.set(name, shown.trim())
    }
  }
  return found
}

export const NO_DISPLAY_NAMES: ReadonlyMap<string, string> = new Map()

/** Terms of one table's row; null where it is left, which the tally then says. */
export function readTermRow(
  row: TableRow,
  { table, shownAs }: { readonly table: GlossaryTable; readonly shownAs: ReadonlyMap<string, string> },
  { seen, tally, fileIndex }: Reading,
): IntakeEntry | null {
  const shown = (path: string): string => shownAs.get(lastName(path)) ?? lastName(path)
  tally.found('term')
  const cells = new Cells(row, table, tally)
  const name = cells.text('name')
  const parent = cells.text('parent')
  const isOwn = table.shape === 'csv'
  const key = name === null ? null : isOwn || parent === null ? name : joinName([...splitName(parent), name])
  const reason = faultOfRow(row, key, seen)
  if (reason !== null || name === null || key === null) {
    tally.left('term', row.position, reason ?? '')
    return null
  }
  seen.add(key)
  tally.took('term')
  const term: GlossaryTerm = {
    name: (isOwn ? null : cells.text('displayName')) ?? name,
    parent: parent === null ? null : isOwn ? parent : shown(parent),
    definition: cells.text('definition'),
    synonyms: cells.items('synonyms'),
    related: isOwn ? cells.items('related') : [...new Set(cells.items('related').map((text) => shown(pathOfRelated(text))))],
    owner: isOwn ? cells.text('owner') : firstOwner(cells),
    status: statusIn(cells),
  }
  return toTermEntry(term, { name: key, position: row.position, extras: cells.extras(), fileIndex })
}

/** `relatedTo:Glossary.Term`; older files leave the kind of relation out. */
const pathOfRelated = (text: string): string => text.replace(/^[A-Za-z]+:/, '')

function statusIn(cells: Cells<GlossaryColumn>): GlossaryTerm['status'] {
  const word = cells.text('status')
  if (word === null) return null
  const status = readStatus(word)
  if (status === undefined) cells.odd('status', 'is neither draft nor approved')
  return status ?? null
}

/** `team;Finance` or `user;anna`, and more of them; the first one owns it here. */
function firstOwner(cells: Cells<GlossaryColumn>): string | null {
  const words = cells.items('owner')
  const named = words.filter((word) => !/^(?:team|user)$/i.test(word))
  if (named.length > 1) cells.odd('owner', `names ${named.length} owners; the first was taken`)
  return named[0] ?? null
}
