import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { DATASET_FIELDS } from '#core/assets/fields'
import type { JsonValue } from '#core/json'
import { useAsk, useCommand } from '../app/api.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { CopyButton, MiddleCut } from '../ui/name.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'
import type { Dataset } from './dataset-screen.tsx'
import { toastDecided } from './decide.ts'
import { Extras } from './extras.tsx'
import { FieldList } from './field-list.tsx'
import { NotSameDialog, SameAsDialog } from './same-dialogs.tsx'

/** What the sources say beyond the catalog entry, under which names, and since when. */
export function DetailsTab({ data }: { data: Dataset }) {
  const currency = useAsk('book', 'current', {}).data?.book?.currency ?? ''
  const [dialog, setDialog] = useState<'remove' | 'same' | { readonly notSame: string } | null>(null)
  const close = (): void => setDialog(null)
  const isByHand = data.keys.every((key) => key.format === 'hand')
  useScreenActions({ sameDataset: () => setDialog('same'), removeDataset: isByHand && (() => setDialog('remove')) })
  return (
    <div className="pagescroll" tabIndex={0} role="region" aria-label="Details">
      <div className="page">
        <section className="group">
          <div className="sect">
            <h2>Known as</h2>
            <span className="right">
              <Button look="ghost" icon="plus" onClick={() => setDialog('same')}>
                Is the same as…
              </Button>
            </span>
          </div>
          <table className="t tight ruled">
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">Source</th>
                <th scope="col">Kind</th>
                <th scope="col">
                  <span className="vh">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.keys.map((key) => (
                <tr key={key.key}>
                  <td style={{ maxWidth: 0, width: '60%' }}>
                    <code className="row">
                      <MiddleCut name={key.key} />
                    </code>
                  </td>
                  <td>{key.sourceName}</td>
                  <td>{key.format}</td>
                  <td>
                    <span className="row" style={{ justifyContent: 'flex-end' }}>
                      {/* Said of each but the one that the entry is called by: from it the others part. */}
                      {data.keys.length > 1 && key.key !== data.row.key && (
                        <button type="button" className="link small" onClick={() => setDialog({ notSame: key.key })}>
                          Not the same
                        </button>
                      )}
                      <CopyButton text={key.key} label="Copy the key" />
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="small muted" style={{ paddingTop: 6 }}>
            First seen <When atMs={data.firstSeenMs} />, last changed <When atMs={data.lastChangedMs} />
          </p>
        </section>
        <section className="group">
          <div className="sect">
            <h2>Technical fields</h2>
          </div>
          <FieldList
            subject={{ kind: 'dataset', key: data.row.key, column: null }}
            fields={DATASET_FIELDS.filter((field) => field.group === 'technical')}
            values={data.fields}
            currency={currency}
          />
        </section>
        <section className="group">
          <div className="sect">
            <h2>Kept from the source, not used by any screen</h2>
          </div>
          <Extras extras={data.extras as JsonValue} none="Nothing: what the sources say is in the fields and the other tabs." />
        </section>
        {isByHand && (
          <section className="group">
            <Button look="danger" onClick={() => setDialog('remove')}>
              Remove this dataset
            </Button>
          </section>
        )}
      </div>
      {dialog === 'remove' && <RemoveDialog data={data} onClose={close} />}
      {dialog === 'same' && <SameAsDialog data={data} onClose={close} />}
      {dialog !== null && typeof dialog === 'object' && <NotSameDialog data={data} other={dialog.notSame} onClose={close} />}
    </div>
  )
}

function RemoveDialog({ data, onClose }: { data: Dataset; onClose: () => void }) {
  const remove = useCommand('datasets', 'remove')
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const submit = (): void =>
    remove.mutate(
      { key: data.row.key, reason },
      {
        told: ({ groupId }) => toastDecided(`${data.row.name} is removed. Its history stays.`, groupId),
        onSuccess: () => void navigate({ to: '/catalog' }),
      },
    )
  return (
    <FormDialog
      title={`Remove ${data.row.name}`}
      action="Remove"
      look="danger"
      onSubmit={submit}
      onClose={onClose}
      isBusy={remove.isPending}
    >
      <p className="soft">It was set up by hand, so no import brings it back. What you set on it stays in the history.</p>
      <TextField label="Reason" value={reason} onChange={setReason} isFirst />
      {remove.error !== null && <ErrorBlock error={remove.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}
