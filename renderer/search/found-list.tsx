import { type KeyboardEvent, useEffect, useRef } from 'react'
import { ItemRow } from './item-row.tsx'
import type { Group, Item } from './items.ts'

type Props = {
  readonly id: string
  readonly groups: readonly Group[]
  /** Those of all groups, in the same order. */
  readonly items: readonly Item[]
  readonly selected: number
  /** What is shown was found for what was typed before. */
  readonly isBusy: boolean
  readonly within: readonly string[]
  readonly onOpen: (item: Item) => void
  readonly onPoint: (index: number) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** What stands below the input. The keyboard stays in it (aria-activedescendant); a click does what Enter does. */
export function FoundList({ id, groups, items, selected, isBusy, within, onOpen, onPoint, onKeyDown }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <div
      role="listbox"
      id={`${id}-list`}
      aria-label="Found"
      aria-busy={isBusy}
      tabIndex={-1}
      ref={list}
      hidden={items.length === 0}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const item = items[optionUnder(event.target)]
        if (item !== undefined) onOpen(item)
      }}
      onPointerMove={(event) => {
        const index = optionUnder(event.target)
        if (index >= 0) onPoint(index)
      }}
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
  )
}

function optionUnder(target: EventTarget): number {
  const index = target instanceof Element ? target.closest<HTMLElement>('[role="option"]')?.dataset['index'] : undefined
  return index === undefined ? -1 : Number(index)
}
