import { useState } from 'react'
import type { DatasetFilter, DatasetSort } from '#contract/shapes'
import type { SavedView } from '#contract/views'
import { canonicalJson, type JsonValue } from '#core/json'
import type { z } from 'zod'
import { asAppError, send, useAsk, useCommand } from '../app/api.ts'
import type { CatalogSearch } from '../app/router.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { toast, toastError } from '../ui/toast.tsx'

type Shown = { readonly filter: DatasetFilter; readonly sort: z.infer<typeof DatasetSort> }

const sameAs = (shown: Shown): string => canonicalJson({ filter: shown.filter, sort: shown.sort } as JsonValue)

/** The saved views, and the one that is on screen now. */
export function useSavedViews(shown: Shown): { readonly views: readonly SavedView[]; readonly current: SavedView | undefined } {
  const views = useAsk('views', 'list', {}).data?.items ?? []
  const text = sameAs(shown)
  return { views, current: views.find((view) => sameAs(view) === text) }
}

/** The address of a view: what the filter and the order add to it. */
export function searchOf({ filter, sort }: Shown): CatalogSearch {
  const isPlain = sort.by === 'name' && sort.direction === 'asc'
  return { ...filter, ...(isPlain ? {} : { by: sort.by, dir: sort.direction }) }
}

/** Keeps what is on screen as a view, or takes the one away that is. */
export function ViewActions({ shown, current }: { shown: Shown; current: SavedView | undefined }) {
  const [isNaming, setNaming] = useState(false)
  const isNarrowed = Object.keys(searchOf(shown)).length > 0
  if (current !== undefined) {
    return <IconButton icon="close" label={`Remove the view ${current.name}`} onClick={() => removeView(current)} />
  }
  if (!isNarrowed) return null
  return (
    <>
      <Button look="ghost" onClick={() => setNaming(true)}>
        Save view
      </Button>
      {isNaming && <SaveView shown={shown} onClose={() => setNaming(false)} />}
    </>
  )
}

function SaveView({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const [name, setName] = useState('')
  const save = useCommand('views', 'save')
  const submit = (): void =>
    save.mutate(
      { name, filter: shown.filter, sort: shown.sort },
      {
        onSuccess({ viewId }) {
          toast(`View “${name.trim()}” saved.`, [{ label: 'Undo', run: () => void send('views', 'remove', { viewId }).catch(showError) }])
          onClose()
        },
      },
    )
  return (
    <FormDialog title="Save view" action="Save" onSubmit={submit} onClose={onClose} isBusy={save.isPending} isBlocked={name.trim() === ''}>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        hint="Kept in the catalog file: everyone who opens it has this view."
        error={save.error?.message}
        maxLength={80}
        isFirst
      />
    </FormDialog>
  )
}

const showError = (error: unknown): void => toastError(asAppError(error))

function removeView({ viewId, name, filter, sort }: SavedView): void {
  send('views', 'remove', { viewId }).then(
    () =>
      toast(`View “${name}” removed.`, [{ label: 'Undo', run: () => void send('views', 'save', { name, filter, sort }).catch(showError) }]),
    showError,
  )
}
