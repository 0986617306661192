import { Modal } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { plural } from '#core/format'
import { useListedActions } from '../app/actions.ts'
import type { CatalogSearch } from '../app/router.tsx'
import { filterOf } from '../catalog/filter.ts'
import { useFilterWords } from '../catalog/use-filter-words.ts'
import { assetLink } from '../datasets/asset-link.ts'
import { FIRST_FOCUS } from '../ui/first-focus.ts'
import { useFocusBack } from '../ui/focus-back.ts'
import { Icon } from '../ui/icon.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { type Found, useFound } from './found.ts'
import { hitLink, placeLink } from './item-link.ts'
import { ItemRow } from './item-row.tsx'
import { groupItems, type Item } from './items.ts'
import { useRecent } from './recent.ts'

const NOTHING: CatalogSearch = {}

/** Finds anything by name, column, description, tag, term or owner, and everything that can be done. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  useFocusBack()
  const [typed, setTyped] = useState('')
  const text = typed.trim()
  const [at, setAt] = useState(0)
  const [actions, setActions] = useState<'few' | 'all'>('few')
  /** What was opened before its answer was there: nothing that was found for another text is meant. */
  const waits = useRef<'selected' | 'all' | null>(null)
  const id = useId()
  const navigate = useNavigate()
  const { found, isCurrent, error } = useFound(text)
  const { here, everywhere } = useListedActions()
  const recent = useRecent()
  const groups = useMemo(
    () => groupItems({ text, here, everywhere, recent, found, actions }),
    [text, here, everywhere, recent, found, actions],
  )
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups])
  const selected = Math.min(at, items.length - 1)
  const catalog = useLocation({ select: ({ pathname, search }) => (pathname === '/catalog' ? (search as CatalogSearch) : NOTHING) })
  const { text: _text, ...narrowed } = filterOf(catalog)
  const within = useFilterWords(narrowed)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const type = (next: string): void => {
    setTyped(next)
    if (next.trim() === text) return
    setAt(0)
    setActions('few')
    waits.current = null
  }
  const open = (item: Item): void => {
    if (item.kind === 'more-actions') return setActions('all')
    onClose()
    switch (item.kind) {
      case 'action':
        return item.action.run()
      case 'recent':
        return void navigate(assetLink(item.asset))
      case 'hit':
        return void navigate(hitLink(item.hit))
      case 'place':
        return void navigate(placeLink(item.place))
      case 'all':
        return void navigate({ to: '/catalog', search: { ...catalog, text, sel: undefined } })
    }
  }
  /** By key: actions stand at once; what is found may still be of what was typed before. */
  const choose = (item: Item | undefined): void => {
    const stands = isCurrent || item?.kind === 'action' || item?.kind === 'more-actions'
    if (!stands) waits.current = 'selected'
    else if (item !== undefined) open(item)
  }
  const openWaiting = (): void => {
    const item = waits.current === null ? undefined : waits.current === 'all' ? items.find(({ kind }) => kind === 'all') : items[selected]
    waits.current = null
    if (item !== undefined) open(item)
  }
  const latest = useRef(openWaiting)
  latest.current = openWaiting
  useEffect(() => {
    if (isCurrent) latest.current()
  }, [isCurrent])
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
      if (!event.ctrlKey && !event.metaKey) choose(items[selected])
      else {
        waits.current = 'all'
        if (isCurrent) openWaiting()
      }
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
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        {error !== null && (
          <div style={{ padding: '0 16px' }}>
            <ErrorBlock error={error} />
          </div>
        )}
        {/* The keyboard stays in the input (aria-activedescendant); a click does what Enter does. */}
        <div
          role="listbox"
          id={`${id}-list`}
          aria-label="Found"
          aria-busy={!isCurrent}
          tabIndex={-1}
          ref={list}
          hidden={items.length === 0}
          onKeyDown={onKeyDown}
          onClick={(event) => {
            const item = items[optionUnder(event.target)]
            if (item !== undefined) open(item)
          }}
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
                    <ItemRow item={item} within={within} />
                  </div>
                )
              })}
            </div>
          ))}
        </div>
        <div className="foot">
          <span role="status">{statusWords(text, isCurrent, found)}</span>
          <span className="grow" />
          <KeyHint keys="↑ ↓" does="move" />
          <KeyHint keys="↵" does="open" />
          <KeyHint keys="Esc" does="close" />
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function optionUnder(target: EventTarget): number {
  const index = target instanceof Element ? target.closest<HTMLElement>('[role="option"]')?.dataset['index'] : undefined
  return index === undefined ? -1 : Number(index)
}

function statusWords(text: string, isCurrent: boolean, found: Found | undefined): string {
  if (text === '') return 'Type a part of a name, or what to do'
  if (found === undefined) return isCurrent ? '' : 'Searching'
  if (found.total === 0) return found.places.length > 0 ? '' : `Nothing in the catalog for “${found.text}”`
  return `${found.isMore ? 'More than ' : ''}${plural(found.total, 'hit')}`
}
