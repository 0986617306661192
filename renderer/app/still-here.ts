import { type NavigateOptions, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

/**
 * Remembers the screen one is on, and tells later whether one still is: work that is begun by then leads on to its own screen, but
 * does not take people away from where they have gone meanwhile.
 */
export function useStillHere(): () => () => boolean {
  const { history } = useRouter()
  return useCallback(() => {
    const { pathname } = history.location
    return () => history.location.pathname === pathname
  }, [history])
}

/** Leaves a page for another one, where it is the one that is shown, whatever part of it: what it is of is gone. */
export function useLeavePage(): (page: NavigateOptions, to: NavigateOptions) => void {
  const router = useRouter()
  return useCallback(
    (page, to) => {
      const { pathname, search } = router.buildLocation(page)
      const here = router.state.location
      const shown = here.search as Readonly<Record<string, unknown>>
      const isShown = here.pathname === pathname && Object.entries(search).every(([name, value]) => shown[name] === value)
      if (isShown) void router.navigate(to)
    },
    [router],
  )
}
