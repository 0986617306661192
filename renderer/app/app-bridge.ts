import type { PickPurpose } from '#contract/desktop'
import type { AppEvent } from '#contract/events'
import { createClient, type Reply } from '#contract/kit'
import { type MenuCommand, Notice, windowContract } from '#contract/window'
import type { Bridge } from './bridge.ts'
import { createListeners } from './listeners.ts'

/** What the preload puts on the page: all that a window of the app can say and hear. */
export type AppWindow = {
  readonly call: (path: string, input: unknown) => Promise<Reply>
  readonly drop: (purpose: PickPurpose, files: readonly File[]) => Promise<Reply>
  readonly onNotice: (listener: (notice: unknown) => void) => void
}

/** Talks to the app this window belongs to. */
export function openAppBridge(app: AppWindow): Bridge {
  const events = createListeners<[AppEvent]>()
  const restarts = createListeners<[string]>()
  const commands = createListeners<[MenuCommand]>()
  app.onNotice((told) => {
    const notice = Notice.safeParse(told)
    if (!notice.success) return
    switch (notice.data.kind) {
      case 'event':
        return events.tell(notice.data.event)
      case 'restarted':
        return restarts.tell(notice.data.message)
      case 'menu':
        return commands.tell(notice.data.command)
    }
  })
  const call = (path: string, input: unknown): Promise<Reply> => app.call(path, input).catch(unreachable)
  const { window } = createClient(windowContract, (path, input) => call(String(path), input))
  return {
    call,
    onEvent: events.add,
    onReconnect: restarts.add,
    // A window of the app lives as long as the app does.
    onEnded: () => () => undefined,
    download: async (ticket, fileName) => (await window.save({ ticket, fileName })).isSaved,
    desktop: { ...window, drop: app.drop, onMenu: commands.add },
  }
}

function unreachable(error: unknown): Reply {
  return {
    ok: false,
    error: {
      code: 'internal',
      message: 'Stewardbook does not answer. Nothing was saved by this action.',
      details: { error: error instanceof Error ? error.message : String(error) },
    },
  }
}
