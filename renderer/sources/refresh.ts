import { useNavigate, useRouter } from '@tanstack/react-router'
import { asAppError, send } from '../app/api.ts'
import type { SourcesSearch } from '../app/router.tsx'
import { toastError } from '../ui/toast.tsx'

/** Imports remembered files again, of one source or of all, and shows the summary; also when who asked is gone from the screen by then. */
export function useRefresh(): (sourceId: number | undefined) => void {
  const navigate = useNavigate()
  const router = useRouter()
  return (sourceId) =>
    void send('sources', 'refresh', sourceId === undefined ? {} : { sourceId }).then(
      ({ jobId }) => {
        // The list it stands over stays as it is narrowed.
        const { pathname, search } = router.state.location
        void navigate({ to: '/sources', search: { ...(pathname === '/sources' ? (search as SourcesSearch) : {}), refresh: jobId } })
      },
      (error: unknown) => toastError(asAppError(error)),
    )
}
