import { type ReactNode, useState } from 'react'
import { plural } from '#core/format'
import { useKeys } from '../app/keys.ts'
import { showOverlay } from '../app/overlay.ts'
import { Page } from '../app/page.tsx'
import type { Pages } from '../app/pages.ts'
import { useScreenActions } from '../app/screen-actions.ts'
import { Button } from '../ui/button.tsx'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { KeyHint } from '../ui/parts.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { Empty } from '../ui/states.tsx'
import { CatalogSections } from './catalog-sections.tsx'
import { foundWords } from './faceted-list.tsx'

/** A list of the Catalog that is narrowed by nothing but what is typed. */
export type ShortList<Row> = {
  readonly section: 'domains' | 'products'
  readonly title: string
  /** One of them, as a sentence has it. */
  readonly noun: string
  /** One of them, as a button has it. */
  readonly shortNoun: string
  readonly columns: readonly LedgerColumn<Row>[]
  readonly keyOf: (row: Row) => string
  /** What they are for, where there are none, and the button that makes the first. */
  readonly emptyText: string
  readonly makeFirst: string
  /** The dialog that makes one, and the action that opens it. */
  readonly makeAction: 'newDomain' | 'newProduct'
  readonly makeDialog: 'new-domain' | 'new-product'
}

/** What narrows the list, and how many there are in all; undefined where that is not known (yet). */
type Narrowing = { readonly text: string; readonly onText: (text: string) => void; readonly all: number | undefined }

type Props<Row> = {
  readonly list: ShortList<Row>
  readonly pages: Pages<Row>
  readonly narrowing: Narrowing
  readonly onOpen: (row: Row) => void
  /** What can be done with the list as a whole. */
  readonly actions: ReactNode
  readonly foot?: ReactNode
}

export function ShortListScreen<Row>({ list, pages, narrowing, onOpen, actions, foot }: Props<Row>) {
  const { title, noun, shortNoun, keyOf } = list
  const layout = useColumnLayout(list.section, list.columns)
  const [selected, setSelected] = useState<string | undefined>()
  const [cramped, setCramped] = useState(0)
  const { text, onText, all = 0 } = narrowing
  const add = (): void => showOverlay(list.makeDialog)
  useKeys({ Escape: () => setSelected(undefined) })
  useScreenActions({ [list.makeAction]: add })
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
      <section className="list" aria-label={title} aria-busy={pages.isLoading || pages.isOld}>
        <div className="bar">
          <SearchInput label={`Filter ${noun}s`} value={text} onChange={onText} keyHint="/" />
          <span className="grow" />
          <ColumnChooser layout={layout} cramped={cramped} />
        </div>
        <PagedLedger
          label={title}
          layout={layout}
          keyOf={keyOf}
          selectedKey={selected}
          onSelect={(row) => setSelected(keyOf(row))}
          onOpen={onOpen}
          scrollId={`${list.section} ${text}`}
          keys="page"
          onCramped={setCramped}
          pages={pages}
          empty={<InsteadOfRows list={list} narrowing={narrowing} onAdd={add} />}
        />
        <div className="foot">
          <span role="status">
            {foundWords(noun, pages.isLoading || pages.failed === 'first' ? null : pages.total, text.trim() === '' ? 0 : all)}
          </span>
          {foot}
          <span className="grow" />
          <KeyHint keys="j k" does="move" room="wide" />
          <KeyHint keys="↵" does="open" />
          <KeyHint keys="n" does={`new ${shortNoun.toLowerCase()}`} room="wide" />
        </div>
      </section>
    </Page>
  )
}

type InsteadProps<Row> = {
  readonly list: ShortList<Row>
  readonly narrowing: Narrowing
  readonly onAdd: () => void
}

/** Why there is no row: there is none yet, or none is like what was typed. */
function InsteadOfRows<Row>({ list, narrowing: { text, all }, onAdd }: InsteadProps<Row>) {
  const wanted = text.trim()
  if (wanted !== '') {
    return <Empty text={all === undefined ? `Nothing matches “${wanted}”.` : `0 of ${plural(all, list.noun)} match “${wanted}”.`} />
  }
  return (
    <Empty text={list.emptyText}>
      <Button look="primary" icon="plus" onClick={onAdd}>
        {list.makeFirst}
      </Button>
    </Empty>
  )
}
