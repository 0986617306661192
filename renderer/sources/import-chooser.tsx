import { type ChangeEvent, useRef, useState } from 'react'
import { ImportFormat } from '#contract/imports'
import type { z } from 'zod'
import { useAsk } from '../app/api.ts'
import { bridge } from '../app/bridge.ts'
import { useDrop } from '../files/drop.tsx'
import { FilePicker } from '../files/file-picker.tsx'
import { filesOfInput, type LocalFile } from '../files/upload.ts'
import { Button } from '../ui/button.tsx'
import { Segments, TextField } from '../ui/field.tsx'
import { Note } from '../ui/states.tsx'
import { type ImportWish, useStartImport } from './start-import.tsx'
import { UploadLine } from './upload-drop.tsx'
import { FORMATS } from './words.ts'

type Format = z.infer<typeof ImportFormat>
const DROP_WORDS: Record<Format, string> = {
  dbt: 'Drop the project’s target folder, or its JSON files, here',
  schema: 'Drop the file here',
  datasets: 'Drop the file here',
  glossary: 'Drop the file here',
  domains: 'Drop the file here',
  products: 'Drop the file here',
  costs: 'Drop the file here',
  links: 'Drop the file here',
}
const READABLE: Record<Format, RegExp> = {
  dbt: /\.json(\.gz)?$/i,
  schema: /\.(csv|json)(\.gz)?$/i,
  datasets: /\.csv(\.gz)?$/i,
  glossary: /\.(csv|ya?ml)(\.gz)?$/i,
  domains: /\.csv(\.gz)?$/i,
  products: /\.csv(\.gz)?$/i,
  costs: /\.csv(\.gz)?$/i,
  links: /\.csv(\.gz)?$/i,
}
const KINDS: Record<Exclude<Format, 'dbt'>, { one: string; example: string }> = {
  schema: { one: 'A table list does', example: 'warehouse' },
  datasets: { one: 'A dataset list does', example: 'partner list' },
  glossary: { one: 'A glossary does', example: 'business glossary' },
  domains: { one: 'A table of domains does', example: 'organisation' },
  products: { one: 'A table of data products does', example: 'product list' },
  costs: { one: 'A list of costs does', example: 'cloud bill' },
  links: { one: 'A list of links does', example: 'warehouse lineage' },
}

/** Which files: dropped, sent by the browser, or chosen below the folder this window was started for. */
export function ImportChooser({ format: wanted, sourceId }: { format: Format | undefined; sourceId: number | undefined }) {
  const [format, setFormat] = useState<Format>(wanted ?? 'dbt')
  const [name, setName] = useState('')
  const [isPicking, setPicking] = useState(false)
  const start = useStartImport()
  const info = useAsk('desktop', 'info', {})
  const sources = useAsk('sources', 'list', {})
  const source = sources.data?.items.find((one) => one.sourceId === sourceId)
  // dbt files name their project; a plain table list does not, and a file is read once, so it is asked before.
  const needsName = format !== 'dbt' && source === undefined
  const isNamed = !needsName || name.trim() !== ''
  const wish: ImportWish = { format, sourceName: needsName ? name : undefined, sourceId: source?.sourceId }
  const send = (files: LocalFile[]): void => {
    if (isNamed && !start.isBusy) start.fromFiles(files, wish)
  }
  const veil = useDrop(isNamed ? 'Drop to look at these files' : 'Name the source first', send)
  return (
    <div className="page">
      {veil}
      <div className="stack" style={{ gap: 16, maxWidth: 720 }}>
        <h1>{source === undefined ? 'Import' : `Import ${source.name} again`}</h1>
        {source === undefined ? (
          <Segments
            label="What to import"
            value={format}
            onChange={setFormat}
            options={ImportFormat.options.map((value) => ({ value, label: FORMATS[value].label }))}
          />
        ) : (
          <Note>
            <p>The files of this source were sent by the browser, so they are asked for again.</p>
          </Note>
        )}
        <p className="soft">{FORMATS[format].hint}</p>
        {needsName && (
          <TextField
            label="Name of the source"
            value={name}
            onChange={setName}
            placeholder={KINDS[format].example}
            hint={`${KINDS[format].one} not say where it comes from. Later imports under the same name update this one.`}
            maxLength={200}
          />
        )}
        {bridge.desktop === null ? (
          <Zone
            format={format}
            isBlocked={!isNamed || start.isBusy}
            onFiles={send}
            onPick={() => setPicking(true)}
            rootName={info.data?.rootName ?? ''}
          />
        ) : (
          <DialogZone format={format} isBlocked={!isNamed || start.isBusy} onChoose={(target) => start.fromDialog(target, wish)} />
        )}
        <UploadLine start={start} />
        <p className="small muted">Nothing changes yet: you see what the files would change before it is applied.</p>
      </div>
      {isPicking && (
        <FilePicker
          title="Choose files to import"
          action="Look at it"
          purpose="import"
          isWanted={(file) => READABLE[format].test(file)}
          takesFolders
          onClose={() => setPicking(false)}
          onPicked={({ pickId }) => {
            setPicking(false)
            start.fromPick(pickId, wish)
          }}
        />
      )}
    </div>
  )
}

type DialogZoneProps = { format: Format; isBlocked: boolean; onChoose: (target: 'files' | 'folder') => void }

/** In the app the system's dialogs choose, and every file can be read again where it is. */
function DialogZone({ format, isBlocked, onChoose }: DialogZoneProps) {
  return (
    <div className="dropzone">
      <p className="soft">{DROP_WORDS[format]}</p>
      <div className="row wrap" style={{ justifyContent: 'center' }}>
        <Button look="primary" icon="file" disabled={isBlocked} onClick={() => onChoose('files')}>
          Choose files
        </Button>
        {format === 'dbt' && (
          <Button icon="folder" disabled={isBlocked} onClick={() => onChoose('folder')}>
            Choose a folder
          </Button>
        )}
      </div>
      <p className="small muted">Where they are is remembered, so that Refresh can read them again.</p>
    </div>
  )
}

type ZoneProps = { format: Format; isBlocked: boolean; onFiles: (files: LocalFile[]) => void; onPick: () => void; rootName: string }

function Zone({ format, isBlocked, onFiles, onPick, rootName }: ZoneProps) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (event: ChangeEvent<HTMLInputElement>): void => {
    if (event.target.files !== null && event.target.files.length > 0) onFiles(filesOfInput(event.target.files))
    event.target.value = ''
  }
  return (
    <div className="dropzone">
      <p className="soft">{DROP_WORDS[format]}</p>
      <div className="row wrap" style={{ justifyContent: 'center' }}>
        <Button look="primary" icon="file" disabled={isBlocked} onClick={() => files.current?.click()}>
          Choose files
        </Button>
        {format === 'dbt' && (
          <Button icon="folder" disabled={isBlocked} onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
        )}
        <Button
          icon="folder"
          disabled={isBlocked}
          onClick={onPick}
          title="Files chosen here are remembered, so that Refresh can read them again"
        >
          From {rootName === '' ? 'this machine' : rootName}
        </Button>
      </div>
      <p className="small muted">
        Files chosen from {rootName === '' ? 'the list' : rootName} are remembered and can be refreshed by one click.
      </p>
      <input ref={files} type="file" multiple hidden onChange={take} aria-label="Files to import" tabIndex={-1} />
      <input ref={folder} type="file" hidden onChange={take} aria-label="Folder to import" tabIndex={-1} {...{ webkitdirectory: '' }} />
    </div>
  )
}
