import { useLayoutEffect, useState } from 'react'

/**
 * A menu or a popover below the button that opens it: whether it is open, how it stands, and that Escape closes it wherever the
 * focus is. Mantine hears the key from inside alone, and the focus comes there only a moment after it can be seen.
 */
export function useFloating() {
  const [opened, onChange] = useState(false)
  // Before it is painted: whoever sees it can close it.
  useLayoutEffect(() => {
    if (!opened) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) onChange(false)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [opened])
  return { opened, onChange, position: 'bottom-end', offset: 4, transitionProps: { duration: 0 } } as const
}
