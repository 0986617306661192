import type { Command } from 'commander'
import type { HomeCoverage, HomeSource, HomeTile, SinceLine } from '#contract/home'
import { rulesChanged } from '#contract/rules-changed'
import { run, type Session, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, formatTable, instant, paragraphs, plain } from '../text.ts'
import { changesText } from './import-text.ts'

type Today = Awaited<ReturnType<Session['client']['home']['today']>>
type Since = Awaited<ReturnType<Session['client']['home']['since']>>

/** `today`: what Home shows. Only screens make a visit; asking here makes none. */
export function addTodayCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('today')
      .description('what needs you: what waits, what changed since your last visit, coverage against its targets')
      .option('--mine', 'only datasets that you own or look after, by your name')
      .action((options: { mine?: boolean }, command: Command) =>
        run(deps, command, 'book', async ({ client }) => {
          const today = await client.home.today({ scope: options.mine === true ? 'mine' : 'all' })
          const since = await client.home.since({})
          return { kind: 'value', value: { schemaVersion: 1, ...today, since }, text: todayText(today, since, options.mine === true) }
        }),
      ),
    'stewardbook --book shop.stewardbook today',
    'stewardbook --book shop.stewardbook --as "Ines Duarte" today --mine --json',
  )
}

function todayText(today: Today, since: Since, wantsMine: boolean): string {
  const of =
    today.scope === 'mine' ? `${count(today.datasets, 'dataset')} of ${plain(today.mine?.name ?? '')}` : count(today.datasets, 'dataset')
  const nothingMine = wantsMine && today.scope === 'all' ? 'No dataset names you as its owner or steward: all are meant.' : ''
  return paragraphs(
    nothingMine,
    of,
    tilesText(today.tiles),
    coverageText(today.coverage),
    sinceText(since),
    sourcesText(today.sources.items),
  )
}

function tilesText(tiles: readonly HomeTile[]): string {
  return formatTable<HomeTile>(
    [
      { label: 'WAITS', of: (tile) => tile.count, align: 'right' },
      { label: 'WHAT', of: (tile) => tile.label },
      { label: 'WHY', of: (tile) => (tile.count === 0 ? 'nothing waits' : tile.sentence) },
      { label: 'LISTED BY', of: (tile) => (tile.count === 0 ? null : listedBy(tile.list)) },
    ],
    tiles,
  )
}

/** The call that prints exactly those rows, where there is one. */
function listedBy(list: HomeTile['list']): string | null {
  if (list?.kind === 'owners') return 'list owners --left'
  if (list?.kind !== 'datasets') return null
  const { gap = [], problem = [], freshness = [], heldBy = [] } = list.filter
  const options = [
    ...gap.map((value) => `--gap ${value}`),
    ...problem.map((value) => `--problem ${value}`),
    ...freshness.map((value) => `--freshness ${value}`),
    ...heldBy.map((name) => `--held-by ${JSON.stringify(name)}`),
  ]
  return ['list datasets', ...options].join(' ')
}

function coverageText(coverage: readonly HomeCoverage[]): string {
  const percent = (share: number): string => `${Math.floor(share * 1000) / 10}%`
  return formatTable<HomeCoverage>(
    [
      { label: 'COVERAGE', of: (row) => row.label },
      { label: 'SHARE', of: (row) => (row.share === null ? 'cannot tell' : percent(row.share)), align: 'right' },
      { label: 'HAVE', of: (row) => row.have, align: 'right' },
      { label: 'OF', of: (row) => row.of, align: 'right' },
      { label: 'TARGET', of: (row) => `${Math.round(row.target * 100)}%`, align: 'right' },
      { label: '', of: (row) => (row.isMet === null ? 'cannot tell' : row.isMet ? 'met' : 'missed') },
    ],
    coverage,
  )
}

function sinceText({ sinceMs, items, failing, hidden }: Since): string {
  if (sinceMs === null) return 'No earlier visit to this catalog file is known on this machine.'
  const head = `Since ${instant(sinceMs) ?? ''}, when your last visit ended`
  if (items.length + failing.total + hidden === 0) return `${head}: nothing was imported, undone or set by others.`
  const lines = formatTable<SinceLine>(
    [
      { label: 'WHEN', of: (line) => instant(line.atMs) },
      { label: 'BY', of: (line) => line.author },
      { label: 'WHAT', of: lineText },
    ],
    items,
  )
  const older = hidden === 0 ? '' : `and ${count(hidden, 'older journal entry', 'older journal entries')}`
  return [`${head}:`, lines, older, failingText(failing)].filter((part) => part !== '').join('\n')
}

function failingText({ items, total }: Since['failing']): string {
  if (total === 0) return ''
  const table = formatTable<Since['failing']['items'][number]>(
    [
      { label: 'CHECK', of: (check) => check.name },
      { label: 'OF', of: ({ schema, datasetName }) => (schema === null ? datasetName : `${schema}.${datasetName}`) },
    ],
    items,
  )
  const more = total > items.length ? [`and ${total - items.length} more`] : []
  return ['Checks that did not fail before:', table, ...more].join('\n')
}

function lineText(line: SinceLine): string {
  switch (line.kind) {
    case 'import':
      return `import ${line.importId} of ${line.sourceName}: ${changesText(line.changes)}${line.isUndone ? ', undone since' : ''}`
    case 'undo-import':
      return `undid ${line.importIds.length === 1 ? 'import' : 'imports'} ${line.importIds.join(', ')} of ${line.sourceName}`
    case 'decide':
      return `set ${count(line.count, 'value')}`
    case 'undo-decision':
      return `undid ${count(line.count, 'value')}`
    case 'mapping':
    case 'settings':
      return rulesChanged(line)
  }
}

function sourcesText(sources: readonly HomeSource[]): string {
  return formatTable<HomeSource>(
    [
      { label: 'SOURCE', of: (source) => source.name },
      { label: 'LAST IMPORT', of: (source) => instant(source.lastImport?.startedAtMs ?? null) },
      {
        label: '',
        of: (source) => (source.isStale ? `stale: not found up to date for more than ${count(source.staleAfterDays, 'day')}` : ' '),
      },
    ],
    sources,
  )
}
