import { Modal } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { plural } from '#core/format'
import { useListedActions } from '../app/actions.ts'
import type { CatalogSearch } from '../app/router.tsx'
import { filterOf } from '../catalog/filter.ts'
import { useFilterWords } from '../catalog/use-filter-words.ts'
import { assetLink } from '../datasets/asset-link.ts'
import { FIRST_FOCUS, holdFocus } from '../ui/first-focus.ts'
import { useFocusBack } from '../ui/focus-back.ts'
import { Icon } from '../ui/icon.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { ErrorBlock } from '../ui/states.tsx'
import { FoundList } from './found-list.tsx'
import { type Found, useFound } from './found.ts'
import { hitLink, placeLink } from './item-link.ts'
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
  const id = useId()
  const navigate = useNavigate()
  const { found, isCurrent, error, retry } = useFound(text)
  const input = useRef<HTMLInputElement>(null)
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
  const type = (next: string): void => {
    setTyped(next)
    if (next.trim() === text) return
    setAt(0)
    setActions('few')
    choose(null)
  }
  const tryAgain = (): void => {
    // The button goes with what failed.
    input.current?.focus()
    retry()
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
  const choose = useChoice(isCurrent, (what) => {
    const item = what === 'all' ? items.find(({ kind }) => kind === 'all') : items[selected]
    if (item !== undefined) open(item)
  })
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
      const kind = items[selected]?.kind
      if (event.ctrlKey || event.metaKey) choose('all')
      // Actions stand at once; what is found may still be of what was typed before.
      else if (kind === 'action' || kind === 'more-actions') open(items[selected] as Item)
      else choose('selected')
    }
  }
  return (
    <Modal.Root opened onClose={onClose} size={640} yOffset="8dvh" transitionProps={{ duration: 0 }} className="searchdialog">
      <Modal.Overlay />
      <Modal.Content ref={holdFocus} aria-label="Search">
        <div className="box">
          <Icon name="search" />
          <input
            ref={input}
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
            <ErrorBlock error={error} onRetry={tryAgain} />
          </div>
        )}
        <FoundList
          id={id}
          groups={groups}
          items={items}
          selected={selected}
          isBusy={!isCurrent}
          within={within}
          onOpen={open}
          onPoint={setAt}
          onKeyDown={onKeyDown}
        />
        <div className="foot">
          <span role="status">{statusWords(text, isCurrent, found)}</span>
          <span className="grow" />
          {found?.isInList === true && <KeyHint keys="Ctrl ↵" does="all in the Catalog" room="wide" />}
          <KeyHint keys="↑ ↓" does="move" />
          <KeyHint keys="↵" does="open" />
          <KeyHint keys="Esc" does="close" />
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

type Choice = 'selected' | 'all'

/**
 * Opens what was chosen, or waits for the answer to what stands: nothing that was found for another text is meant. null: nothing is
 * waited for any more.
 */
function useChoice(isCurrent: boolean, openIt: (what: Choice) => void): (what: Choice | null) => void {
  const waits = useRef<Choice | null>(null)
  const latest = useRef(openIt)
  latest.current = openIt
  useEffect(() => {
    const what = waits.current
    if (!isCurrent || what === null) return
    waits.current = null
    latest.current(what)
  }, [isCurrent])
  return (what) => {
    waits.current = isCurrent ? null : what
    if (isCurrent && what !== null) openIt(what)
  }
}

function statusWords(text: string, isCurrent: boolean, found: Found | undefined): string {
  if (text === '') return 'Type a part of a name, or what to do'
  if (found === undefined) return isCurrent ? '' : 'Searching'
  if (found.total === 0) return found.places.length > 0 ? '' : `Nothing in the catalog for “${found.text}”`
  return `${found.isMore ? 'At least ' : ''}${plural(found.total, 'hit')}`
}
