import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { AppError } from '#core/errors'
import { ask, type Output } from '../app/api.ts'

const FOUND_AT_MOST = 30
/** No number is shown: how many there are beyond is not counted. */
const COUNTED = 1000

type Found = Output<'search', 'find'>
/** A dataset that a search found, with its owner. */
export type FoundDataset = Found['items'][number]

/** Datasets that are found by what is typed, to choose from; none before anything is. */
export function useFoundDatasets(typed: string): {
  readonly found: readonly FoundDataset[]
  readonly query: UseQueryResult<Found, AppError>
} {
  const query = useQuery({
    ...ask('search', 'find', { text: typed, limit: FOUND_AT_MOST, countUpTo: COUNTED }),
    enabled: typed !== '',
    placeholderData: keepPreviousData,
  })
  const found = typed === '' ? [] : (query.data?.items ?? []).filter(({ asset }) => asset.kind === 'dataset')
  return { found, query }
}
