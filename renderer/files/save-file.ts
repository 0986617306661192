import { useSyncExternalStore } from 'react'
import { plural } from '#core/format'
import { asAppError } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { createListeners } from '../app/listeners.ts'
import { toast, toastError } from '../ui/toast.tsx'

/** What is written to a file: one of what is in it, and several where that is not just an s. */
export type WrittenFile = {
  readonly noun: string
  readonly nouns?: string
  readonly write: () => Promise<{ readonly ticket: string; readonly fileName: string; readonly count: number }>
}

/** A file that is there before that is not worth words. */
const TELL_AFTER_MS = 300

const changes = createListeners<[]>()
let isUnderWay = false
let isTold = false

function tell(is: boolean): void {
  isTold = is
  changes.tell()
}

/** Has a file written and hands it to the person; a message says how many things are in it. One at a time: a large one takes a while. */
export function saveFile(file: WrittenFile): void {
  if (!isUnderWay) void run(file)
}

async function run({ noun, nouns = `${noun}s`, write }: WrittenFile): Promise<void> {
  const timer = setTimeout(() => tell(true), TELL_AFTER_MS)
  isUnderWay = true
  try {
    const { ticket, fileName, count } = await write()
    if (await bridge.download(ticket, fileName)) toast(`${plural(count, noun, nouns)} saved as ${fileName}.`)
  } catch (error) {
    toastError(asAppError(error))
  } finally {
    clearTimeout(timer)
    isUnderWay = false
    tell(false)
  }
}

/** Whether a file is being written, once that takes a while. */
export const useIsWriting = (): boolean => useSyncExternalStore(changes.add, () => isTold)
