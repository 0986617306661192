import { useSyncExternalStore } from 'react'
import { createListeners } from './listeners.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { asAppError } from './api.ts'

const changes = createListeners<[]>()
let taken = 0

/**
 * How often something was taken back here. As part of a form's key it begins the form anew, also where a quick hand takes back
 * what the form has not read again yet: what it shows then never changed, but what was typed would stay.
 */
export function useTakenBack(): number {
  return useSyncExternalStore(changes.add, () => taken)
}

/** Says what was saved, with the way back; and, taken back, with the way forth again. `keep` saves a value. */
export function offerUndo<T>(text: string, keep: (value: T) => Promise<unknown>, { before, now }: { before: T; now: T }): void {
  const undo = (): Promise<void> =>
    keep(before).then(
      () => {
        taken += 1
        changes.tell()
        offerUndo('Taken back.', keep, { before: now, now: before })
      },
      (error: unknown) => toastError(asAppError(error)),
    )
  toast(text, [{ label: 'Undo', run: () => void undo() }])
}
