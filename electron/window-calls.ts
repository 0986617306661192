import './jitless.ts'
import { basename } from 'node:path'
import type { BrowserWindow } from 'electron'
import { z } from 'zod'
import { createDispatcher, type Handlers, type Reply, valueOf } from '#contract/kit'
import { Dropped, type ThemeChoice, type WindowContract, windowContract } from '#contract/window'
import type { Catalog } from './catalogs.ts'
import { askWhereToSave, chooseFiles } from './dialogs.ts'

// What main answers itself. Nobody asks it before a window is there, so it is read then: the start of main parses nothing.

type SetTheme = (choice: ThemeChoice) => void
export type Sender = { readonly window: BrowserWindow; readonly catalog: Catalog }

/** Answers a call that is about the window it comes from. */
export function answerWindow(sender: Sender, setTheme: SetTheme, path: string, input: unknown): Promise<Reply> {
  return createDispatcher(windowContract, windowHandlers(sender, setTheme), reportBug)(path, input)
}

function windowHandlers({ window, catalog }: Sender, setTheme: SetTheme): Handlers<WindowContract> {
  return {
    window: {
      choose: async (wish) => {
        const paths = await chooseFiles(window, wish)
        if (paths === null) return null
        const reply = await catalog.host.ask({ kind: 'pick', purpose: wish.purpose, paths })
        return { pickId: valueOf(reply) as string, name: nameOf(paths) }
      },
      save: async ({ ticket, fileName }) => {
        const path = await askWhereToSave(window, fileName)
        if (path === null) return { isSaved: false }
        valueOf(await catalog.host.ask({ kind: 'save', ticket, path }))
        return { isSaved: true }
      },
      setTheme: ({ choice }) => {
        setTheme(choice)
        return {}
      },
    },
  }
}

/** Files dropped on a window become a pick. */
export async function takeDrop({ catalog }: Sender, purpose: unknown, paths: unknown): Promise<Reply> {
  const dropped = Dropped.safeParse({ purpose, paths })
  if (!dropped.success) return refuse(z.prettifyError(dropped.error))
  // A file that a page made itself is on no disk: it has no path, and gets no pick.
  if (dropped.data.paths.includes('')) return refuse('Only files from this machine can be dropped.')
  const reply = await catalog.host.ask({ kind: 'pick', ...dropped.data })
  return reply.ok ? { ok: true, value: { pickId: reply.value, name: nameOf(dropped.data.paths) } } : reply
}

function nameOf(paths: readonly string[]): string {
  const first = basename(paths[0] ?? '')
  return paths.length <= 1 ? first : `${first} and ${paths.length - 1} more`
}

function refuse(message: string): Reply {
  return { ok: false, error: { code: 'invalid-input', message, details: {} } }
}

function reportBug(error: unknown, path: string): void {
  process.stderr.write(`bug in ${path}: ${error instanceof Error ? error.stack : String(error)}\n`)
}
