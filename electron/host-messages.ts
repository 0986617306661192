import type { BookInfo } from '#contract/book'
import type { PickPurpose } from '#contract/desktop'
import type { AppEvent } from '#contract/events'
import type { AppClient } from '#contract/index'
import type { Reply } from '#contract/kit'

// What main and the host say to each other. Paths pass here and nowhere else.

export type HostRequest =
  | { readonly kind: 'call'; readonly path: unknown; readonly input: unknown }
  /** A pick id for paths that a person named in a dialog, by dropping, or at the start. */
  | { readonly kind: 'pick'; readonly purpose: PickPurpose; readonly paths: readonly string[] }
  /** Writes what a ticket stands for. */
  | { readonly kind: 'save'; readonly ticket: string; readonly path: string }
  /** Stop jobs, close the book, end. */
  | { readonly kind: 'close' }

export type ToHost = { readonly id: number; readonly request: HostRequest }

/** The open book as windows and menus need it. */
export type OpenBook = Pick<BookInfo, 'name' | 'fileName'> & { readonly path: string }
export type Recent = Awaited<ReturnType<AppClient['book']['current']>>['recent'][number]

export type FromHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'event'; readonly event: AppEvent }
  | { readonly kind: 'book'; readonly book: OpenBook | null; readonly recent: readonly Recent[] }
