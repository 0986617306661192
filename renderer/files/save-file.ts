import { useRef, useState } from 'react'
import { plural } from '#core/format'
import { asAppError } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { toast, toastError } from '../ui/toast.tsx'

/** What is in a file: one of it, and several where that is not just an s. */
export type InFile = { readonly noun: string; readonly nouns?: string }
export type WriteFile = () => Promise<{ readonly ticket: string; readonly fileName: string; readonly count: number }>

/** A file that is there before that is not worth words. */
const TELL_AFTER_MS = 300

/**
 * Has a file written and hands it to the person; a message says how many things are in it. One at a time:
 * a large one takes a while, and `isWriting` says so.
 */
export function useSaveFile({ noun, nouns = `${noun}s` }: InFile): {
  readonly isWriting: boolean
  readonly save: (write: WriteFile) => void
} {
  const [isWriting, setWriting] = useState(false)
  const isUnderWay = useRef(false)
  const run = async (write: WriteFile): Promise<void> => {
    const timer = setTimeout(() => setWriting(true), TELL_AFTER_MS)
    isUnderWay.current = true
    try {
      const { ticket, fileName, count } = await write()
      if (await bridge.download(ticket, fileName)) toast(`${plural(count, noun, nouns)} saved as ${fileName}.`)
    } catch (error) {
      toastError(asAppError(error))
    } finally {
      clearTimeout(timer)
      isUnderWay.current = false
      setWriting(false)
    }
  }
  const save = (write: WriteFile): void => {
    if (!isUnderWay.current) void run(write)
  }
  return { isWriting, save }
}
