import type { PickPurpose } from '#contract/desktop'
import type { AppEvent } from '#contract/events'
import type { AppClient } from '#contract/index'
import type { Dispatch } from '#contract/kit'
import type { Download } from './door/download.ts'

/** What the command line needs of an open host: the contract, and the two things a contract can't carry, paths and bytes. */
export type CliHost = {
  readonly client: AppClient
  readonly dispatch: Dispatch
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void
  readonly redeemTicket: (ticket: string) => Download
  /** A pick id for paths named on the command line. */
  readonly pickPaths: (purpose: PickPurpose, paths: readonly string[]) => Promise<string>
  readonly close: () => Promise<void>
}

export type HostOptions = {
  /** Opened at once. Without it only what needs no catalog file works. */
  readonly bookPath?: string
  /** Name that decisions are signed with, for this run only. */
  readonly author?: string
  /** Folder whose files the screens may list and pick. */
  readonly root?: string
  /** Which program this is, for others that find the catalog file in use. */
  readonly holder: 'cli' | 'browser'
  /** Told why the catalog file's place isn't safe for it, once a command is to change it. */
  readonly onUnsafeWrite?: (placeWarning: string) => void
}
export type OpenHost = (options: HostOptions) => Promise<CliHost>
