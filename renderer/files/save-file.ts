import { useSyncExternalStore } from 'react'
import { formatBytes, plural } from '#core/format'
import { asAppError } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { createListeners } from '../app/listeners.ts'
import { toast, toastError } from '../ui/toast.tsx'

/** A file that is ready to be fetched, once. */
type Ready = { readonly ticket: string; readonly fileName: string }

/** What is written to a file: one of what is in it, and several where that is not just an s. */
export type WrittenFile = {
  readonly noun: string
  readonly nouns?: string
  readonly write: () => Promise<Ready & { readonly count: number }>
}

/** Says that a file of that size is there. */
export const savedWords = ({ fileName, sizeBytes }: { readonly fileName: string; readonly sizeBytes: number }): string =>
  `${fileName} is saved, ${formatBytes(sizeBytes)}.`

/** A file that is there before that is not worth words. */
const TELL_AFTER_MS = 300

const changes = createListeners<[]>()
let isUnderWay = false
let isTold = false

function tell(is: boolean): void {
  isTold = is
  changes.tell()
}

/** Has a file written and hands it to the person; a message says how many things are in it. */
export function saveFile({ noun, nouns = `${noun}s`, write }: WrittenFile): void {
  saveOne(write, ({ count, fileName }) => `${plural(count, noun, nouns)} saved as ${fileName}.`)
}

/** Has a file written and hands it to the person; `words` are the message then. One at a time: a large one takes a while. */
export function saveOne<File extends Ready>(write: () => Promise<File>, words: (file: File) => string): void {
  if (isUnderWay) toast('Another file is still being written. Try again when it is saved.')
  else void run(write, words)
}

async function run<File extends Ready>(write: () => Promise<File>, words: (file: File) => string): Promise<void> {
  const timer = setTimeout(() => tell(true), TELL_AFTER_MS)
  isUnderWay = true
  try {
    const file = await write()
    if (await bridge.download(file.ticket, file.fileName)) toast(words(file))
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
