import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { type SavedView, ViewContent } from '#contract/views'
import { AppError } from '#core/errors'
import { canonicalJson, type JsonValue } from '#core/json'
import type { ReadDb } from '#db/connection'
import { appendJournal } from '#db/journal'
import { deleteView, insertView, listViews, updateView, type ViewRow } from '#db/views'
import { commit, type GetBook, type Noun } from './deps.ts'

const MOST_VIEWS = 200
const CHANGED: readonly Noun[] = ['views', 'journal', 'search']

/** @throws AppError from the handlers: conflict for a name that is taken, not-found, book-read-only */
export function createViewHandlers(book: GetBook): Handlers<AppContract>['views'] {
  return {
    list: () => {
      const views = listSavedViews(book().read)
      return { items: views, total: views.length }
    },
    save: ({ name, replaces, ...kept }) => {
      const deps = book()
      const content = canonicalJson({ schemaVersion: 2, ...kept } satisfies ViewContent as JsonValue)
      return commit(deps, CHANGED, (write) => {
        const views = listViews(write)
        if (views.some((view) => view.name === name && view.id !== replaces))
          throw new AppError('conflict', `There is a view “${name}” already.`, { name })
        const view = { name, content, author: deps.author(), savedAtMs: deps.now() }
        const by = { author: view.author, atMs: view.savedAtMs, kind: 'view' } as const
        if (replaces === null) {
          if (views.length >= MOST_VIEWS) throw new AppError('conflict', `A catalog file holds at most ${MOST_VIEWS} views.`)
          appendJournal(write, { ...by, payload: { saved: name } })
          return { viewId: insertView(write, view) }
        }
        const before = views.find(({ id }) => id === replaces)
        if (before === undefined) throw new AppError('not-found', 'This view is gone already.', { viewId: replaces })
        appendJournal(write, { ...by, payload: { replaced: before.name, saved: name } })
        updateView(write, { id: replaces, ...view })
        return { viewId: replaces }
      })
    },
    remove: ({ viewId }) => {
      const deps = book()
      commit(deps, CHANGED, (write) => {
        const name = listViews(write).find((view) => view.id === viewId)?.name
        if (name === undefined) throw new AppError('not-found', 'This view is gone already.', { viewId })
        deleteView(write, viewId)
        appendJournal(write, { author: deps.author(), atMs: deps.now(), kind: 'view', payload: { removed: name } })
      })
      return {}
    },
  }
}

/** Saved views by name. */
export const listSavedViews = (read: ReadDb): SavedView[] => listViews(read).flatMap(toShape)

/** A view that a newer version wrote otherwise is left out here, and stays in the file. */
function toShape({ id, name, content, author, savedAtMs }: ViewRow): SavedView[] {
  const parsed = ViewContent.safeParse(JSON.parse(content))
  if (!parsed.success) return []
  const { filter, sort } = parsed.data
  const columns = parsed.data.schemaVersion === 1 ? null : parsed.data.columns
  return [{ viewId: id, name, filter, sort, columns, author, savedAtMs }]
}
