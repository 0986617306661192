import { useEffect, useState } from 'react'

/** What has the focus of the page while a dialog or a menu is over it: where that was opened, or what came meanwhile. */
let onPage: Element | null = null

const isOverPage = (element: Element | null): boolean => (element?.closest('[role="dialog"], [role="menu"]') ?? null) !== null

/** Moves the focus to something of the page. From a dialog or a menu nothing is taken, what is typed goes there: it moves once a dialog is gone. */
export function focusOnPage(target: HTMLElement | null): void {
  if (isOverPage(document.activeElement)) onPage = target
  else target?.focus({ preventScroll: true })
}

/** Whether nothing of the page has the focus, nor would have it were what is over it gone. */
export function isFocusLost(): boolean {
  const active = document.activeElement
  const has = isOverPage(active) ? onPage : active
  return has === document.body || has?.isConnected !== true
}

/**
 * Gives the focus back to what had it before a dialog came, once the dialog is gone. For dialogs that are shown by rendering
 * them: Mantine gives focus back only when `opened` changes.
 */
export function useFocusBack(): void {
  // Read while rendering: afterwards the dialog has the focus.
  const [overPage] = useState(() => {
    const active = document.activeElement
    if (isOverPage(active)) return active
    onPage = active
    return null
  })
  useEffect(
    () => () => {
      // Another dialog may have come at once: the focus is that one's, and what is typed goes there.
      if (isOverPage(document.activeElement)) return
      const target = [overPage, onPage].find((element) => element?.isConnected)
      if (target instanceof HTMLElement && target !== document.body) target.focus({ preventScroll: true })
    },
    [overPage],
  )
}
