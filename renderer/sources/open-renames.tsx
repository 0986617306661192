import { Link } from '@tanstack/react-router'
import { type MouseEvent, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { OpenRenames as Found } from '#contract/imports'
import { formatCount, plural } from '#core/format'
import { asAppError, send, useAsk } from '../app/api.ts'
import { toastDecided } from '../datasets/decide.ts'
import { Button } from '../ui/button.tsx'
import { BoneRows, ErrorBlock, Note } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'

type Rename = Found['items'][number]
const TOLD_AT_ONCE = 3

/**
 * What an import seems to have renamed and nobody was asked about. A person says of each that it is one dataset; it can be taken back.
 * @param props.children what stands below: only once it is known where, so that it does not jump
 */
export function OpenRenames({ importId, children }: { importId: number; children: ReactNode }) {
  const query = useAsk('imports', 'renames', { importId })
  const [list, onSettle] = useFocusKept(query.data)
  if (query.isPending) return <BoneRows rows={10} />
  return (
    <>
      {query.error !== null && <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <Renames found={query.data} importId={importId} list={list} onSettle={onSettle} />}
      {children}
    </>
  )
}

/** Which one is settled, and by which button. */
type OnSettle = (from: string, button: HTMLElement) => void

/** With the one that is settled its button goes, and the focus with it: it moves to the next one, after the last one to the region around. */
function useFocusKept(found: Found | undefined) {
  const list = useRef<HTMLUListElement>(null)
  const settled = useRef<{ from: string; index: number; region: HTMLElement | null } | null>(null)
  useLayoutEffect(() => {
    const was = settled.current
    if (was === null || found === undefined || found.items.some(({ from }) => from === was.from)) return
    settled.current = null
    // Whoever has gone elsewhere meanwhile stays there.
    if (document.activeElement !== document.body) return
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    ;(buttons[was.index] ?? buttons.at(-1) ?? was.region)?.focus()
  }, [found])
  const onSettle: OnSettle = (from, button) => {
    const index = found?.items.findIndex((rename) => rename.from === from) ?? 0
    settled.current = { from, index, region: button.closest<HTMLElement>('[role="region"]') }
  }
  return [list, onSettle] as const
}

type RenamesProps = { found: Found; importId: number; list: RefObject<HTMLUListElement | null>; onSettle: OnSettle }

function Renames({ found, importId, list, onSettle }: RenamesProps) {
  if (found.total === 0) return found.remark === null ? null : <Note tone="warn">{found.remark}</Note>
  return (
    <fieldset className="renames">
      <legend className="strong">{plural(found.total, 'possible rename')}</legend>
      <p className="small muted">What you set on the old name waits on it until you say that both are one.</p>
      <ul className="neighbours" ref={list}>
        {found.items.map((rename) => (
          <OpenRename key={rename.from} rename={rename} importId={importId} onSettle={onSettle} />
        ))}
      </ul>
    </fieldset>
  )
}

function OpenRename({ rename, importId, onSettle }: { rename: Rename; importId: number; onSettle: OnSettle }) {
  const { from, fromName, to, toName, sameColumns, allColumns } = rename
  const [isBusy, setBusy] = useState(false)
  const settle = ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    if (isBusy) return
    setBusy(true)
    onSettle(from, currentTarget)
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
      <Button look="ghost" onClick={settle} aria-disabled={isBusy} aria-label={`${fromName} and ${toName} are one dataset`}>
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
