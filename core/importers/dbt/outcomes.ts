import type { IntakeRunResult } from '../intake.ts'

type Outcome = IntakeRunResult['outcome']

/** Commands after which a status says only that SQL was made or listed, not that anything was built or tested. */
const COMMANDS_THAT_RUN_NOTHING: ReadonlySet<string> = new Set([
  'generate',
  'docs',
  'docs generate',
  'docs.generate',
  'compile',
  'parse',
  'list',
  'ls',
  'show',
])

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['success', 'success'],
  ['pass', 'pass'],
  ['warn', 'warn'],
  ['fail', 'fail'],
  ['error', 'error'],
  ['runtimeerror', 'error'],
  ['skipped', 'skipped'],
  // Nothing had to be done, or what was there was used again.
  ['noop', 'skipped'],
  ['reused', 'skipped'],
  // Some batches of a microbatch model failed.
  ['partialsuccess', 'warn'],
])

export function runsNothing(command: string | null): boolean {
  return command !== null && COMMANDS_THAT_RUN_NOTHING.has(command.toLowerCase())
}

/** What a status means; undefined where it is not known. `no-op`, `No Op` and `NoOp` are one. */
export function outcomeOf(status: string): Outcome | undefined {
  return OUTCOMES.get(status.toLowerCase().replaceAll(/[^a-z]/g, ''))
}
