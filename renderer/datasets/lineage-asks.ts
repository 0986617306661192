import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ask } from '../app/api.ts'
import { queryClient } from '../app/query.ts'
import { type Around, type Ask, type Direction, nextAsk, type Page } from './lineage-pages.ts'

/** At module level, so that it only runs when an answer changed. */
function whatCame(results: readonly UseQueryResult<Around>[]) {
  return { answers: results.map((result) => result.data), error: results.find((result) => result.error !== null)?.error ?? null }
}

const askAgain = (): void => void queryClient.invalidateQueries({ queryKey: ['lineage'] })

/** The pages of a dataset's lineage that came so far, one step at first; each `expand` asks for one more. */
export function useLineagePages(rootKey: string) {
  const [further, setFurther] = useState<readonly Ask[]>([])
  const asks = useMemo((): Ask[] => [{ key: rootKey, direction: 'both', skip: 0 }, ...further], [rootKey, further])
  const { answers, error } = useQueries({
    combine: whatCame,
    queries: asks.map((one) => ask('lineage', 'around', { ...one, steps: 1 })),
  })
  const pages = useMemo(
    () =>
      asks.flatMap((one, index): Page[] => {
        const answer = answers[index]
        return answer === undefined ? [] : [{ ask: one, answer }]
      }),
    [asks, answers],
  )
  const expand = (key: string, direction: Direction): void => {
    const next = nextAsk(pages, key, direction)
    const isSame = (one: Ask): boolean => one.key === key && one.direction === direction && one.skip === next.skip
    // One that was asked and has not come is on its way, or `error` says that it could not be read.
    setFurther((old) => (old.some(isSame) ? old : [...old, next]))
  }
  return { pages, error, askAgain, expand, isFurther: further.length > 0, backToOneStep: () => setFurther([]) }
}
