import { type QueryKey, queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { AppContract } from '#contract/index'
import { ask as askHost } from '#contract/kit'
import { AppError } from '#core/errors'
import type { z } from 'zod'
import { bridge } from './bridge.ts'

type Noun = keyof AppContract
type Name<N extends Noun> = keyof AppContract[N] & string
type Shape<N extends Noun, M extends Name<N>> = AppContract[N][M] extends {
  input: infer I extends z.ZodType
  output: infer O extends z.ZodType
}
  ? { input: z.input<I>; output: z.output<O> }
  : never
export type Input<N extends Noun, M extends Name<N>> = Shape<N, M>['input']
export type Output<N extends Noun, M extends Name<N>> = Shape<N, M>['output']

/**
 * Calls one method by its names. Only the contract's types are in the page: the host parses what is sent and what is answered.
 * Rejects with AppError.
 */
export function send<N extends Noun, M extends Name<N>>(noun: N, method: M, input: Input<N, M>): Promise<Output<N, M>> {
  return askHost((path, given) => bridge.call(String(path), given), `${noun}.${method}`, input) as Promise<Output<N, M>>
}

/** Key and function of a query. Keys begin with the noun, which is what `changed` events name. */
export function ask<N extends Noun, M extends Name<N>>(noun: N, method: M, input: Input<N, M>) {
  const queryKey: QueryKey = [noun, method, input]
  return queryOptions<Output<N, M>, AppError>({ queryKey, queryFn: () => send(noun, method, input) })
}

/** A query's answer, kept until an event says that it may differ. */
export function useAsk<N extends Noun, M extends Name<N>>(noun: N, method: M, input: Input<N, M>, options: { enabled?: boolean } = {}) {
  return useQuery({ ...ask(noun, method, input), ...options })
}

type Told<T> = {
  /** Told even when who asked is gone from the screen by then: what was done, and the way back. */
  readonly told?: (output: T) => void
  /** Only while who asked is there: what becomes of it on the screen. */
  readonly onSuccess?: (output: T) => void
  readonly onError?: (error: AppError) => void
}

/** A command as a mutation; what it changed is announced by the host, so nothing is invalidated here. */
export function useCommand<N extends Noun, M extends Name<N>>(noun: N, method: M) {
  type Call = { readonly input: Input<N, M>; readonly told: Told<Output<N, M>>['told'] }
  const { mutate, isPending, error } = useMutation<Output<N, M>, AppError, Call>({
    mutationFn: async ({ input, told }) => {
      const output = await send(noun, method, input)
      told?.(output)
      return output
    },
  })
  return {
    isPending,
    error,
    mutate: (input: Input<N, M>, { told, ...shown }: Told<Output<N, M>> = {}): void => mutate({ input, told }, shown),
  }
}

/** Anything thrown as an AppError, for showing. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('internal', error instanceof Error ? error.message : 'Something went wrong. Nothing was saved.')
}
