import { useEffect, useState } from 'react'

/** The last opener that stood on a page, for a dialog that takes the place of another. */
let onPage: Element | null = null

/**
 * Gives the focus back to what had it before a dialog came, once the dialog is gone. For dialogs that are shown by rendering
 * them: Mantine gives focus back only when `opened` changes.
 */
export function useFocusBack(): void {
  // Read while rendering: afterwards the dialog has the focus.
  const [opener] = useState(() => {
    const active = document.activeElement
    if (active !== null && active !== document.body && active.closest('[role="dialog"]') === null) onPage = active
    return { active, onPage }
  })
  useEffect(
    () => () => {
      // Another dialog may have come at once: the focus is that one's, and what is typed goes there.
      if (document.activeElement?.closest('[role="dialog"]')) return
      const target = [opener.active, opener.onPage].find((element) => element instanceof HTMLElement && element.isConnected)
      if (target instanceof HTMLElement && target !== document.body) target.focus({ preventScroll: true })
    },
    [opener],
  )
}
