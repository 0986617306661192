import type { z } from 'zod'
import type { DecisionsFile } from '#contract/decisions'
import type { AppContract } from '#contract/index'
import { plural } from '#core/format'
import type { WriteDb } from '#db/connection'
import { CHANGED_BY_DECISIONS } from './decide.ts'
import { type BookDeps, commit } from './deps.ts'

type Declared = { readonly input: z.ZodType; readonly output: z.ZodType }
type Shapes<M extends Declared> = { readonly input: z.output<M['input']>; readonly output: z.input<M['output']> }

/**
 * Commands that may change so much that they are run in a worker, by what each is given and gives back: the thread that
 * answers questions goes on answering. JSON-shaped: both cross a thread.
 */
export type BigCommands = {
  readonly 'datasets.edit': Shapes<AppContract['datasets']['edit']>
  readonly 'decisions.undo': Shapes<AppContract['decisions']['undo']>
  /** Of a file that was read. */
  readonly 'decisions.import': {
    readonly input: z.output<typeof DecisionsFile>
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

/**
 * Runs a command that sets so many values: here, or where they are very many as a job of its own.
 * @throws AppError as the command does; nothing is then changed
 */
export function setValues<N extends BigCommandName>(
  { deps, beside }: { readonly deps: BookDeps; readonly beside: RunBeside },
  { name, input, values }: { readonly name: N; readonly input: BigCommands[N]['input']; readonly values: number },
  run: (deps: BookDeps, write: WriteDb, input: BigCommands[N]['input']) => BigCommands[N]['output'],
): BigCommands[N]['output'] | Promise<BigCommands[N]['output']> {
  if (isBig(values)) return beside(settingValues(values), name, input)
  return commit(deps, CHANGED_BY_DECISIONS, (write) => run(deps, write, input))
}

/** The job's title, as a person sees it. */
export const settingValues = (values: number): string => `Setting ${plural(values, 'value')}`
