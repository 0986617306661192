import { useCallback } from 'react'
import type { JsonValue } from '#core/json'
import { asAppError, type Input, send } from '../app/api.ts'
import { toast, toastError } from '../ui/toast.tsx'

export type Change = { key: string; column?: string | null; field: string; value: JsonValue | null }

/** Takes a group of decisions back and says so. */
function undoDecisions(groupId: number): void {
  send('decisions', 'undo', { groupId }).then(
    ({ count }) =>
      toast(count === 1 ? 'Taken back. What stood before stands again.' : `${count} changes taken back. What stood before stands again.`),
    (error: unknown) => toastError(asAppError(error)),
  )
}

/** Says what was decided, with the way back. */
export function toastDecided(text: string, groupId: number | null): void {
  toast(text, groupId === null ? [] : [{ label: 'Undo', run: () => undoDecisions(groupId) }])
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
