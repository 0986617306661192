import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { addressIn } from './link.ts'

/** Goes where a link leads that somebody sent: a window of the app has no address bar to paste it into. */
export function OpenLinkDialog({ onClose }: { onClose: () => void }) {
  const { history } = useRouter()
  const [text, setText] = useState('')
  const address = addressIn(text)
  const isOdd = text.trim() !== '' && address === null
  const open = (): void => {
    if (address === null) return
    onClose()
    history.push(address)
  }
  return (
    <FormDialog title="Open a link" action="Open" onSubmit={open} onClose={onClose} isBlocked={address === null}>
      <TextField
        label="Link"
        value={text}
        onChange={setText}
        placeholder="stewardbook:/catalog?…"
        hint="As “Copy a link” at the top of a screen made it. It opens in the catalog file that is open here."
        error={isOdd ? 'There is no link in this: one begins with stewardbook:/' : undefined}
        maxLength={20_000}
        isMono
        isFirst
      />
    </FormDialog>
  )
}
