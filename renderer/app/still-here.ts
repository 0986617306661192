import { useRouter } from '@tanstack/react-router'
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
