import type { z } from 'zod'
import { contract, type AppContract } from '#contract/index'
import { createAssetHandlers } from '../assets.ts'
import { createDatasetHandlers } from '../datasets.ts'
import { createLineageHandlers } from '../lineage.ts'
import { createSearchHandlers } from '../search.ts'
import { besideHere } from './beside-here.ts'
import type { SmallBook } from './small-book.ts'

type Asked = 'assets' | 'datasets' | 'lineage' | 'search'
type Methods<N extends Asked> = AppContract[N]

/** Asks as a door does: the input is parsed, the answer must be what the contract declares. */
export async function ask<N extends Asked, M extends keyof Methods<N> & string>(
  book: SmallBook,
  noun: N,
  name: M,
  input: z.input<Methods<N>[M] extends { readonly input: infer I extends z.ZodType } ? I : never>,
): Promise<z.output<Methods<N>[M] extends { readonly output: infer O extends z.ZodType } ? O : never>> {
  const handlers = {
    assets: createAssetHandlers(book.get, besideHere(book.deps).beside),
    datasets: createDatasetHandlers(book.get, besideHere(book.deps)),
    lineage: createLineageHandlers(book.get),
    search: createSearchHandlers(book.get),
  }
  const method = (contract[noun] as Record<string, { input: z.ZodType; output: z.ZodType }>)[name]
  const handler = (handlers[noun] as unknown as Record<string, (given: unknown) => unknown>)[name]
  if (method === undefined || handler === undefined) throw new Error(`no method ${noun}.${name}`)
  return method.output.parse(await handler(method.input.parse(input))) as never
}
