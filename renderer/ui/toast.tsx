import { notifications } from '@mantine/notifications'
import type { AppError } from '#core/errors'
import { Button } from './button.tsx'

const STAYS_MS = 6000
let last = 0

type ToastAction = { readonly label: string; readonly run: () => void }

/** Says what happened; with `actions`, what can be done about it. */
export function toast(text: string, actions: readonly ToastAction[] = []): void {
  show(text, actions, actions.length > 0 ? STAYS_MS * 2 : STAYS_MS)
}

/** Says what nobody may miss who looks elsewhere for a while. */
export function toastUntilClosed(text: string, actions: readonly ToastAction[] = []): void {
  show(text, actions, false)
}

function show(text: string, actions: readonly ToastAction[], autoClose: number | false): void {
  last += 1
  const id = `toast-${last}`
  notifications.show({
    id,
    withCloseButton: true,
    autoClose,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <span className="toast">
        <span>{text}</span>
        {actions.map((action) => (
          <Button
            key={action.label}
            onClick={() => {
              notifications.hide(id)
              action.run()
            }}
          >
            {action.label}
          </Button>
        ))}
      </span>
    ),
  })
}

/** Takes all of them away: what they offer is of something that is not open any more. */
export const clearToasts = (): void => notifications.clean()

/** An action that did not work. */
export function toastError(error: AppError): void {
  toast(error.message)
}
