import { expect, test, vi } from 'vitest'
import { toast, toastUntilClosed } from './toast.tsx'

const shown: { autoClose?: unknown; withCloseButton?: unknown }[] = []
vi.mock('@mantine/notifications', () => ({ notifications: { show: (data: object) => shown.push(data), hide: () => undefined } }))

test('a message goes by itself, later where something can be done about it; what nobody may miss stays until it is closed', () => {
  toast('Saved.')
  toast('Deleted.', [{ label: 'Undo', run: () => undefined }])
  toastUntilClosed('The catalog file is damaged.')
  expect(shown.map(({ autoClose }) => autoClose)).toEqual([6000, 12_000, false])
  expect(shown.every(({ withCloseButton }) => withCloseButton === true)).toBe(true)
})
