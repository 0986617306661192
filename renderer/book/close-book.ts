import { asAppError, send } from '../app/api.ts'
import { queryClient } from '../app/query.ts'
import { toastError } from '../ui/toast.tsx'

/** Closes the catalog file and goes to the first screen, where another one can be opened. */
export function closeBook(): void {
  send('book', 'close', {}).then(
    () => {
      queryClient.clear()
      void queryClient.invalidateQueries()
      location.assign('/')
    },
    (error: unknown) => toastError(asAppError(error)),
  )
}
