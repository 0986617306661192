import { notifications } from '@mantine/notifications'
import type { AppError } from '#core/errors'
import { Button } from './button.tsx'

const STAYS_MS = 6000
let last = 0

/** Says what happened; with `actions`, what can be done about it. */
export function toast(text: string, actions: readonly { label: string; run: () => void }[] = []): void {
  last += 1
  const id = `toast-${last}`
  notifications.show({
    id,
    withCloseButton: true,
    autoClose: actions.length > 0 ? STAYS_MS * 2 : STAYS_MS,
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
