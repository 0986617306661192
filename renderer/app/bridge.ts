import type { PickPurpose } from '#contract/desktop'
import type { AppEvent } from '#contract/events'
import type { Client, Reply } from '#contract/kit'
import type { MenuCommand, WindowContract } from '#contract/window'
import { type AppWindow, openAppBridge } from './app-bridge.ts'
import { openBrowserBridge } from './browser-bridge.ts'

/** What the screens need from whoever hosts them: a window of the app, or the browser door. */
export type Bridge = {
  readonly call: (path: string, input: unknown) => Promise<Reply>
  /** Events only announce. @returns stops listening */
  readonly onEvent: (listener: (event: AppEvent) => void) => () => void
  /** Told when events may have been missed: everything shown should be asked again. @returns stops listening */
  readonly onReconnect: (listener: (message: string | null) => void) => () => void
  /** Fetches what a ticket stands for and keeps it as a file. @returns false when the person changed their mind */
  readonly download: (ticket: string, fileName: string) => Promise<boolean>
  /** Told once when the host no longer knows this window. @returns stops listening */
  readonly onEnded: (listener: () => void) => () => void
  /** What only the app's own window can do; null in a browser. */
  readonly desktop: Desktop | null
}

export type Desktop = Client<WindowContract>['window'] & {
  /** A pick for files that were dropped; they are read where they are. */
  readonly drop: (purpose: PickPurpose, files: readonly File[]) => Promise<Reply>
  /** Items of the menu that the screens carry out. @returns stops listening */
  readonly onMenu: (listener: (command: MenuCommand) => void) => () => void
}

declare global {
  interface Window {
    /** Set by the app's preload; absent in a browser. */
    readonly stewardbook?: AppWindow
  }
}

export const bridge: Bridge = window.stewardbook === undefined ? openBrowserBridge() : openAppBridge(window.stewardbook)
