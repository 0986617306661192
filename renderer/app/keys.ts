import { useLayoutEffect, useRef } from 'react'

type KeyMap = { readonly [key: string]: (event: KeyboardEvent) => void }

/** Keys that move about a page and what they do, for the list of keys. What does more than that is an action (app/actions.ts). */
export const MOVE_KEYS = {
  '/': 'Filter',
  j: 'Next row',
  k: 'Previous row',
  x: 'Tick the row',
  Enter: 'Open the row',
  Escape: 'Close, go back',
} as const
type MoveKeys = { readonly [key in keyof typeof MOVE_KEYS]?: (event: KeyboardEvent) => void }

const SEQUENCE_MS = 1000

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !isTickBox(target)
  )
}

function isTickBox(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio')
}

/** Enter already means something there. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button, summary, [role="button"]') !== null
}

/** Whether something floated above the page as the key went down: by the time the page hears of it, it may have closed itself. */
let wasCovered = false
const COVERS = '[role="dialog"], [role="menu"], .mantine-Popover-dropdown'
/** Whether a dialog, a menu or the like floats above the page. */
export const isCovered = (): boolean => document.querySelector(COVERS) !== null
let isWatched = false
function watchCovers(): void {
  if (isWatched) return
  isWatched = true
  window.addEventListener('keydown', () => (wasCovered = isCovered()), { capture: true })
}

function nameOf(event: KeyboardEvent): string | null {
  if (event.altKey) return null
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.metaKey || event.ctrlKey) return `Mod+${key}`
  // A capital is only told apart where shift makes no other sign ("?" is already itself).
  return key
}

/** Keys that move about the page. Silent while the person types or a dialog is open. */
export function useKeys(keys: MoveKeys, isActive: 'active' | 'off' = 'active'): void {
  useKeyMap(keys as KeyMap, isActive)
}

/**
 * Single keys for the page, such as `j`, `Escape`, `Mod+k`, or two in a row, such as `g c`.
 * Silent while the person types, except for keys with Mod, and while a dialog is open: what is in it would be lost.
 */
export function useKeyMap(keys: KeyMap, isActive: 'active' | 'off' = 'active'): void {
  const latest = useRef(keys)
  latest.current = keys
  // Before the screen is painted: whoever sees it can use its keys.
  useLayoutEffect(() => {
    if (isActive === 'off') return
    watchCovers()
    let first: { key: string; atMs: number } | null = null
    const onKey = (event: KeyboardEvent): void => {
      const name = nameOf(event)
      if (name === null || event.defaultPrevented || event.isComposing) return
      const isMod = name.startsWith('Mod+')
      if (!isMod && (isTyping(event.target) || wasCovered)) return
      if (name === 'Enter' && isPressable(event.target)) return
      const pair = first !== null && event.timeStamp - first.atMs < SEQUENCE_MS ? `${first.key} ${name}` : null
      const run = (pair === null ? undefined : latest.current[pair]) ?? latest.current[name]
      first = { key: name, atMs: event.timeStamp }
      if (run === undefined) return
      first = null
      event.preventDefault()
      if (!wasCovered) run(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isActive])
}
