import { Modal, useMantineColorScheme } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { SearchHit } from '#contract/search'
import type { AssetRef } from '#contract/shapes'
import type { z } from 'zod'
import { plural } from '#core/format'
import { ask, asAppError } from '../app/api.ts'
import { showOverlay } from '../app/overlay.ts'
import { assetLink, kindWords } from '../datasets/asset-link.ts'
import { useRefresh } from '../sources/refresh.ts'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { useFocusBack } from '../ui/focus-back.ts'
import { Icon } from '../ui/icon.tsx'
import { DatasetName } from '../ui/name.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { type Action, ACTIONS, findActions } from './actions.ts'
import { listRecent } from './recent.ts'

type Hit = z.infer<typeof SearchHit>
const PAUSE_MS = 100
const FIELDS = {
  name: 'name',
  column: 'column',
  description: 'description',
  tag: 'tag',
  term: 'term',
  owner: 'owner',
  relation: 'relation',
} as const

/** What stands in the list: somewhere to go or something to do. */
type Item =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'recent'; readonly asset: AssetRef }
  | { readonly kind: 'hit'; readonly hit: Hit }
type Group = { readonly label: string; readonly items: readonly Item[] }

/** Beside what is found in the catalog, more would hide it. */
const ACTIONS_BESIDE_HITS = 3
/** Beyond, a person types another letter whatever the number is. */
const COUNTED = 1000

function groupsOf(text: string, hits: readonly Hit[]): readonly Group[] {
  const actions = text === '' ? ACTIONS : findActions(text).slice(0, ACTIONS_BESIDE_HITS)
  const groups: Group[] = [
    { label: 'Looked at last', items: text === '' ? listRecent().map((asset) => ({ kind: 'recent', asset })) : [] },
    { label: 'Actions', items: actions.map((action) => ({ kind: 'action', action })) },
    { label: 'In the catalog', items: hits.map((hit) => ({ kind: 'hit', hit })) },
  ]
  return groups.filter(({ items }) => items.length > 0)
}

/** Finds anything by name, column, description, tag or owner, and everything that can be done. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const [typed, setTyped] = useState('')
  const text = usePaused(typed.trim())
  const [at, setAt] = useState(0)
  const id = useId()
  const navigate = useNavigate()
  const query = useQuery({
    ...ask('search', 'find', { text, limit: 30, countUpTo: COUNTED }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  const found = query.data?.items
  const groups = useMemo(() => groupsOf(text, text === '' ? [] : (found ?? [])), [text, found])
  const items = groups.flatMap((group) => group.items)
  const selected = Math.min(at, items.length - 1)
  const { setColorScheme } = useMantineColorScheme()
  const refresh = useRefresh()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => setAt(0), [text])
  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const open = (item: Item | undefined): void => {
    if (item === undefined) return
    onClose()
    if (item.kind !== 'action') return void navigate(assetLink(item.kind === 'hit' ? item.hit.asset : item.asset))
    const { action } = item
    if ('go' in action) return void navigate(action.go)
    if ('job' in action) return refresh(undefined)
    if ('theme' in action) return setColorScheme(action.theme)
    showOverlay(action.show)
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
      setAt(Math.min(items.length - 1, Math.max(0, selected + step)))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      open(items[selected])
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
            aria-expanded={items.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-label="Search the catalog"
            {...(items.length > 0 ? { 'aria-activedescendant': `${id}-${selected}` } : {})}
            placeholder="Search tables, columns, owners, tags, actions"
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
          hidden={items.length === 0}
          onKeyDown={onKeyDown}
          onClick={(event) => open(items[optionUnder(event.target)])}
          onPointerMove={(event) => setAt((old) => (optionUnder(event.target) < 0 ? old : optionUnder(event.target)))}
        >
          {groups.map((group) => (
            <div key={group.label} role="group" aria-label={group.label}>
              <div className="label" aria-hidden="true">
                {group.label}
              </div>
              {group.items.map((item) => {
                const index = items.indexOf(item)
                return (
                  <div key={index} id={`${id}-${index}`} data-index={index} role="option" tabIndex={-1} aria-selected={index === selected}>
                    <ItemRow item={item} />
                  </div>
                )
              })}
            </div>
          ))}
        </div>
        <div className="foot">
          <span role="status">{statusWords(text, query.isFetching, query.data)}</span>
          <span className="grow" />
          <KeyHint keys="↑ ↓" does="move" />
          <KeyHint keys="↵" does="open" />
          <KeyHint keys="Esc" does="close" />
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function ItemRow({ item }: { item: Item }) {
  if (item.kind === 'action') {
    return (
      <>
        <span className="cut">{item.action.label}</span>
        {item.action.keys !== undefined && (
          <span className="row" style={{ gap: 4 }}>
            {item.action.keys.split(' ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        )}
      </>
    )
  }
  const asset = item.kind === 'hit' ? item.hit.asset : item.asset
  const owner = item.kind === 'hit' ? item.hit.ownerTeam : null
  return (
    <>
      <DatasetName schema={asset.schema} name={asset.name} />
      <span className="small muted">{[kindWords(asset), owner].filter((part) => part !== null).join(' · ')}</span>
      {item.kind === 'hit' && item.hit.matched.field !== 'name' && (
        <span className="why">
          {FIELDS[item.hit.matched.field]}: <Marked text={item.hit.matched.text} />
        </span>
      )}
    </>
  )
}

function optionUnder(target: EventTarget): number {
  const index = target instanceof Element ? target.closest<HTMLElement>('[role="option"]')?.dataset['index'] : undefined
  return index === undefined ? -1 : Number(index)
}

function statusWords(text: string, isFetching: boolean, found: { total: number; isMore: boolean } | undefined): string {
  if (text === '') return 'Type a part of a name, or what to do'
  if (found === undefined) return isFetching ? 'Searching' : ''
  if (found.total === 0) return `Nothing in the catalog for “${text}”`
  return `${found.isMore ? 'More than ' : ''}${plural(found.total, 'hit')}`
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
