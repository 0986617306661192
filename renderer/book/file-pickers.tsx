import { useNavigate } from '@tanstack/react-router'
import { formatCount, plural } from '#core/format'
import { asAppError, send, useAsk } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { FilePicker } from '../files/file-picker.tsx'
import { savedWords } from '../files/save-file.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { enterBook } from './enter-book.ts'

type Props = { onClose: () => void }
const failed = (error: unknown): void => toastError(asAppError(error))

/** Which of the files are catalog files. */
export const isBookFile = (name: string): boolean => /\.stewardbook$/i.test(name)

/** Another catalog file takes the place of the open one, on the first screen. */
export function OpenBookPicker({ onClose }: Props) {
  const navigate = useNavigate()
  return (
    <FilePicker
      title="Open a catalog file"
      action="Open"
      purpose="book-open"
      isWanted={isBookFile}
      onClose={onClose}
      onPicked={({ pickId }) => {
        onClose()
        send('book', 'open', { pickId }).then((book) => {
          enterBook(book)
          void navigate({ to: '/home' })
        }, failed)
      }}
    />
  )
}

/** Where a whole copy of the catalog file goes. */
export function SaveCopyPicker({ onClose }: Props) {
  const book = useAsk('book', 'current', {}).data?.book
  return (
    <FilePicker
      title="Save a copy"
      action="Save"
      purpose="book-copy"
      isWanted={() => false}
      newName={(book?.fileName ?? '').replace(/(\.stewardbook)?$/, '-copy.stewardbook')}
      onClose={onClose}
      onPicked={({ pickId }) => {
        onClose()
        send('book', 'saveCopy', { pickId }).then((copy) => toast(savedWords(copy)), failed)
      }}
    />
  )
}

/** Takes over what was set by hand in another catalog file, from the file it was exported to. */
export function ImportDecisionsPicker({ onClose }: Props) {
  return (
    <FilePicker
      title="Import what was set by hand"
      action="Import"
      purpose="decisions-import"
      isWanted={(name) => /\.json$/i.test(name)}
      onClose={onClose}
      onPicked={({ pickId }) => {
        onClose()
        send('decisions', 'import', { pickId }).then(({ taken, skipped, sleeping, groupId }) => {
          const waiting = sleeping > 0 ? `, ${formatCount(sleeping)} wait for their dataset` : ''
          toastDecided(`${plural(taken, 'value')} taken over, ${formatCount(skipped)} set here already${waiting}.`, groupId)
        }, failed)
      }}
    />
  )
}
