import { useNavigate, useRouter } from '@tanstack/react-router'
import { asAppError, send } from '../app/api.ts'
import type { SourcesSearch } from '../app/router.tsx'
import { useStillHere } from '../app/still-here.ts'
import { toastError } from '../ui/toast.tsx'

/** Imports remembered files again, of one source or of all, and shows the summary; who has gone elsewhere by then is told when it is there. */
export function useRefresh(): (sourceId: number | undefined) => void {
  const navigate = useNavigate()
  const router = useRouter()
  const watchScreen = useStillHere()
  return (sourceId) => {
    const isStillHere = watchScreen()
    void send('sources', 'refresh', sourceId === undefined ? {} : { sourceId }).then(
      ({ jobId }) => {
        if (!isStillHere()) return
        // The list it stands over stays as it is narrowed.
        const { pathname, search } = router.state.location
        void navigate({ to: '/sources', search: { ...(pathname === '/sources' ? (search as SourcesSearch) : {}), refresh: jobId } })
      },
      (error: unknown) => toastError(asAppError(error)),
    )
  }
}
