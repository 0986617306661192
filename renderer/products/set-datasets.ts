import { plural } from '#core/format'
import { asAppError, type Input, send } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { toast, toastError } from '../ui/toast.tsx'

/** Puts datasets into a product or takes them out, and says so with the way back. Resolves to true when it is done. */
export async function setDatasets(input: Input<'products', 'setDatasets'>, name: string): Promise<boolean> {
  try {
    const { groupId, count } = await send('products', 'setDatasets', input)
    const words = plural(count, 'dataset')
    if (groupId === null) toast(`They are part of “${name}” already. Nothing was changed.`)
    else toastDecided(input.how === 'add' ? `${words} added to “${name}”.` : `${words} taken out of “${name}”.`, groupId)
    return true
  } catch (error) {
    toastError(asAppError(error))
    return false
  }
}
