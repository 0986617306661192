import { Link } from '@tanstack/react-router'
import type { DecisionRow } from '#contract/decisions'
import type { SinceLine } from '#contract/home'
import { findField } from '#core/assets/fields'
import { formatJson, plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { usePages } from '../app/pages.ts'
import { MoreRows } from '../ui/more-rows.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { BoneRows } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'

type Decided = Extract<SinceLine, { groupIds: number[] }>

/** The single values behind "set 41 values". */
export function DecidedDialog({ decided, onClose }: { decided: Decided; onClose: () => void }) {
  const pages = usePages('decisions', 'list', { groupIds: decided.groupIds })
  const verb = decided.kind === 'decide' ? 'set' : 'took back'
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
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {pages.rows.map((row) => (
                <Line key={row.decisionId} row={row} onGo={onClose} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreRows pages={pages} words={(left) => `Show ${plural(left, 'more value')}`} />
    </Dialog>
  )
}

function Line({ row, onGo }: { row: DecisionRow; onGo: () => void }) {
  const { key, assetName, column, field, value, isCleared, reason, atMs, isSleeping } = row
  const label = findField(column === null ? 'dataset' : 'column', field)?.label ?? field
  return (
    <tr>
      <td>
        {isSleeping ? (
          <code title="In no source at the moment">{assetName}</code>
        ) : (
          <Link to="/catalog/dataset" search={{ key, tab: 'history' }} className="ev" onClick={onGo}>
            <code>{assetName}</code>
          </Link>
        )}
      </td>
      <td className="soft">
        {column !== null && <code>{column} </code>}
        {label}
      </td>
      <td>
        <span className="clamp">{isCleared ? 'given back to the sources' : formatJson(value as JsonValue)}</span>
      </td>
      <td className="soft">{reason}</td>
      <td className="muted small">
        <When atMs={atMs} />
      </td>
    </tr>
  )
}
