import { type NavigateOptions, useNavigate } from '@tanstack/react-router'
import { useCommand } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { ErrorBlock } from '../ui/states.tsx'

type RemoveProps = {
  assetKey: string
  name: string
  /** What goes and what stays, before it is done. */
  goes: string
  /** What is said afterwards. */
  said: string
  list: NavigateOptions
  onClose: () => void
}

/** Deletes what people set up: a domain's description, a data product. Datasets stay what they are. */
export function RemoveDialog({ assetKey, name, goes, said, list, onClose }: RemoveProps) {
  const remove = useCommand('assets', 'remove')
  const navigate = useNavigate()
  const submit = (): void =>
    remove.mutate(
      { key: assetKey },
      {
        told: ({ groupId }) => toastDecided(said, groupId),
        onSuccess() {
          onClose()
          void navigate(list)
        },
      },
    )
  return (
    <FormDialog title={`Delete “${name}”`} action="Delete" look="danger" onSubmit={submit} onClose={onClose} isBusy={remove.isPending}>
      <p className="soft">{goes}</p>
      {remove.error !== null && <ErrorBlock error={remove.error} kept="Nothing was changed." />}
    </FormDialog>
  )
}

/** What comes from a source is taken out there. `what` is said of the button where it works. */
export function DeleteButton({
  sourceNames,
  what = 'Delete',
  onClick,
}: {
  sourceNames: readonly string[]
  what?: string
  onClick: () => void
}) {
  const isOfSource = sourceNames.length > 0
  return (
    <Button
      icon="close"
      onClick={onClick}
      disabled={isOfSource}
      title={isOfSource ? `It comes from ${sourceNames.join(', ')}: take it out there` : what}
    >
      <span className="label-wide">Delete</span>
    </Button>
  )
}
