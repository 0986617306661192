import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '#contract/kit'
import { newBookPath, run, withExample } from '../command-line.ts'
import type { ProgramDeps } from '../program-deps.ts'
import { count, plain } from '../text.ts'

const LARGEST_SEED = 0xffff_ffff

/** `sample`: a catalog to look around in. */
export function addSampleCommand(program: Command, deps: ProgramDeps): void {
  withExample(
    program
      .command('sample <file>')
      .description('make the catalog of a made-up company, to look around in; a name without an ending gets .stewardbook')
      .option('--seed <number>', 'another seed gives other run times; the same seed and day give the same catalog', '1')
      .option('--until <date>', 'the last day of its story, as 2026-03-31 (default: today)')
      .action((file: string, options: { seed: string; until?: string }, command: Command) => {
        const path = newBookPath(resolve(deps.cwd, file))
        const seed = readSeed(options.seed)
        const untilMs = options.until === undefined ? undefined : readDay(options.until)
        return run(deps, command, 'nothing', async ({ host, client, progress }) => {
          progress.note('Making the sample catalog: this takes some seconds.')
          const pickId = await host.pickPaths('book-create', [path])
          const info = await client.book.createSample({ pickId, seed, ...(untilMs === undefined ? {} : { untilMs }) })
          if (info.placeWarning !== null) progress.note(info.placeWarning)
          const text = `Made ${plain(info.fileName)}: ${count(info.counts.datasets, 'dataset', 'datasets')}, ${count(info.counts.imports, 'import', 'imports')}.`
          return { kind: 'value', value: info, text }
        })
      }),
    'stewardbook sample larkmoor.stewardbook',
  )
}

function readSeed(text: string): number {
  const seed = Number(text)
  if (/^\d+$/.test(text) && seed <= LARGEST_SEED) return seed
  throw new AppError('invalid-input', `“${text}” is no seed: a whole number from 0 to ${LARGEST_SEED} is needed.`, { seed: text })
}

function readDay(text: string): number {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T23:59:59Z`) : Number.NaN
  // A day that is not in its month would be read as one of the next.
  if (!Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text)) return atMs
  throw new AppError('invalid-input', `“${text}” is no day: write it as 2026-03-31.`, { until: text })
}
