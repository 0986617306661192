import { useState } from 'react'
import type { AssetRef } from '#contract/shapes'
import { asAppError, useCommand } from '../app/api.ts'
import { useFoundDatasets } from '../catalog/found-datasets.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { DatasetName } from '../ui/name.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import type { Dataset } from './dataset-screen.tsx'
import { toastDecided } from './decide.ts'

type DialogProps = { data: Dataset; onClose: () => void }

/** Says that another dataset is this one under a further name. */
export function SameAsDialog({ data: { row, keys }, onClose }: DialogProps) {
  const setSame = useCommand('assets', 'setSame')
  const [text, setText] = useState('')
  const [other, setOther] = useState<AssetRef | null>(null)
  const [reason, setReason] = useState('')
  const { found: all, query } = useFoundDatasets(text.trim())
  const own = new Set(keys.map((key) => key.key))
  const found = all.filter(({ asset }) => !own.has(asset.key))
  const submit = (): void => {
    if (other === null) return
    setSame.mutate(
      { from: other.key, to: row.key, isSame: true, reason },
      {
        told: ({ groupId }) => toastDecided(`${other.name} and ${row.name} are one dataset.`, groupId),
        onSuccess: onClose,
      },
    )
  }
  return (
    <FormDialog
      title={`${row.name} is the same as…`}
      action="They are the same"
      onSubmit={submit}
      onClose={onClose}
      isBusy={setSame.isPending}
      isBlocked={other === null}
      width={600}
      aside={
        other !== null && <span className="small muted cut">{other.schema === null ? other.name : `${other.schema}.${other.name}`}</span>
      }
    >
      <p className="soft">
        Both become one entry, with the links, checks and values of either. Nothing that was imported is rewritten, and it can be taken
        back.
      </p>
      <SearchInput label="Search datasets" value={text} onChange={setText} isFirst />
      <div className="picker few" aria-busy={query.isFetching}>
        <ul>
          {found.map(({ asset, ownerTeam }) => (
            <li key={asset.key}>
              <button type="button" aria-pressed={other?.key === asset.key} onClick={() => setOther(asset)} title={asset.key}>
                <Icon name="table" />
                <DatasetName schema={asset.schema} name={asset.name} />
                <span className="small muted cut">{asset.resourceType}</span>
                <span className="small muted cut">{ownerTeam}</span>
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && (
          <p className="small muted" style={{ padding: 10 }}>
            {text.trim() === ''
              ? 'Type a part of its name.'
              : query.isFetching
                ? 'Searching'
                : `No other dataset is found by “${text.trim()}”.`}
          </p>
        )}
      </div>
      <TextField label="Reason" value={reason} onChange={setReason} hint="Kept in the history." />
      {query.error !== null && text.trim() !== '' && <ErrorBlock error={asAppError(query.error)} />}
      {setSame.error !== null && <ErrorBlock error={setSame.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

/** Says that one of a dataset's keys names another thing. */
export function NotSameDialog({ data: { row }, other, onClose }: DialogProps & { other: string }) {
  const setSame = useCommand('assets', 'setSame')
  const [reason, setReason] = useState('')
  const submit = (): void =>
    setSame.mutate(
      { from: other, to: row.key, isSame: false, reason },
      {
        told: ({ groupId }) => toastDecided('They are two datasets.', groupId),
        onSuccess: onClose,
      },
    )
  return (
    <FormDialog title="Not the same" action="They are not the same" onSubmit={submit} onClose={onClose} isBusy={setSame.isPending}>
      <p className="soft">
        <code className="wordy">{other}</code> becomes a dataset of its own, apart from <code className="wordy">{row.key}</code>. Each keeps
        what its sources say and what was set on it by hand.
      </p>
      <TextField label="Reason" value={reason} onChange={setReason} isFirst hint="Kept in the history." />
      {setSame.error !== null && <ErrorBlock error={setSame.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}
