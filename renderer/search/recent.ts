import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { AssetRef } from '#contract/shapes'
import { ask, send } from '../app/api.ts'
import { queryClient } from '../app/query.ts'

const NONE: readonly AssetRef[] = []

/** What was looked at last in this catalog file, newest first. The host remembers it: nothing is kept in the browser. */
export function useRecent(): readonly AssetRef[] {
  // A name may be another by now; until that is known, the list stands as it was.
  return useQuery({ ...ask('home', 'lookedAt', {}), staleTime: 0 }).data?.items ?? NONE
}

/** Notes that the page of something is on screen; undefined while it is not known yet. */
export function useVisit(key: string | undefined): void {
  useEffect(() => {
    if (key === undefined) return
    send('home', 'lookAt', { key }).then(
      () => void queryClient.invalidateQueries({ queryKey: ['home', 'lookedAt'] }),
      // Not to be told to anybody: all that is lost is a line of the search.
      () => undefined,
    )
  }, [key])
}
