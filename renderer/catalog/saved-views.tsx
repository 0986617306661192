import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { DatasetFilter, DatasetRow, DatasetSort } from '#contract/shapes'
import type { SavedView } from '#contract/views'
import { canonicalJson, type JsonValue } from '#core/json'
import { formatCount } from '#core/format'
import type { z } from 'zod'
import { asAppError, send, useAsk, useCommand } from '../app/api.ts'
import type { CatalogSearch } from '../app/router.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button, IconButton } from '../ui/button.tsx'
import type { ColumnLayout } from '../ui/columns.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { GAPS } from './filter.ts'
import { columnsOf, columnsText, FIRST_COLUMNS } from './view-columns.ts'

/** `cols`: the columns as the address has them; none where they are this machine's own. */
type Shown = { readonly filter: DatasetFilter; readonly sort: z.infer<typeof DatasetSort>; readonly cols: string | undefined }

const shownBy = ({ filter, sort, columns }: SavedView): Shown => ({
  filter,
  sort,
  cols: columns === null ? undefined : columnsText(columns),
})
const sameAs = ({ filter, sort, cols }: Shown): string => canonicalJson({ filter, sort, cols: cols ?? null } as JsonValue)

/** The saved views, and the one that is on screen now. */
export function useSavedViews(shown: Shown): { readonly views: readonly SavedView[]; readonly current: SavedView | undefined } {
  const views = useAsk('views', 'list', {}).data?.items ?? []
  const text = sameAs(shown)
  return { views, current: views.find((view) => sameAs(shownBy(view)) === text) }
}

/** The address of a view: what filter, order and columns add to it. */
export const viewSearch = (view: SavedView): CatalogSearch => searchOf(shownBy(view))

function searchOf({ filter, sort, cols }: Shown): CatalogSearch {
  const isPlain = sort.by === 'name' && sort.direction === 'asc'
  return { ...filter, ...(isPlain ? {} : { by: sort.by, dir: sort.direction }), ...(cols === undefined ? {} : { cols }) }
}

/** All, what is missing, and what was saved: the same list, narrowed in ways that have a name. */
export function ViewTabs({
  search,
  saved,
  total,
  values,
}: {
  search: CatalogSearch
  saved: ReturnType<typeof useSavedViews>
  total: number | undefined
  values: readonly { value: string; count: number }[] | undefined
}) {
  const active = search.gap?.length === 1 ? search.gap[0] : undefined
  const count = (gap: string): string => {
    if (total === undefined) return '—'
    return formatCount(values?.find((value) => value.value === gap)?.count ?? 0)
  }
  // Leaving a saved view leaves what it narrows by; its tabs count so, too.
  const kept = saved.current === undefined ? search : {}
  const go = (gap: CatalogSearch['gap']) => ({ to: '/catalog', search: { ...kept, gap, sel: undefined } }) as const
  const tabs: Tab[] = [
    {
      id: 'all',
      label: 'All',
      aside: total === undefined ? '—' : formatCount(total),
      isCurrent: search.gap === undefined && saved.current === undefined,
      go: go(undefined),
    },
    ...GAPS.map(({ gap, label }) => ({
      id: gap,
      label,
      aside: count(gap),
      isCurrent: active === gap && saved.current === undefined,
      go: go([gap]),
    })),
    ...saved.views.map((view) => ({
      id: `view ${view.viewId}`,
      label: view.name,
      isCurrent: view === saved.current,
      go: { to: '/catalog', search: viewSearch(view) } as const,
    })),
  ]
  return <Tabs label="Views" tabs={tabs} />
}

type Layout = ColumnLayout<DatasetRow>
type ActionsProps = { shown: Shown; layout: Layout; saved: ReturnType<typeof useSavedViews> }

/** Keeps what is on screen as a view, or takes the one away that is. */
export function ViewActions({ shown, layout, saved: { views, current } }: ActionsProps) {
  const [isNaming, setNaming] = useState(false)
  const isPlain = Object.keys(searchOf(shown)).length === 0 && columnsText(columnsOf(layout)) === FIRST_COLUMNS
  useScreenActions({
    saveView: current === undefined && !isPlain && (() => setNaming(true)),
    removeView: current !== undefined && (() => removeView(current)),
  })
  if (current !== undefined) {
    return <IconButton icon="close" label={`Remove the view ${current.name}`} onClick={() => removeView(current)} />
  }
  if (isPlain) return null
  return (
    <>
      <Button look="ghost" onClick={() => setNaming(true)}>
        Save view
      </Button>
      {isNaming && <SaveView shown={shown} layout={layout} views={views} onClose={() => setNaming(false)} />}
    </>
  )
}

type SaveProps = { shown: Shown; layout: Layout; views: readonly SavedView[]; onClose: () => void }

function SaveView({ shown: { filter, sort }, layout, views, onClose }: SaveProps) {
  const [name, setName] = useState('')
  const save = useCommand('views', 'save')
  const navigate = useNavigate()
  const taken = views.find((view) => view.name === name.trim())
  const submit = (): void => {
    const columns = columnsOf(layout)
    save.mutate(
      { name, filter, sort, columns, replaces: taken?.viewId ?? null },
      {
        told({ viewId }) {
          const undo = (): Promise<unknown> =>
            taken === undefined ? send('views', 'remove', { viewId }) : send('views', 'save', { ...contentOf(taken), replaces: viewId })
          const done = taken === undefined ? 'saved' : 'replaced'
          toast(`View “${name.trim()}” ${done}.`, [{ label: 'Undo', run: () => void undo().catch(showError) }])
        },
        onSuccess() {
          // From now on the columns are the view's: what is changed next changes neither the view nor this machine's own.
          void navigate({ to: '/catalog', search: (old: CatalogSearch) => ({ ...old, cols: columnsText(columns) }), replace: true })
          onClose()
        },
      },
    )
  }
  return (
    <FormDialog
      title="Save view"
      action={taken === undefined ? 'Save' : 'Replace'}
      onSubmit={submit}
      onClose={onClose}
      isBusy={save.isPending}
      isBlocked={name.trim() === ''}
    >
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        hint={taken === undefined ? KEPT : `There is a view “${taken.name}” already: it becomes what is on screen now, for everyone.`}
        error={save.error?.message}
        maxLength={80}
        isFirst
      />
    </FormDialog>
  )
}

const KEPT = 'What narrows and sorts the list, and its columns. Kept in the catalog file: everyone who opens it has this view.'
const contentOf = ({ name, filter, sort, columns }: SavedView) => ({ name, filter, sort, columns })
const showError = (error: unknown): void => toastError(asAppError(error))

function removeView(view: SavedView): void {
  send('views', 'remove', { viewId: view.viewId }).then(
    () =>
      toast(`View “${view.name}” removed.`, [{ label: 'Undo', run: () => void send('views', 'save', contentOf(view)).catch(showError) }]),
    showError,
  )
}
