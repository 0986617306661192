import type { RefObject } from 'react'
import { useKeys } from '../app/keys.ts'

/** What of a row takes the focus. */
const FIRST = 'a, button, input'

/**
 * j and k walk the rows of a plain table or list: the first link or box of a row takes the focus, so that Enter and Space do
 * what they always do there; x ticks a row that has a box.
 * @param rows which elements below `root` are its rows
 */
export function useRowKeys(root: RefObject<HTMLElement | null>, rows: string): void {
  const all = (): HTMLElement[] => [...(root.current?.querySelectorAll<HTMLElement>(rows) ?? [])]
  const current = (): number => all().findIndex((row) => row.contains(document.activeElement))
  const go = (index: number): void => all().at(Math.max(0, index))?.querySelector<HTMLElement>(FIRST)?.focus()
  useKeys({
    j: () => go(Math.min(all().length - 1, current() + 1)),
    k: () => go(current() - 1),
    x: () => all()[current()]?.querySelector<HTMLElement>('input[type="checkbox"]')?.click(),
  })
}
