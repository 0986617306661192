import { type ReactNode, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { asAppError } from '../app/api.ts'
import { toastError } from '../ui/toast.tsx'
import { filesOfDrop, type LocalFile } from './upload.ts'

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** A file that is dropped where nothing takes it would be opened in place of the page, and what was under way be gone. */
export function refuseStrayDrops(): void {
  for (const type of ['dragenter', 'dragover', 'drop'] as const) window.addEventListener(type, (event) => answer(event, 'none'))
}

/**
 * Keeps the browser from opening files itself. Entering is answered too: what comes under the pointer is entered first, and a file
 * that is let go then would be opened after all.
 */
function answer(event: DragEvent, effect: 'none' | 'copy'): void {
  if (!hasFiles(event) || event.dataTransfer === null) return
  event.preventDefault()
  event.dataTransfer.dropEffect = effect
}

/**
 * Lets files and folders be dropped anywhere on the page.
 * @returns what to render: a veil while something is dragged over
 */
export function useDrop(words: string, onFiles: (files: LocalFile[]) => void): ReactNode {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onFiles)
  latest.current = onFiles
  useEffect(() => {
    let depth = 0
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      answer(event, 'copy')
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const over = (event: DragEvent): void => answer(event, 'copy')
    const drop = (event: DragEvent): void => {
      depth = 0
      setOver(false)
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      filesOfDrop(event.dataTransfer).then(
        (files) => latest.current(files),
        (error: unknown) => toastError(asAppError(error)),
      )
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return isOver ? createPortal(<div className="dropping">{words}</div>, document.body) : null
}
