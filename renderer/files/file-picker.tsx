import { useEffect, useRef, useState } from 'react'
import type { PickPurpose } from '#contract/desktop'
import type { AppError } from '#core/errors'
import { formatBytes, plural } from '#core/format'
import { textFilter } from '#core/search/text-filter'
import { asAppError, useAsk, useCommand } from '../app/api.ts'
import { bridge, type Desktop } from '../app/bridge.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import type { Picked } from './upload.ts'

type PickerProps = {
  title: string
  action: string
  purpose: PickPurpose
  /** Which files may be chosen. */
  isWanted: (name: string) => boolean
  /** A folder may be chosen as a whole. */
  takesFolders?: boolean
  /** A new file is named: the name to begin with. */
  newName?: string
  onPicked: (picked: Picked) => void
  onClose: () => void
}

type Place = { readonly folder: string; readonly name: string | null }
const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** Lets a person choose a file. The screen learns names, never paths. */
export function FilePicker(props: PickerProps) {
  return bridge.desktop === null ? <FolderPicker {...props} /> : <SystemPicker {...props} desktop={bridge.desktop} />
}

/** The system's own dialog. Nothing is drawn here but an error. */
function SystemPicker({ title, purpose, newName, onPicked, onClose, desktop }: PickerProps & { desktop: Desktop }) {
  const [error, setError] = useState<AppError | null>(null)
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const target = newName === undefined ? 'file' : 'new-file'
    desktop
      .choose({ purpose, target, newName })
      .then((picked) => (picked === null ? onClose() : onPicked(picked)))
      .catch((failure: unknown) => setError(asAppError(failure)))
  }, [desktop, purpose, newName, onPicked, onClose])
  if (error === null) return null
  return (
    <FormDialog title={title} action="Close" onSubmit={onClose} onClose={onClose}>
      <ErrorBlock error={error} kept="Nothing was changed." />
    </FormDialog>
  )
}

/** Chooses a file or folder below the folder this window was started for. */
function FolderPicker({ title, action, purpose, isWanted, takesFolders, newName, onPicked, onClose }: PickerProps) {
  const [place, setPlace] = useState<Place>({ folder: '', name: null })
  const [text, setText] = useState('')
  const [fileName, setFileName] = useState(newName ?? '')
  const info = useAsk('desktop', 'info', {})
  const pick = useCommand('desktop', 'pick')
  const chosen = chosenThing(place, newName === undefined ? null : fileName.trim(), takesFolders === true)
  const shown = chosen === null || chosen.name === '.' ? (info.data?.rootName ?? '') : join(chosen.folder, chosen.name)
  const submit = (): void => {
    if (chosen !== null) pick.mutate({ purpose, ...chosen }, { onSuccess: onPicked })
  }
  const enter = (folder: string): void => {
    setPlace({ folder, name: null })
    setText('')
  }
  return (
    <FormDialog
      title={title}
      action={action}
      width={640}
      onSubmit={submit}
      onClose={onClose}
      isBusy={pick.isPending}
      isBlocked={chosen === null}
      aside={
        chosen !== null && (
          <span className="small muted cut" title={shown}>
            {shown}
          </span>
        )
      }
    >
      <div className="row">
        <PathLine rootName={info.data?.rootName ?? '…'} folder={place.folder} onGo={enter} />
        <span className="grow" />
        <SearchInput key={place.folder} label="Filter" value={text} onChange={setText} />
      </div>
      <Entries
        place={place}
        text={text}
        isWanted={isWanted}
        onEnter={enter}
        onChoose={(name) => (newName === undefined ? setPlace({ folder: place.folder, name }) : setFileName(name))}
      />
      {takesFolders === true && <p className="small muted">Choose a file, or open a folder to take it as a whole.</p>}
      {newName !== undefined && <TextField label="File name" value={fileName} onChange={setFileName} isMono maxLength={255} isFirst />}
      {pick.error !== null && <ErrorBlock error={pick.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

/** What the button would take: the named new file, the chosen file, or the open folder itself. */
function chosenThing(place: Place, newName: string | null, takesFolders: boolean): { folder: string; name: string } | null {
  if (newName !== null) return newName === '' ? null : { folder: place.folder, name: newName }
  if (place.name !== null) return { folder: place.folder, name: place.name }
  if (!takesFolders) return null
  if (place.folder === '') return { folder: '', name: '.' }
  const at = place.folder.lastIndexOf('/')
  return { folder: place.folder.slice(0, Math.max(0, at)), name: place.folder.slice(at + 1) }
}

function PathLine({ rootName, folder, onGo }: { rootName: string; folder: string; onGo: (folder: string) => void }) {
  const names = folder === '' ? [] : folder.split('/')
  return (
    <nav className="pathline" aria-label="Folder">
      <button type="button" className="link" onClick={() => onGo('')}>
        {rootName}
      </button>
      {names.map((name, index) => (
        <span key={`${index}-${name}`} className="row" style={{ gap: 4 }}>
          <span className="muted">/</span>
          <button type="button" className="link" onClick={() => onGo(names.slice(0, index + 1).join('/'))}>
            {name}
          </button>
        </span>
      ))}
    </nav>
  )
}

type EntriesProps = {
  place: Place
  text: string
  isWanted: (name: string) => boolean
  onEnter: (folder: string) => void
  onChoose: (name: string) => void
}

function Entries({ place, text, isWanted, onEnter, onChoose }: EntriesProps) {
  const query = useAsk('desktop', 'listFolder', { folder: place.folder })
  if (query.error !== null) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
  const fits = textFilter(text)
  const entries = (query.data?.entries ?? []).filter((entry) => fits([entry.name]))
  return (
    <div className="picker" aria-busy={query.isPending}>
      {query.isPending && (
        <div style={{ padding: '0 10px' }}>
          <BoneRows rows={8} />
        </div>
      )}
      <ul>
        {entries.map((entry) => (
          <li key={entry.name}>
            <button
              type="button"
              disabled={entry.kind === 'file' && !isWanted(entry.name)}
              aria-pressed={entry.kind === 'file' ? place.name === entry.name : undefined}
              onClick={() => (entry.kind === 'folder' ? onEnter(join(place.folder, entry.name)) : onChoose(entry.name))}
            >
              <Icon name={entry.kind === 'folder' ? 'folder' : 'file'} />
              <span className="cut" title={entry.name}>
                {entry.name}
              </span>
              <span className="num small muted">{entry.kind === 'file' ? formatBytes(entry.sizeBytes) : ''}</span>
              <span className="num small muted">
                <When atMs={entry.modifiedAtMs} look="date" />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {query.data !== undefined && entries.length === 0 && (
        <p className="small muted" style={{ padding: 10 }}>
          {text.trim() === '' ? 'This folder holds nothing that can be chosen.' : `Nothing here is called “${text.trim()}”.`}
        </p>
      )}
      {(query.data?.hidden ?? 0) > 0 && (
        <p className="small muted" style={{ padding: 10 }}>
          {plural(query.data?.hidden ?? 0, 'entry', 'entries')} not shown: hidden, or not readable
        </p>
      )}
    </div>
  )
}
