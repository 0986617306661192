import { useCallback } from 'react'
import { plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { asAppError, type Input, type Output, send } from '../app/api.ts'
import { toast, toastError } from '../ui/toast.tsx'

export type Change = { key: string; column?: string | null; field: string; value: JsonValue | null }

type Undone = Output<'decisions', 'undo'>

/** Undoes a group of decisions at once, as the person just made it. */
function undoDecisions(groupId: number, say: (undone: Undone) => void): void {
  send('decisions', 'undo', { groupId }).then(say, (error: unknown) => toastError(asAppError(error)))
}

/** Says that decisions were undone, with the way forth again: the undo of the undo. */
export function toastUndone({ groupId, count }: Undone): void {
  const redo = (): void => undoDecisions(groupId, (done) => toastDecided(`${plural(done.count, 'value')} set again.`, done.groupId))
  toast(`${plural(count, 'value')} undone. What stood before stands again.`, [{ label: 'Redo', run: redo }])
}

/** Says what was decided, with the way back; `leave`: where the page of what is undone leads then. */
export function toastDecided(text: string, groupId: number | null, leave?: () => void): void {
  const say = (undone: Undone): void => {
    toastUndone(undone)
    leave?.()
  }
  toast(text, groupId === null ? [] : [{ label: 'Undo', run: () => undoDecisions(groupId, say) }])
}

/**
 * Sets fields by hand, all or none.
 * @returns a function that resolves to true when it is saved; a failure is shown and resolves to false
 */
export function useDecide(): (changes: readonly Change[], reason: string, words: string) => Promise<boolean> {
  return useCallback(async (changes, reason, words) => {
    try {
      const input: Input<'decisions', 'set'> = { changes: changes.map((change) => ({ ...change, value: change.value as never })), reason }
      const { groupId } = await send('decisions', 'set', input)
      toastDecided(words, groupId)
      return true
    } catch (error) {
      toastError(asAppError(error))
      return false
    }
  }, [])
}
