import { plural } from '#core/format'
import { asAppError, type Input, send } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { toast, toastError } from '../ui/toast.tsx'

/** Links a term or takes links off, and says so with the way back. Resolves to true when it is done. */
export async function setLinks(input: Input<'terms', 'setLinks'>): Promise<boolean> {
  try {
    const { groupId, count } = await send('terms', 'setLinks', input)
    const places = plural(count, 'place')
    if (groupId === null) toast(`“${input.name}” is there already. Nothing was changed.`)
    else toastDecided(input.how === 'add' ? `“${input.name}” is linked in ${places}.` : `“${input.name}” is off ${places}.`, groupId)
    return true
  } catch (error) {
    toastError(asAppError(error))
    return false
  }
}
