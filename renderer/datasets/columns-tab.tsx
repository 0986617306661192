import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { ColumnRow } from '#contract/shapes'
import { formatCount, plural } from '#core/format'
import { textFilter } from '#core/search/text-filter'
import { useKeys } from '../app/keys.ts'
import { useLaggedAddress } from '../app/lagged-address.ts'
import { usePages } from '../app/pages.ts'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { Ledger } from '../ui/ledger.tsx'
import { Level } from '../ui/level.tsx'
import { MiddleCut } from '../ui/name.tsx'
import { Chip, Chips, Dash, KeyHint } from '../ui/parts.tsx'
import { SearchInput } from '../ui/search-input.tsx'
import { PagesNotRead } from '../ui/more-rows.tsx'
import { Empty } from '../ui/states.tsx'
import { ColumnDrawer } from './column-drawer.tsx'
import { LinkCount } from './column-links.tsx'
import { fieldValue } from './value.tsx'

const route = getRouteApi('/catalog/dataset')

const PRESENCE = {
  both: { label: 'project, warehouse', title: 'In the project’s documentation and in the warehouse' },
  documented: { label: 'project only', title: 'Documented in the project, not found in the warehouse' },
  undocumented: { label: 'warehouse only', title: 'In the warehouse, not documented in the project' },
  unknown: { label: '—', title: 'No catalog of the warehouse was imported: cannot tell' },
} as const

function tagsOf(row: ColumnRow): string[] {
  const tags = fieldValue(row.fields, 'tags').value
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : []
}

const COLUMNS: readonly LedgerColumn<ColumnRow>[] = [
  {
    id: 'name',
    head: 'Column',
    width: 160,
    isFlexible: true,
    cell: (row) => (
      <code className="row">
        <MiddleCut name={row.name} />
      </code>
    ),
  },
  {
    id: 'type',
    head: 'Type',
    width: 128,
    cell: (row) =>
      row.dataType === null ? (
        <Dash why="No source names a type" />
      ) : (
        <code className="cut soft" title={row.dataType}>
          {row.dataType}
        </code>
      ),
  },
  {
    id: 'pii',
    head: 'PII type',
    width: 96,
    cell: (row) => (row.piiType === null ? <Dash why="No PII type is set" /> : <Chip>{row.piiType}</Chip>),
  },
  { id: 'level', head: 'Level', width: 122, cell: (row) => <Level level={row.classification} /> },
  {
    id: 'description',
    head: 'Description',
    width: 200,
    cell: (row) =>
      row.description === null ? (
        <Dash why="Not described" />
      ) : (
        <span className="cut soft" title={row.description}>
          {row.description}
        </span>
      ),
  },
  {
    id: 'upstream',
    head: 'Comes from',
    headTitle: 'How many columns it comes from',
    width: 92,
    isRight: true,
    cell: (row) => <LinkCount count={row.upstreamCount} direction="up" />,
  },
  {
    id: 'downstream',
    head: 'Feeds',
    headTitle: 'How many columns it feeds',
    width: 60,
    isRight: true,
    cell: (row) => <LinkCount count={row.downstreamCount} direction="down" />,
  },
  {
    id: 'checks',
    head: 'Checks',
    width: 164,
    cell: (row) => (
      <Chips items={row.checks.map((check) => check.checkType.replaceAll('_', ' '))} look="line" none="No check looks at it" />
    ),
  },
  { id: 'tags', head: 'Tags', width: 110, cell: (row) => <Chips items={tagsOf(row)} none="No tags" /> },
  {
    id: 'presence',
    head: 'Found in',
    width: 132,
    cell: (row) => (
      <span className={row.presence === 'documented' ? 'late' : 'muted'} title={PRESENCE[row.presence].title}>
        {PRESENCE[row.presence].label}
      </span>
    ),
  },
]

/** Where no source tells of links there is nothing to show in their place. */
const UNLINKED_COLUMNS = COLUMNS.filter(({ id }) => id !== 'upstream' && id !== 'downstream')

/** A dataset's columns: narrow, walk, open one beside the list to read and edit it. */
export function ColumnsTab({ datasetKey }: { datasetKey: string }) {
  const { col: addressCol } = route.useSearch()
  const navigate = useNavigate()
  const pages = usePages('datasets', 'columns', { key: datasetKey })
  const isLinked = pages.rows.some((row) => row.upstreamCount !== null || row.downstreamCount !== null)
  const layout = useColumnLayout('columns', isLinked ? COLUMNS : UNLINKED_COLUMNS)
  const [cramped, setCramped] = useState(0)
  const [text, setText] = useState('')
  const shown = useMemo(() => matching(pages.rows, text), [pages.rows, text])
  const writeCol = useCallback(
    (name: string | undefined) =>
      void navigate({
        to: '/catalog/dataset',
        search: { key: datasetKey, tab: 'columns', ...(name === undefined ? {} : { col: name }) },
        replace: true,
      }),
    [navigate, datasetKey],
  )
  const [col, select] = useLaggedAddress(addressCol, writeCol)
  useKeys(col === undefined ? {} : { Escape: () => select(undefined) })
  const { rowAt, total, reach } = pages
  const isFiltered = text.trim() !== ''
  const count = isFiltered ? shown.length : total
  const selected = pages.rows.find((row) => row.name === col)
  // A filter over what is fetched is only honest when all of it is.
  const onReach = useCallback((index: number) => reach(isFiltered ? total : index), [reach, isFiltered, total])
  const pii = pages.rows.filter((row) => row.piiType !== null).length
  return (
    <div className="split">
      <section className="list" aria-label="Columns">
        <div className="bar" style={{ paddingInline: 24 }}>
          <SearchInput label="Filter columns" value={text} onChange={setText} keyHint="/" />
          <span className="grow" />
          <ColumnChooser layout={layout} cramped={cramped} />
        </div>
        <Ledger
          label="Columns"
          className="wide-pad"
          layout={layout}
          count={count}
          list={text.trim()}
          rowAt={isFiltered ? (index) => shown[index] : rowAt}
          keyOf={(row) => row.name}
          onReach={onReach}
          selectedKey={col}
          onSelect={(row) => select(row.name)}
          scrollId={`columns ${datasetKey}`}
          isLoading={pages.isLoading}
          keys="page"
          onCramped={setCramped}
          instead={
            pages.failed === 'first' ? (
              <div className="page">
                <PagesNotRead pages={pages} />
              </div>
            ) : !pages.isLoading && total === 0 ? (
              <Empty text="No columns are known. Import the project’s catalog.json, or a table list, to see what the warehouse holds." />
            ) : isFiltered && shown.length === 0 ? (
              <Empty text={`0 of ${plural(total, 'column')} match “${text.trim()}”.`} />
            ) : undefined
          }
        />
        {pages.failed !== null && pages.failed !== 'first' && <PagesNotRead pages={pages} />}
        <div className="foot" style={{ paddingInline: 24 }}>
          <span role="status">{isFiltered ? `${formatCount(shown.length)} of ${plural(total, 'column')}` : plural(total, 'column')}</span>
          {pages.rows.length === total && total > 0 && <span>{formatCount(pii)} with a PII type</span>}
          <span className="grow" />
          <KeyHint keys="j k" does="move" />
        </div>
      </section>
      {/* Its room, so that the list has its own from the start. */}
      {col !== undefined && pages.isLoading && <aside className="drawer columndrawer" aria-busy="true" aria-label={`Column ${col}`} />}
      {selected !== undefined && (
        <ColumnDrawer key={selected.name} datasetKey={datasetKey} row={selected} onClose={() => select(undefined)} />
      )}
    </div>
  )
}

function matching(rows: readonly ColumnRow[], text: string): readonly ColumnRow[] {
  const fits = textFilter(text)
  return rows.filter((row) => fits([row.name, row.dataType, row.description, row.piiType]))
}
