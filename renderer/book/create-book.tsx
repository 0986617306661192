import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../app/api.ts'
import { FilePicker } from '../files/file-picker.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { enterBook } from './enter-book.ts'

/** A file's name for a book's name: plain letters, so that it can be mailed and copied anywhere. */
function fileNameFor(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${plain === '' ? 'catalog' : plain}.stewardbook`
}

export type Next = 'catalog' | 'dbt' | 'costs'
const TITLES: Record<Next, string> = {
  catalog: 'Create a catalog file',
  dbt: 'Import dbt artifacts',
  costs: 'Import a billing export',
}
/** What is said of the files that are chosen once the catalog file is there. */
const WHAT_COMES: Record<Exclude<Next, 'catalog'>, string> = {
  dbt: 'They go into a catalog file, which is made first. Then you choose the artifacts.',
  costs: 'It goes into a catalog file, which is made first. Then you choose the list of costs.',
}

type CreateBookProps = {
  author: string
  /** What comes once the file is there: an empty catalog, or choosing the files that fill it. */
  next: Next
  onClose: () => void
}

/** Name, currency and author, then the place. */
export function CreateBookDialog({ author: known, next, onClose }: CreateBookProps) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [currency, setCurrency] = useState('USD')
  const [author, setAuthor] = useState(known)
  const [isPlacing, setPlacing] = useState(false)
  const create = useCommand('book', 'create')
  const setBookAuthor = useCommand('book', 'setAuthor')
  const isCurrency = /^[A-Z]{3}$/.test(currency)
  if (isPlacing) {
    return (
      <FilePicker
        title={`Where to keep ${name.trim()}`}
        action="Create"
        purpose="book-create"
        isWanted={() => false}
        newName={fileNameFor(name)}
        onClose={() => setPlacing(false)}
        onPicked={({ pickId }) => {
          setPlacing(false)
          if (author.trim() !== known) setBookAuthor.mutate({ author: author.trim() })
          create.mutate(
            { pickId, name: name.trim(), currency },
            {
              // By then the word that it is open may have taken the first screen away.
              told(book) {
                onClose()
                if (next !== 'catalog') void navigate({ to: '/sources/import', search: { format: next } })
                enterBook(book)
              },
            },
          )
        }}
      />
    )
  }
  return (
    <FormDialog
      title={TITLES[next]}
      action="Choose the place"
      onSubmit={() => setPlacing(true)}
      onClose={onClose}
      isBusy={create.isPending}
      isBlocked={name.trim() === '' || author.trim() === '' || !isCurrency}
    >
      {next !== 'catalog' && <p className="soft">{WHAT_COMES[next]}</p>}
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        placeholder="Larkmoor"
        isFirst
        isRequired
        maxLength={120}
        hint="Of the company, or of the part of it this catalog covers."
      />
      <TextField
        label="Currency"
        value={currency}
        onChange={(typed) => setCurrency(typed.toUpperCase())}
        maxLength={3}
        isMono
        error={isCurrency ? undefined : 'Three letters, such as USD or EUR.'}
      />
      <TextField label="Your name" value={author} onChange={setAuthor} maxLength={120} hint="What you set by hand is signed with it." />
      {create.error !== null && <ErrorBlock error={create.error} kept="No file was changed." />}
    </FormDialog>
  )
}
