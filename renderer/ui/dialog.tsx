import { Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Button } from './button.tsx'
import { holdFocus } from './first-focus.ts'
import { useFocusBack } from './focus-back.ts'

type DialogProps = {
  title: string
  onClose: () => void
  children: ReactNode
  /** Pixels. */
  width?: number
}

/** A dialog: traps focus, closes on Escape, gives focus back. Show it by rendering it. */
export function Dialog({ title, onClose, children, width = 520 }: DialogProps) {
  useFocusBack()
  return (
    <Modal.Root opened onClose={onClose} size={width} yOffset="8dvh" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      {/* The title names it too, but a moment later: by then the focus is in it, and it was read out. */}
      <Modal.Content ref={holdFocus} aria-label={title}>
        {/* Not Modal.Header: its header element would be a second banner of the page. */}
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

type FormDialogProps = DialogProps & {
  action: string
  onSubmit: () => void
  isBusy?: boolean
  isBlocked?: boolean
  look?: 'primary' | 'danger'
  /** At the left of the foot. */
  aside?: ReactNode
}

/** A dialog with one form: Enter does it, Escape leaves everything as it is. */
export function FormDialog({ action, onSubmit, isBusy, isBlocked, look = 'primary', aside, children, ...dialog }: FormDialogProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isBusy !== true && isBlocked !== true) onSubmit()
  }
  return (
    <Dialog {...dialog}>
      <form onSubmit={submit} className="stack" style={{ gap: 12 }}>
        {children}
        <div className="dialog-foot">
          {aside}
          <span className="right">
            <Button onClick={dialog.onClose}>Cancel</Button>
            {/* Not disabled while busy: a disabled button loses the focus, and the dialog with it. */}
            <Button look={look} type="submit" disabled={isBlocked === true} aria-disabled={isBusy === true}>
              {action}
            </Button>
          </span>
        </div>
      </form>
    </Dialog>
  )
}
