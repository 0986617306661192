import { Modal } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { SearchHit } from '#contract/search'
import type { z } from 'zod'
import { plural } from '#core/format'
import { ask, asAppError } from '../app/api.ts'
import { assetLink, kindWords } from '../datasets/asset-link.ts'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { useFocusBack } from '../ui/focus-back.ts'
import { Icon } from '../ui/icon.tsx'
import { DatasetName } from '../ui/name.tsx'
import { ErrorBlock } from '../ui/states.tsx'

type Hit = z.infer<typeof SearchHit>
const PAUSE_MS = 100
const FIELDS = { name: 'name', column: 'column', description: 'description', tag: 'tag', owner: 'owner', relation: 'relation' } as const

/** Finds anything by name, column, description, tag or owner. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const [typed, setTyped] = useState('')
  const text = usePaused(typed.trim())
  const [at, setAt] = useState(0)
  const id = useId()
  const navigate = useNavigate()
  const query = useQuery({ ...ask('search', 'find', { text, limit: 30 }), enabled: text !== '', placeholderData: keepPreviousData })
  const hits = text === '' ? [] : (query.data?.items ?? [])
  const selected = Math.min(at, hits.length - 1)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => setAt(0), [text])
  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const open = (hit: Hit | undefined): void => {
    if (hit === undefined) return
    onClose()
    void navigate(assetLink(hit.asset))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step =
      event.key === 'ArrowDown' || (event.ctrlKey && event.key === 'n')
        ? 1
        : event.key === 'ArrowUp' || (event.ctrlKey && event.key === 'p')
          ? -1
          : 0
    if (step !== 0) {
      event.preventDefault()
      setAt(Math.min(hits.length - 1, Math.max(0, selected + step)))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      open(hits[selected])
    }
  }
  return (
    <Modal.Root opened onClose={onClose} size={640} yOffset="8dvh" transitionProps={{ duration: 0 }} className="searchdialog">
      <Modal.Overlay />
      <Modal.Content aria-label="Search">
        <div className="box">
          <Icon name="search" />
          <input
            {...FIRST_FOCUS}
            role="combobox"
            aria-expanded={hits.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-label="Search the catalog"
            {...(hits.length > 0 ? { 'aria-activedescendant': `${id}-${selected}` } : {})}
            placeholder="Search tables, columns, owners, tags"
            value={typed}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        {query.error !== null && text !== '' && (
          <div style={{ padding: '0 16px' }}>
            <ErrorBlock error={asAppError(query.error)} />
          </div>
        )}
        {/* The keyboard stays in the input (aria-activedescendant); a click does what Enter does. */}
        <div
          role="listbox"
          id={`${id}-list`}
          aria-label="Found"
          tabIndex={-1}
          ref={list}
          hidden={hits.length === 0}
          onKeyDown={onKeyDown}
          onClick={(event) => open(hits[optionUnder(event.target)])}
          onPointerMove={(event) => setAt((old) => (optionUnder(event.target) < 0 ? old : optionUnder(event.target)))}
        >
          {hits.map((hit, index) => (
            <div
              key={hit.asset.key}
              id={`${id}-${index}`}
              data-index={index}
              role="option"
              tabIndex={-1}
              aria-selected={index === selected}
            >
              <DatasetName schema={hit.asset.schema} name={hit.asset.name} />
              <span className="small muted">{[kindWords(hit.asset), hit.ownerTeam].filter((part) => part !== null).join(' · ')}</span>
              {hit.matched.field !== 'name' && (
                <span className="why">
                  {FIELDS[hit.matched.field]}: <Marked text={hit.matched.text} />
                </span>
              )}
            </div>
          ))}
        </div>
        <div className="foot">
          <span role="status">{statusWords(text, query.isFetching, query.data?.total)}</span>
          <span className="grow" />
          <span className="row">
            <kbd>↑</kbd>
            <kbd>↓</kbd> move
          </span>
          <span className="row">
            <kbd>↵</kbd> open
          </span>
          <span className="row">
            <kbd>Esc</kbd> close
          </span>
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function optionUnder(target: EventTarget): number {
  const index = target instanceof Element ? target.closest<HTMLElement>('[role="option"]')?.dataset['index'] : undefined
  return index === undefined ? -1 : Number(index)
}

function statusWords(text: string, isFetching: boolean, total: number | undefined): string {
  if (text === '') return 'Type a part of a name'
  if (total === undefined) return isFetching ? 'Searching' : ''
  return total === 0 ? `Nothing found for “${text}”` : plural(total, 'hit')
}

/** The matched pieces stand between U+0002 and U+0003. */
function Marked({ text }: { text: string }): ReactNode {
  return text.split('\u0002').map((piece, index) => {
    const [marked, rest] = index === 0 ? [null, piece] : (piece.split('\u0003', 2) as [string, string | undefined])
    return (
      <span key={index}>
        {marked !== null && <mark>{marked}</mark>}
        {rest}
      </span>
    )
  })
}

function usePaused(value: string): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return paused
}
