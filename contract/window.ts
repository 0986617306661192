import { z } from 'zod'
import { Pick, PickPurpose } from './desktop.ts'
import { AppEvent } from './events.ts'
import { command } from './kit.ts'
import { Empty } from './shapes.ts'

// What a window of the app can do besides asking the services: answered by Electron's main process, absent in a browser.

export const ThemeChoice = z.enum(['light', 'dark', 'auto'])
export type ThemeChoice = z.infer<typeof ThemeChoice>

/** What a system dialog asks for. `new-file` names a file that is about to be written. */
export const ChooseTarget = z.enum(['file', 'files', 'folder', 'new-file'])
export type ChooseTarget = z.infer<typeof ChooseTarget>

const window = {
  /** Shows the system's own dialog. null: the person changed their mind. */
  choose: command(z.strictObject({ purpose: PickPurpose, target: ChooseTarget, newName: z.string().max(255).optional() }), Pick.nullable()),
  /** Asks where to keep what a ticket stands for, and writes it there. */
  save: command(
    z.strictObject({ ticket: z.string().max(100), fileName: z.string().min(1).max(255) }),
    z.strictObject({ isSaved: z.boolean() }),
  ),
  /** The screens wear this theme now: the window's frame, other windows and the next start follow. */
  setTheme: command(z.strictObject({ choice: ThemeChoice }), Empty),
}
export const windowContract = { window }
export type WindowContract = typeof windowContract

/** Files a person dropped on the window. The preload names their paths; no page can. */
export const Dropped = z.strictObject({
  purpose: PickPurpose.extract(['import', 'decisions-import', 'book-open']),
  paths: z.array(z.string().max(4096)).min(1).max(200),
})
export type Dropped = z.infer<typeof Dropped>

/** A menu item that the screens carry out. */
export const MenuCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('go'), to: z.enum(['/home', '/catalog', '/costs', '/reports', '/sources', '/settings']) }),
  z.strictObject({ kind: z.literal('show'), overlay: z.enum(['search', 'keys', 'new-dataset', 'open-link']) }),
  z.strictObject({ kind: z.literal('theme'), choice: ThemeChoice }),
])
export type MenuCommand = z.infer<typeof MenuCommand>

/** All that main ever tells a window. */
export const Notice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), event: AppEvent }),
  /** The host stopped and was started again; events may have been missed. */
  z.strictObject({ kind: z.literal('restarted'), message: z.string() }),
  z.strictObject({ kind: z.literal('menu'), command: MenuCommand }),
])
export type Notice = z.infer<typeof Notice>
