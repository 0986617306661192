import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { OpenRenames as Found } from '#contract/imports'
import { formatCount, plural } from '#core/format'
import { asAppError, send, useAsk } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'

type Rename = Found['items'][number]
const TOLD_AT_ONCE = 3

/** What an import seems to have renamed and nobody was asked about. A person says of each that it is one dataset; it can be taken back. */
export function OpenRenames({ importId }: { importId: number }) {
  const { data } = useAsk('imports', 'renames', { importId })
  if (data === undefined || (data.total === 0 && data.remark === null)) return null
  if (data.total === 0) return <Note tone="warn">{data.remark}</Note>
  return (
    <fieldset className="renames">
      <legend className="strong">{plural(data.total, 'possible rename')}</legend>
      <p className="small muted">What you set on the old name waits on it until you say that both are one.</p>
      <ul className="neighbours">
        {data.items.map((rename) => (
          <OpenRename key={rename.from} rename={rename} importId={importId} />
        ))}
      </ul>
    </fieldset>
  )
}

function OpenRename({ rename: { from, fromName, to, toName, sameColumns, allColumns }, importId }: { rename: Rename; importId: number }) {
  const [isBusy, setBusy] = useState(false)
  const settle = (): void => {
    setBusy(true)
    send('assets', 'setSame', { from, to, isSame: true, reason: `renamed, seen in import ${importId}` })
      .then(
        ({ groupId }) => toastDecided(`${fromName} and ${toName} are one dataset.`, groupId),
        (error: unknown) => toastError(asAppError(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <li>
      <DatasetLink name={fromName} datasetKey={from} />
      <span className="muted">→</span>
      <DatasetLink name={toName} datasetKey={to} />
      <span className="small muted right">
        {formatCount(sameColumns)} of {plural(allColumns, 'column')} the same
      </span>
      <Button look="ghost" onClick={settle} disabled={isBusy} aria-label={`${fromName} and ${toName} are one dataset`}>
        They are one
      </Button>
    </li>
  )
}

const DatasetLink = ({ name, datasetKey }: { name: string; datasetKey: string }) => (
  <Link to="/catalog/dataset" search={{ key: datasetKey }} title={datasetKey} className="cut">
    <code>{name}</code>
  </Link>
)

/** The same in a sentence, where there is no room for more, with the way to them. */
export function RenamesTold({ renames, importId }: { renames: Found; importId: number }) {
  if (renames.remark !== null) return <p>{renames.remark}</p>
  if (renames.total === 0) return null
  const told = renames.items.slice(0, TOLD_AT_ONCE)
  const more = renames.total - told.length
  return (
    <p>
      <Link to="/sources/imports/$importId" params={{ importId: String(importId) }} search={{}} className="link">
        {plural(renames.total, 'possible rename')}
      </Link>{' '}
      to look at:{' '}
      {told.map(({ from, fromName, toName }, index) => (
        <span key={from}>
          {index > 0 && ', '}
          <code>{fromName}</code> → <code>{toName}</code>
        </span>
      ))}
      {more > 0 && `, and ${formatCount(more)} more`}.
    </p>
  )
}
