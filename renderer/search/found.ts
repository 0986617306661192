import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AppError } from '#core/errors'
import { type Output, send } from '../app/api.ts'

/** What was found for a text: hits, and what has a name and is no asset. */
export type Found = Output<'search', 'find'> & { readonly text: string; readonly places: Output<'search', 'names'>['items'] }
const SHOWN = 30
/** Beyond, a person types another letter whatever the number is. */
const COUNTED = 1000
/** Each letter is a question of its own: what was typed a moment ago is remembered, what was typed before that is not. */
const KEPT_MS = 10_000

async function find(text: string): Promise<Found> {
  const [found, { items }] = await Promise.all([
    send('search', 'find', { text, limit: SHOWN, countUpTo: COUNTED }),
    send('search', 'names', { text }),
  ])
  return { ...found, text, places: items }
}

/**
 * What there is for a text while it is typed, asked for at once. Never more than one question is under way: what was typed
 * meanwhile is asked when its answer is there, and that answer, to a text that stands no more, is dropped. Until the text's own
 * answer is there, what was found last stays (`isCurrent` is false).
 */
export function useFound(text: string): { found: Found | undefined; isCurrent: boolean; error: AppError | null; retry: () => void } {
  const [asked, setAsked] = useState('')
  const query = useQuery<Found, AppError>({
    queryKey: ['search', 'palette', asked],
    queryFn: () => find(asked),
    enabled: asked !== '',
    gcTime: KEPT_MS,
    // No event tells the search of a view that was saved.
    staleTime: 0,
  })
  if (asked !== text && !query.isFetching) setAsked(text)
  const last = useRef<Found | undefined>(undefined)
  const isAsked = text !== '' && asked === text
  if (text === '') last.current = undefined
  else if (isAsked && query.data !== undefined) last.current = query.data
  const error = isAsked ? query.error : null
  const isCurrent = text === '' || (isAsked && (query.data !== undefined || error !== null))
  return { found: error === null ? last.current : undefined, isCurrent, error, retry: () => void query.refetch() }
}
