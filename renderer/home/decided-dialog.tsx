import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import type { DecisionRow } from '#contract/decisions'
import type { SinceLine } from '#contract/home'
import { plural } from '#core/format'
import { usePages } from '../app/pages.ts'
import { assetLink } from '../datasets/asset-link.ts'
import { decidedWords, fieldLabel } from '../datasets/decided-words.ts'
import { UndoDialog } from '../datasets/undo-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { MoreRows } from '../ui/more-rows.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'

type Decided = Extract<SinceLine, { groupIds: number[] }>

/** The single values behind "set 41 values", by what was set at once and can be undone at once. */
export function DecidedDialog({ decided, onClose }: { decided: Decided; onClose: () => void }) {
  const pages = usePages('decisions', 'list', { groupIds: decided.groupIds })
  const [undoing, setUndoing] = useState<number | null>(null)
  const verb = decided.kind === 'decide' ? 'set' : 'undid'
  if (undoing !== null) return <UndoDialog groupId={undoing} onClose={() => setUndoing(null)} />
  return (
    <Dialog title={`What ${decided.author} ${verb}`} onClose={onClose} width={760}>
      {pages.isLoading && <BoneRows rows={4} />}
      {pages.rows.length > 0 && (
        <div className="tscroll" tabIndex={0} role="region" aria-label="Values">
          <table className="t tight">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Field</th>
                <th scope="col">Value</th>
                <th scope="col">Reason</th>
              </tr>
            </thead>
            <tbody>
              {pages.rows.map((row, index) => (
                <Fragment key={row.decisionId}>
                  {pages.rows[index - 1]?.groupId !== row.groupId && <GroupHead first={row} onUndo={setUndoing} />}
                  <Line row={row} onGo={onClose} />
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'more value')}`} />
    </Dialog>
  )
}

/** Over what was set at once: when, and the way back. */
function GroupHead({ first, onUndo }: { first: DecisionRow; onUndo: (groupId: number) => void }) {
  return (
    <tr>
      <th scope="rowgroup" colSpan={4}>
        <div className="row">
          <span className="muted small">
            <When atMs={first.atMs} />
          </span>
          {first.isGroupUndone ? (
            <span className="right">
              <Chip look="dash">undone since</Chip>
            </span>
          ) : (
            <Button
              look="ghost"
              icon="undo"
              className="right"
              onClick={() => onUndo(first.groupId)}
              aria-label={`Undo the change that starts with ${first.assetName}`}
            >
              Undo
            </Button>
          )}
        </div>
      </th>
    </tr>
  )
}

function Line({ row, onGo }: { row: DecisionRow; onGo: () => void }) {
  const { key, assetName, kind, column, field, value, reason, isSleeping, isGroupUndone, isUndone } = row
  return (
    <tr>
      <td>
        {kind === null ? (
          <code title={isSleeping ? 'In no source at the moment' : undefined}>{assetName}</code>
        ) : (
          <Link {...assetLink({ key, kind, name: assetName })} className="ev" onClick={onGo}>
            <code>{assetName}</code>
          </Link>
        )}
      </td>
      <td className="soft">
        {column !== null && <code>{column} </code>}
        {fieldLabel(kind, row)}
      </td>
      <td>
        <span className="clamp">{decidedWords(field, value)}</span>
        {isGroupUndone && !isUndone && (
          <Chip look="dash" title="It was decided anew before the undo, which left that as it is">
            decided anew
          </Chip>
        )}
      </td>
      <td className="soft">{reason}</td>
    </tr>
  )
}
