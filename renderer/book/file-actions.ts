import { formatBytes, plural } from '#core/format'
import { asAppError, send } from '../app/api.ts'
import { queryClient } from '../app/query.ts'
import { toast, toastError } from '../ui/toast.tsx'

const failed = (error: unknown): void => toastError(asAppError(error))

/** Says that a copy of the catalog file was written. */
export const toastSaved = ({ fileName, sizeBytes }: { fileName: string; sizeBytes: number }): void =>
  toast(`${fileName} is saved, ${formatBytes(sizeBytes)}.`)

/** A dated copy beside the file. */
export function backUp(): void {
  send('book', 'backup', {}).then(toastSaved, failed)
}

/** Reads the whole file and says whether it is sound. */
export function checkFile(): void {
  send('book', 'check', {}).then(
    ({ ok, problems }) => toast(ok ? 'The catalog file is sound: no damage found.' : `The catalog file is damaged. ${problems.join(' ')}`),
    failed,
  )
}

/** Computes the chain of the journal again and says whether it is whole. */
export function verifyJournal(): void {
  send('book', 'verify', {}).then(
    ({ entries, firstBroken }) =>
      toast(
        firstBroken === null
          ? `${plural(entries, 'entry', 'entries')}, the chain of the journal is whole.`
          : `The journal was changed behind its back: entry ${firstBroken.seq}, ${firstBroken.reason}`,
      ),
    failed,
  )
}

/** Closes the catalog file and goes to the first screen, where another one can be opened. */
export function closeBook(): void {
  send('book', 'close', {}).then(() => {
    queryClient.clear()
    void queryClient.invalidateQueries()
    location.assign('/')
  }, failed)
}
