import type { Command } from 'commander'
import { AppError } from '#contract/kit'
import type { RefreshSummary } from '#contract/sources'
import { type Outcome, run, type Session, withExample } from '../command-line.ts'
import { EXIT } from '../exit-codes.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { formatTable, instant, paragraphs } from '../text.ts'
import { waitForJob } from '../wait-for-job.ts'
import { wholePaths } from '../whole-paths.ts'
import { changesText, renamesText } from './import-text.ts'

/** `refresh`: read the remembered files of sources again. */
export function addRefreshCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('refresh [source]')
      .description('import a source’s files again (by its name or number), or those of all sources; made for cron')
      .option('--all', 'all sources whose files can be read again')
      .action((source: string | undefined, options: { all?: boolean }, command: Command) => {
        if ((source === undefined) === (options.all !== true)) {
          throw new AppError('invalid-input', 'Name one source, or say --all.', { missing: 'source' })
        }
        return run(deps, command, 'book', (session) => refresh(session, source))
      }),
    'stewardbook --book shop.stewardbook refresh --all --quiet',
  )
}

async function refresh(session: Session, source: string | undefined): Promise<Outcome> {
  const { client, progress } = session
  const sourceId = source === undefined ? undefined : await findSourceId(session, source)
  progress.show('Reading')
  const { jobId } = await client.sources.refresh(sourceId === undefined ? {} : { sourceId })
  await waitForJob(session, jobId)
  const { items: told } = await client.sources.refreshResult({ jobId })
  const hasFailed = told.some((item) => item.outcome === 'failed')
  const items = hasFailed ? await withPlaces(session, told) : told
  const text = items.length === 0 ? 'There is no source to refresh.' : paragraphs(summaryText(items), renamesText(items))
  return { kind: 'value', value: { items, total: items.length }, text, exitCode: hasFailed ? EXIT.badInput : EXIT.ok }
}

/** Failures with the whole path of the file: nobody sees the folder in a mail. */
async function withPlaces({ client }: Session, items: RefreshSummary['items']): Promise<RefreshSummary['items']> {
  const { items: sources } = await client.sources.list({})
  const placeOf = (sourceId: number): readonly string[] => sources.find((source) => source.sourceId === sourceId)?.place?.split(', ') ?? []
  return items.map((item) => (item.error === null ? item : { ...item, error: wholePaths(item.error, placeOf(item.sourceId)) }))
}

async function findSourceId({ client }: Session, wanted: string): Promise<number> {
  const { items } = await client.sources.list({})
  const matches = items.filter((item) => item.name === wanted || String(item.sourceId) === wanted)
  const [match, second] = matches
  if (match === undefined) {
    throw new AppError('not-found', `There is no source “${wanted}”.`, { candidates: items.map((item) => item.name) })
  }
  if (second !== undefined) {
    throw new AppError('ambiguous', `Several sources are called “${wanted}”: use the number.`, {
      candidates: matches.map((item) => `${item.sourceId} (${item.format}${item.target === null ? '' : `, ${item.target}`})`),
    })
  }
  return match.sourceId
}

function summaryText(items: RefreshSummary['items']): string {
  return formatTable(
    [
      { label: 'SOURCE', of: (item) => item.name },
      { label: 'OUTCOME', of: (item) => item.outcome },
      { label: 'IMPORT', of: (item) => item.importId, align: 'right' },
      { label: 'WHAT', of: whatText },
    ],
    items,
  )
}

function whatText({ error, changes, outcome, undoneAtMs }: RefreshSummary['items'][number]): string {
  if (error !== null) return error
  if (outcome === 'undone') {
    const when = undoneAtMs === null ? 'undone' : `undone on ${instant(undoneAtMs)}`
    return `${when}; not imported again until the files change or you import them by name`
  }
  return changes === null ? '' : changesText(changes)
}
