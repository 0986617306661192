import { useNavigate } from '@tanstack/react-router'
import { asAppError, send } from '../app/api.ts'
import { toastError } from '../ui/toast.tsx'
import { enterBook } from './enter-book.ts'

/** Closes the catalog file and goes to the first screen, where another one can be opened. */
export function useCloseBook(): () => void {
  const navigate = useNavigate()
  return () =>
    void send('book', 'close', {}).then(
      () => {
        enterBook(null)
        void navigate({ to: '/home' })
      },
      (error: unknown) => toastError(asAppError(error)),
    )
}
