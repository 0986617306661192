import { formatCount, plural } from '#core/format'
import { useAsk, useCommand } from '../app/api.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { BoneRows, ErrorBlock } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { When } from '../ui/when.tsx'
import { changeWords } from './words.ts'

/** What people set on things that go with the import. */
function sleepingWords(count: number): string {
  return count === 1
    ? '1 value that was set on what goes is kept, and counts again when it comes back.'
    : `${formatCount(count)} values that were set on what goes are kept, and count again when it comes back.`
}

/** What undoing an import takes along, before it is done. */
export function UndoImportDialog({ importId, onClose }: { importId: number; onClose: () => void }) {
  const plan = useAsk('imports', 'undoPlan', { importId })
  const undo = useCommand('imports', 'undo')
  const count = plan.data?.imports.length ?? 0
  const submit = (): void =>
    undo.mutate(
      { importId, withNewer: count > 1 },
      {
        told: ({ undone }) =>
          toast(`${plural(undone.length, 'import')} undone. The files are untouched; import them again to bring it back.`),
        onSuccess: onClose,
      },
    )
  return (
    <FormDialog
      title={`Undo import ${importId}`}
      action={count > 1 ? `Undo ${plural(count, 'import')}` : 'Undo'}
      look="danger"
      onSubmit={submit}
      onClose={onClose}
      isBusy={undo.isPending}
      isBlocked={plan.data === undefined}
      width={600}
    >
      {plan.isPending && <BoneRows rows={4} />}
      {plan.error !== null && <ErrorBlock error={plan.error} />}
      {plan.data !== undefined && (
        <>
          {count > 1 && <p>Newer imports of the same source rest on this one, so they go first:</p>}
          <table className="t tight ruled">
            <tbody>
              {plan.data.imports.map((row) => (
                <tr key={row.importId}>
                  <td className="tight-text">import {row.importId}</td>
                  <td>{row.sourceName}</td>
                  <td>
                    <When atMs={row.startedAtMs} />
                  </td>
                  <td className="soft">{changeWords(row.changes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            The catalog goes back to what it was before: {changeWords(plan.data.changes)}. What was set by hand stays.
            {plan.data.sleepingDecisions > 0 && ` ${sleepingWords(plan.data.sleepingDecisions)}`}
          </p>
        </>
      )}
      {undo.error !== null && <ErrorBlock error={undo.error} kept="The catalog is as it was." />}
    </FormDialog>
  )
}
