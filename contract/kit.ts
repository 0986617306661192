import type { z } from 'zod'
import { AppError, type ErrorCode, type ErrorDetails } from '#core/errors'
import { sentenceOfIssues } from './issue-sentence.ts'

/** Part of the seam: what a client rejects with, for doors that know the contract and nothing below it. */
export { AppError, type ErrorCode, type ErrorDetails }

/**
 * The one seam between whoever asks (screens, command line) and whoever answers (services).
 * A method is declared once, as a zod input and a zod output; dispatcher, client and every door are derived.
 */
export type Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly kind: 'query' | 'command'
  readonly input: I
  readonly output: O
}
export type Contract = Record<string, Record<string, Method>>

/** A method that only reads. */
export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ kind: 'query', input, output }) as const
/** A method that changes something. Its handler's transaction announces `changed`. */
export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ kind: 'command', input, output }) as const

export type ErrorReply = { readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails }
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorReply }
export type Dispatch = (path: unknown, input: unknown) => Promise<Reply>

export type Client<C extends Contract> = {
  readonly [N in keyof C]: {
    readonly [M in keyof C[N]]: (input: z.input<C[N][M]['input']>) => Promise<z.output<C[N][M]['output']>>
  }
}
export type Handlers<C extends Contract> = {
  readonly [N in keyof C]: {
    readonly [M in keyof C[N]]: (input: z.output<C[N][M]['input']>) => z.input<C[N][M]['output']> | Promise<z.input<C[N][M]['output']>>
  }
}

/** Called with anything thrown that is not an AppError. */
export type ReportBug = (error: unknown, path: string) => void
/** Puts what was thrown into words for a person, where it is the world's doing (a damaged file, a full disk) and not ours. */
export type MapError = (error: unknown) => unknown

type AnyHandler = (input: unknown) => unknown

function findMethod(contract: Contract, path: unknown): { method: Method; noun: string; name: string } | undefined {
  if (typeof path !== 'string') return undefined
  const dot = path.indexOf('.')
  const noun = path.slice(0, dot)
  const name = path.slice(dot + 1)
  if (dot < 1 || !Object.hasOwn(contract, noun)) return undefined
  const methods = contract[noun]
  if (methods === undefined || !Object.hasOwn(methods, name)) return undefined
  const method = methods[name]
  return method === undefined ? undefined : { method, noun, name }
}

/**
 * The one place every call passes through: look up, parse the input, run, parse the output, map errors.
 * Never rejects. Output that does not fit its declaration is a bug, reported as such.
 */
export function createDispatcher<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  reportBug: ReportBug,
  mapError: MapError = (error) => error,
): Dispatch {
  return async (path, input) => {
    const found = findMethod(contract, path)
    if (found === undefined) return refuse('not-found', `There is no method “${String(path)}”.`, {})
    const parsed = found.method.input.safeParse(input)
    if (!parsed.success) {
      return refuse('invalid-input', sentenceOfIssues(parsed.error), { method: String(path) })
    }
    try {
      const handler = (handlers as Record<string, Record<string, AnyHandler>>)[found.noun]?.[found.name]
      if (handler === undefined) throw new Error(`no handler for ${String(path)}`)
      const value: unknown = await handler(parsed.data)
      return { ok: true, value: found.method.output.parse(value) }
    } catch (thrown) {
      const error = mapError(thrown)
      if (error instanceof AppError) return refuse(error.code, error.message, error.details)
      reportBug(error, String(path))
      return refuse('internal', 'Something went wrong. Nothing was saved.', {
        method: String(path),
        error: error instanceof Error ? error.message : String(error),
      })
    }
  }
}

function refuse(code: ErrorCode, message: string, details: ErrorDetails): Reply {
  return { ok: false, error: { code, message, details } }
}

/**
 * One dispatcher over many, each read when its noun is first asked for, so that nobody waits for what they don't use. Never rejects.
 */
export function createLazyDispatcher(nouns: Readonly<Record<string, () => Promise<Dispatch>>>, reportBug: ReportBug): Dispatch {
  const read = new Map<string, Promise<Dispatch>>()
  return async (path, input) => {
    const noun = typeof path === 'string' ? path.slice(0, Math.max(0, path.indexOf('.'))) : ''
    const load = Object.hasOwn(nouns, noun) ? nouns[noun] : undefined
    if (load === undefined) return refuse('not-found', `There is no method “${String(path)}”.`, {})
    const dispatch = read.get(noun) ?? load()
    read.set(noun, dispatch)
    try {
      return await (await dispatch)(path, input)
    } catch (error) {
      read.delete(noun)
      reportBug(error, String(path))
      return refuse('internal', 'A part of the program could not be read. Nothing was saved.', { method: String(path) })
    }
  }
}

/** A typed client that knows no contract: what is not there, the dispatcher says. Rejects with AppError for every error reply. */
export function createLazyClient<C extends Contract>(dispatch: Dispatch): Client<C> {
  const members = (make: (name: string) => unknown): object =>
    // Without “then”, or awaiting it would call it.
    new Proxy({}, { get: (_target, name) => (typeof name === 'string' && name !== 'then' ? make(name) : undefined) })
  return members((noun) => members((name) => (input: unknown) => ask(dispatch, `${noun}.${name}`, input))) as Client<C>
}

/** A typed client over any transport. Rejects with AppError for every error reply. */
export function createClient<C extends Contract>(contract: C, dispatch: Dispatch): Client<C> {
  const nouns = Object.entries(contract).map(([noun, methods]) => {
    const calls = Object.keys(methods).map((name) => [name, (input: unknown) => ask(dispatch, `${noun}.${name}`, input)])
    return [noun, Object.fromEntries(calls)]
  })
  return Object.fromEntries(nouns) as Client<C>
}

/** Calls one method by its path. Rejects with AppError for every error reply. */
export async function ask(dispatch: Dispatch, path: string, input: unknown): Promise<unknown> {
  return valueOf(await dispatch(path, input))
}

/** A reply's value. @throws AppError for an error reply */
export function valueOf(reply: Reply): unknown {
  if (reply.ok) return reply.value
  throw new AppError(reply.error.code, reply.error.message, reply.error.details)
}
