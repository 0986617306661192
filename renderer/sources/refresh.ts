import { useNavigate } from '@tanstack/react-router'
import { asAppError, send } from '../app/api.ts'
import { toastError } from '../ui/toast.tsx'

/** Imports remembered files again, of one source or of all, and shows the summary; also when who asked is gone from the screen by then. */
export function useRefresh(): (sourceId: number | undefined) => void {
  const navigate = useNavigate()
  return (sourceId) =>
    void send('sources', 'refresh', sourceId === undefined ? {} : { sourceId }).then(
      ({ jobId }) => void navigate({ to: '/sources', search: { refresh: jobId } }),
      (error: unknown) => toastError(asAppError(error)),
    )
}
