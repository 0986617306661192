import { useSyncExternalStore } from 'react'
import { createListeners } from './listeners.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { asAppError } from './api.ts'

const changes = createListeners<[]>()
let taken = 0

/**
 * How often something was undone here. As part of a form's key it begins the form anew, also where a quick hand undoes
 * what the form has not read again yet: what it shows then never changed, but what was typed would stay.
 */
export function useTakenBack(): number {
  return useSyncExternalStore(changes.add, () => taken)
}

type Values<T> = { readonly before: T; readonly now: T }

/** Says what was saved, with the way back; and, undone, with the way forth again. `keep` saves a value. */
export function offerUndo<T>(text: string, keep: (value: T) => Promise<unknown>, { before, now }: Values<T>): void {
  const redo = (): void => put(keep, now, () => offerUndo('Done again.', keep, { before, now }))
  const undo = (): void => put(keep, before, () => toast('Undone.', [{ label: 'Redo', run: redo }]))
  toast(text, [{ label: 'Undo', run: undo }])
}

function put<T>(keep: (value: T) => Promise<unknown>, value: T, then: () => void): void {
  void keep(value).then(
    () => {
      taken += 1
      changes.tell()
      then()
    },
    (error: unknown) => toastError(asAppError(error)),
  )
}
