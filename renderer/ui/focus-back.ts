import { useEffect, useState } from 'react'

/** What has the focus of the page while a dialog is over it: where the dialog was opened, or what came meanwhile. */
let onPage: Element | null = null

const isInDialog = (element: Element | null): boolean => (element?.closest('[role="dialog"]') ?? null) !== null

/** Moves the focus to something of the page. From a dialog nothing is taken, what is typed goes there: it moves once that is gone. */
export function focusOnPage(target: HTMLElement | null): void {
  if (isInDialog(document.activeElement)) onPage = target
  else target?.focus({ preventScroll: true })
}

/** Whether nothing of the page has the focus, nor would have it were the dialog gone. */
export function isFocusLost(): boolean {
  const active = document.activeElement
  const has = isInDialog(active) ? onPage : active
  return has === document.body || has?.isConnected !== true
}

/**
 * Gives the focus back to what had it before a dialog came, once the dialog is gone. For dialogs that are shown by rendering
 * them: Mantine gives focus back only when `opened` changes.
 */
export function useFocusBack(): void {
  // Read while rendering: afterwards the dialog has the focus.
  const [inDialog] = useState(() => {
    const active = document.activeElement
    if (isInDialog(active)) return active
    onPage = active
    return null
  })
  useEffect(
    () => () => {
      // Another dialog may have come at once: the focus is that one's, and what is typed goes there.
      if (isInDialog(document.activeElement)) return
      const target = [inDialog, onPage].find((element) => element?.isConnected)
      if (target instanceof HTMLElement && target !== document.body) target.focus({ preventScroll: true })
    },
    [inDialog],
  )
}
