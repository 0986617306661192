import { useSyncExternalStore } from 'react'
import { createListeners } from './listeners.ts'

export type Overlay =
  | 'search'
  | 'keys'
  | 'new-dataset'
  | 'new-term'
  | 'new-domain'
  | 'new-product'
  | 'new-dashboard'
  | 'open-book'
  | 'open-link'
  | 'save-copy'
  | 'import-decisions'
  | null

let shown: Overlay = null
const changes = createListeners<[]>()

/** Opens one of the dialogs that every screen can open; null closes it. */
export function showOverlay(overlay: Overlay): void {
  shown = overlay
  changes.tell()
}

export function useOverlay(): Overlay {
  return useSyncExternalStore(changes.add, () => shown)
}
