import type { z } from 'zod'
import type { AppContract } from '#contract/index'
import { plural } from '#core/format'
import type { WriteDb } from '#db/connection'
import { CHANGED_BY_DECISIONS } from './decide.ts'
import { type BookDeps, commit } from './deps.ts'
import type { ReadDecisionsFile } from './read-decisions-file.ts'

type Declared = { readonly input: z.ZodType; readonly output: z.ZodType }
type Shapes<M extends Declared> = { readonly input: z.output<M['input']>; readonly output: z.input<M['output']> }

/**
 * Commands that may change so much that they are run in a worker, by what each is given and gives back: the thread that
 * answers questions goes on answering. JSON-shaped: both cross a thread.
 */
export type BigCommands = {
  readonly 'assets.setSame': Shapes<AppContract['assets']['setSame']>
  readonly 'datasets.edit': Shapes<AppContract['datasets']['edit']>
  readonly 'decisions.set': Shapes<AppContract['decisions']['set']>
  readonly 'decisions.undo': Shapes<AppContract['decisions']['undo']>
  /** Of a file that was read. */
  readonly 'decisions.import': {
    readonly input: ReadDecisionsFile
    readonly output: z.input<AppContract['decisions']['import']['output']>
  }
  readonly 'owners.reassign': Shapes<AppContract['owners']['reassign']>
  readonly 'owners.merge': Shapes<AppContract['owners']['merge']>
  readonly 'owners.split': Shapes<AppContract['owners']['split']>
  readonly 'suggestions.accept': Shapes<AppContract['suggestions']['accept']>
  readonly 'domains.rename': Shapes<AppContract['domains']['rename']>
  readonly 'domains.merge': Shapes<AppContract['domains']['merge']>
  readonly 'domains.split': Shapes<AppContract['domains']['split']>
  readonly 'terms.rename': Shapes<AppContract['terms']['rename']>
  readonly 'terms.merge': Shapes<AppContract['terms']['merge']>
  readonly 'terms.split': Shapes<AppContract['terms']['split']>
  readonly 'terms.setLinks': Shapes<AppContract['terms']['setLinks']>
  readonly 'terms.remove': Shapes<AppContract['terms']['remove']>
  readonly 'sources.setOptions': Shapes<AppContract['sources']['setOptions']>
  readonly 'sources.setMetaMapping': Shapes<AppContract['sources']['setMetaMapping']>
}
export type BigCommandName = keyof BigCommands

/** Runs a command as a job of this title, to its end. */
export type RunBeside = <N extends BigCommandName>(
  title: string,
  name: N,
  input: BigCommands[N]['input'],
) => Promise<BigCommands[N]['output']>

/** What a worker costs to start is more than fewer values take. */
const MANY_VALUES = 1000

export const isBig = (values: number): boolean => values > MANY_VALUES

type Where = { readonly deps: BookDeps; readonly beside: RunBeside }
type Asked<N extends BigCommandName> = { readonly name: N; readonly input: BigCommands[N]['input'] }
type Run<N extends BigCommandName> = (deps: BookDeps, write: WriteDb, input: BigCommands[N]['input']) => BigCommands[N]['output']
type Made<N extends BigCommandName> = BigCommands[N]['output'] | Promise<BigCommands[N]['output']>

/**
 * Runs a command that works out so many values anew: here, or where they are very many as a job of this title.
 * @throws AppError as the command does; nothing is then changed
 */
export function workOut<N extends BigCommandName>(
  { deps, beside }: Where,
  { name, input, title, work }: Asked<N> & { readonly title: string; readonly work: number },
  run: Run<N>,
): Made<N> {
  if (isBig(work)) return beside(title, name, input)
  return commit(deps, CHANGED_BY_DECISIONS, (write) => run(deps, write, input))
}

/** Runs a command that sets so many values, and works out as many anew. @throws AppError as the command does; nothing is then changed */
export function setValues<N extends BigCommandName>(
  where: Where,
  { name, input, values }: Asked<N> & { readonly values: number },
  run: Run<N>,
): Made<N> {
  return workOut(where, { name, input, title: settingValues(values), work: values }, run)
}

/** A job's title, as a person sees it; the number is of values that change. */
export const settingValues = (values: number): string => `Setting ${plural(values, 'value')}`

/** Title of a job that makes one name read another: one decision, and how many values then read otherwise only the job itself tells. */
export const mergingNames = (from: string, into: string): string => `Merging “${from}” into “${into}”`
/** Title of a job that lets a name stand for itself again. */
export const partingNames = (name: string, from: string): string => `Taking “${name}” apart from “${from}”`
/** Title of a job that makes two things of one: it goes by one name until then. */
export const splitting = (name: string): string => `Taking “${name}” apart`
/** Title of a job that gives what goes by a name another one. */
export const renaming = (name: string, to: string): string => `Renaming “${name}” to “${to}”`
