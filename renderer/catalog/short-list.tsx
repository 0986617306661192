import { type ReactNode, useMemo, useState } from 'react'
import type { AppError } from '#core/errors'
import { formatCount, plural } from '#core/format'
import { useKeys } from '../app/keys.ts'
import { showOverlay } from '../app/overlay.ts'
import { Page } from '../app/page.tsx'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button } from '../ui/button.tsx'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { Ledger } from '../ui/ledger.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { Empty, ErrorBlock } from '../ui/states.tsx'
import { CatalogSections } from './catalog-sections.tsx'

/** A list of the Catalog that comes whole: there are few of them, so what is typed narrows it in the window. */
export type ShortList<Row> = {
  readonly section: 'domains' | 'products'
  readonly title: string
  /** One of them, as a sentence has it. */
  readonly noun: string
  /** One of them, as a button has it. */
  readonly shortNoun: string
  readonly columns: readonly LedgerColumn<Row>[]
  readonly keyOf: (row: Row) => string
  /** What of a row is looked at for what is typed. */
  readonly textsOf: (row: Row) => readonly (string | null)[]
  /** What they are for, where there are none, and the button that makes the first. */
  readonly emptyText: string
  readonly makeFirst: string
  /** The dialog that makes one, and the action that opens it. */
  readonly makeAction: 'newDomain' | 'newProduct'
  readonly makeDialog: 'new-domain' | 'new-product'
}

type Asked<Row> = {
  readonly data: { readonly items: readonly Row[]; readonly total: number } | undefined
  readonly error: AppError | null
  readonly isPending: boolean
  readonly refetch: () => unknown
}

type Props<Row> = {
  readonly list: ShortList<Row>
  readonly query: Asked<Row>
  readonly onOpen: (row: Row) => void
  /** What can be done with the list as a whole. */
  readonly actions: ReactNode
  readonly foot?: ReactNode
}

export function ShortListScreen<Row>({ list, query, onOpen, actions, foot }: Props<Row>) {
  const { title, noun, shortNoun, keyOf, textsOf } = list
  const layout = useColumnLayout(list.section, list.columns)
  const [selected, setSelected] = useState<string | undefined>()
  const [typed, setTyped] = useState('')
  const [cramped, setCramped] = useState(0)
  const { data } = query
  const wanted = typed.trim()
  const rows = useMemo(() => {
    const piece = wanted.toLowerCase()
    return (data?.items ?? []).filter((row) => textsOf(row).some((text) => (text ?? '').toLowerCase().includes(piece)))
  }, [data, wanted, textsOf])
  const add = (): void => showOverlay(list.makeDialog)
  useKeys({ Escape: () => setSelected(undefined) })
  useScreenActions({ [list.makeAction]: add })
  const hidden = data === undefined ? 0 : data.total - data.items.length
  return (
    <Page
      title={title}
      crumbs={[{ label: 'Catalog', to: '/catalog' }]}
      sections={<CatalogSections current={list.section} />}
      layout="fixed"
      actions={
        <>
          {actions}
          <Button icon="plus" onClick={add} title={`New ${noun} (n)`} aria-keyshortcuts="n">
            <span className="label-wide">{shortNoun}</span>
          </Button>
        </>
      }
    >
      <section className="list" aria-label={title} aria-busy={query.isPending}>
        <div className="bar">
          <SearchInput label={`Filter ${noun}s`} value={typed} onChange={setTyped} keyHint="/" />
          <span className="grow" />
          <ColumnChooser layout={layout} cramped={cramped} />
        </div>
        <Ledger
          label={title}
          layout={layout}
          count={rows.length}
          rowAt={(index) => rows[index]}
          keyOf={keyOf}
          selectedKey={selected}
          onSelect={(row) => setSelected(keyOf(row))}
          onOpen={onOpen}
          isLoading={query.isPending}
          keys="page"
          onCramped={setCramped}
          instead={rows.length > 0 ? undefined : <InsteadOfRows list={list} query={query} wanted={wanted} onAdd={add} />}
        />
        <div className="foot">
          <span role="status">{data === undefined ? `— ${noun}s` : plural(rows.length, noun)}</span>
          {hidden > 0 && <span className="muted">and {formatCount(hidden)} more</span>}
          {foot}
          <span className="grow" />
          <KeyHint keys="↵" does="open" />
          <KeyHint keys="n" does={`new ${shortNoun.toLowerCase()}`} room="wide" />
        </div>
      </section>
    </Page>
  )
}

type InsteadProps<Row> = {
  readonly list: ShortList<Row>
  readonly query: Asked<Row>
  readonly wanted: string
  readonly onAdd: () => void
}

/** Why there is no row: nothing could be asked, there is none yet, or none is like what was typed. */
function InsteadOfRows<Row>({ list, query: { data, error, isPending, refetch }, wanted, onAdd }: InsteadProps<Row>) {
  if (error !== null && data === undefined) {
    return (
      <div className="page">
        <ErrorBlock error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (isPending) return null
  if (wanted !== '') return <Empty text={`0 of ${plural(data?.items.length ?? 0, list.noun)} match “${wanted}”.`} />
  return (
    <Empty text={list.emptyText}>
      <Button look="primary" icon="plus" onClick={onAdd}>
        {list.makeFirst}
      </Button>
    </Empty>
  )
}
