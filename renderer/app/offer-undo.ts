import { toast, toastError } from '../ui/toast.tsx'
import { asAppError } from './api.ts'

/** Says what was saved, with the way back; and, taken back, with the way forth again. `keep` saves a value. */
export function offerUndo<T>(text: string, keep: (value: T) => Promise<unknown>, { before, now }: { before: T; now: T }): void {
  const undo = (): Promise<void> =>
    keep(before).then(
      () => offerUndo('Taken back.', keep, { before: now, now: before }),
      (error: unknown) => toastError(asAppError(error)),
    )
  toast(text, [{ label: 'Undo', run: () => void undo() }])
}
