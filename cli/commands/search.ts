import type { Command } from 'commander'
import type { SearchHit } from '#contract/search'
import { run, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { formatTable, paragraphs } from '../text.ts'

const MOST_HITS = 50

/** `search TEXT`: the search of the screens. */
export function addSearchCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('search <text...>')
      .description('find datasets and everything else by name, column, description, tag, glossary term or owner; the best 50')
      .action((words: string[], _: unknown, command: Command) =>
        run(deps, command, 'book', async ({ client }) => {
          const { items, total, isMore } = await client.search.find({ text: words.join(' '), limit: MOST_HITS })
          const value = { items: items.map(documentOfHit), total, isMore }
          return { kind: 'value', value, text: hitsText(items, isMore ? `at least ${total}` : String(total)) }
        }),
      ),
    'stewardbook --book shop.stewardbook search customer e-mail',
  )
}

/** Marks around what matched are for screens. */
const unmark = (text: string): string => text.replace(/[\u0002\u0003]/g, '') // oxlint-disable-line no-control-regex -- these are the marks

function documentOfHit({ asset, ownerTeam, matched }: SearchHit): unknown {
  return { ...asset, ownerTeam, matched: { ...matched, text: unmark(matched.text) } }
}

function hitsText(items: readonly SearchHit[], total: string): string {
  if (items.length === 0) return 'Nothing found.'
  const table = formatTable<SearchHit>(
    [
      { label: 'NAME', of: (hit) => hit.asset.name },
      { label: 'KIND', of: (hit) => hit.asset.resourceType ?? hit.asset.kind },
      { label: 'OWNER', of: (hit) => hit.ownerTeam },
      { label: 'FOUND IN', of: (hit) => hit.matched.field },
      { label: 'TEXT', of: (hit) => unmark(hit.matched.text) },
      { label: 'KEY', of: (hit) => hit.asset.key },
    ],
    items,
  )
  return paragraphs(table, items.length === MOST_HITS ? `The best ${items.length} of ${total}.` : '')
}
