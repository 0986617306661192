import { useCallback, useLayoutEffect, useState } from 'react'
import { holdFocus } from './first-focus.ts'

/**
 * A menu or a popover below the button that opens it: whether it is open, how it stands, and what its dropdown needs. Escape closes it
 * wherever the focus is; it has the focus from the first moment, and gives it back.
 */
export function useFloating() {
  const [opened, onChange] = useState(false)
  // Before it is painted: whoever sees it can close it. Instead of Mantine, which hears the key from inside alone.
  useLayoutEffect(() => {
    if (!opened) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) onChange(false)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [opened])
  const ref = useCallback((node: HTMLElement | null) => {
    const opener = document.activeElement
    holdFocus(node)
    return () => {
      if (node?.contains(document.activeElement) === true && opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
  }, [])
  const floating = {
    opened,
    onChange,
    position: 'bottom-end',
    offset: 4,
    transitionProps: { duration: 0 },
    trapFocus: true,
    closeOnEscape: false,
    returnFocus: false,
  } as const
  return { floating, dropdown: { ref } }
}
