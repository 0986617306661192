import type { AppEvent } from '#contract/events'
import type { Reply } from '#contract/kit'
import { openBrowserBridge } from './browser-bridge.ts'

/** What the screens need from whoever hosts them: a window of the app, or the browser door. */
export type Bridge = {
  readonly call: (path: string, input: unknown) => Promise<Reply>
  /** Events only announce. @returns stops listening */
  readonly onEvent: (listener: (event: AppEvent) => void) => () => void
  /** Told when events may have been missed: everything shown should be asked again. @returns stops listening */
  readonly onReconnect: (listener: () => void) => () => void
  /** Fetches what a ticket stands for and saves it as a file. */
  readonly download: (ticket: string, fileName: string) => Promise<void>
  /** Told once when the host no longer knows this window. @returns stops listening */
  readonly onEnded: (listener: () => void) => () => void
}

declare global {
  interface Window {
    /** Set by the app's preload; absent in a browser. */
    readonly stewardbook?: Bridge
  }
}

export const bridge: Bridge = window.stewardbook ?? openBrowserBridge()
