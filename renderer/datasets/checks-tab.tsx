import type { CheckRow } from '#contract/datasets'
import { formatCount, formatJson, plural } from '#core/format'
import { isJsonObject, type JsonValue } from '#core/json'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { usePages } from '../app/pages.ts'
import { ColumnChooser } from '../ui/column-chooser.tsx'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { MiddleCut } from '../ui/name.tsx'
import { Chip, Dash, Outcome } from '../ui/parts.tsx'
import { Empty } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'

function argumentWords(value: JsonValue): string {
  if (!isJsonObject(value)) return value === null ? '' : formatJson(value)
  return Object.entries(value)
    .filter(([name]) => name !== 'model' && name !== 'column_name')
    .map(([name, member]) => `${name}: ${formatJson(member)}`)
    .join(' · ')
}

const COLUMNS: readonly LedgerColumn<CheckRow>[] = [
  {
    id: 'name',
    head: 'Check',
    width: 200,
    isFlexible: true,
    cell: (row) => (
      <>
        <span title={row.name} className="cut">
          {row.style === 'generic' ? row.checkType.replaceAll('_', ' ') : row.name}
        </span>
        {row.style !== 'generic' && <Chip look="line">{row.style}</Chip>}
      </>
    ),
  },
  { id: 'result', head: 'Last result', width: 100, cell: (row) => <Outcome outcome={row.lastOutcome} /> },
  {
    id: 'column',
    head: 'Column',
    width: 140,
    cell: (row) =>
      row.columnName === null ? (
        <span className="muted">whole table</span>
      ) : (
        <code className="row">
          <MiddleCut name={row.columnName} />
        </code>
      ),
  },
  {
    id: 'failures',
    head: 'Failures',
    width: 80,
    isRight: true,
    cell: (row) =>
      row.failures === null ? (
        <Dash why="No result is known" />
      ) : (
        <span className={row.failures > 0 ? 'wrong' : 'muted'}>{formatCount(row.failures)}</span>
      ),
  },
  {
    id: 'run',
    head: 'Last run',
    width: 150,
    cell: (row) => (row.lastRunMs === null ? <Dash why="No run is recorded" /> : <When atMs={row.lastRunMs} />),
  },
  { id: 'severity', head: 'Severity', width: 80, cell: (row) => row.severity ?? <Dash why="No severity is set" /> },
  { id: 'arguments', head: 'Arguments', width: 220, cell: (row) => <ArgumentsCell row={row} /> },
  {
    id: 'message',
    head: 'Message',
    width: 220,
    cell: (row) =>
      row.message === null ? null : (
        <span className="cut soft" title={row.message}>
          {row.message}
        </span>
      ),
  },
]

function ArgumentsCell({ row }: { row: CheckRow }) {
  const words = argumentWords(row.arguments as JsonValue)
  return (
    <>
      <span className="cut soft" title={words}>
        {words}
      </span>
      {row.carriesValues && (
        <Chip look="line" title="Holds values of data, not only descriptions of it">
          values
        </Chip>
      )}
    </>
  )
}

/** The checks attached to a dataset, each with its last result; a row opens to all its results. */
export function ChecksTab({ datasetKey }: { datasetKey: string }) {
  const pages = usePages('datasets', 'checks', { key: datasetKey })
  const layout = useColumnLayout('checks', COLUMNS)
  const [cramped, setCramped] = useState(0)
  const [selected, setSelected] = useState<string | undefined>()
  const navigate = useNavigate()
  const open = ({ key }: CheckRow): void => void navigate({ to: '/catalog/asset', search: { key, tab: 'runs' } })
  const isEmpty = !pages.isLoading && pages.total === 0
  return (
    <section className="list" aria-label="Checks" style={{ minHeight: 0 }}>
      {!isEmpty && (
        <div className="bar" style={{ paddingInline: 24 }}>
          <span className="soft">{pages.isLoading ? '— checks' : plural(pages.total, 'check')}</span>
          <span className="grow" />
          <ColumnChooser layout={layout} cramped={cramped} />
        </div>
      )}
      <PagedLedger
        label="Checks"
        className="wide-pad"
        layout={layout}
        keyOf={(row) => row.key}
        selectedKey={selected}
        onSelect={({ key }) => setSelected(key)}
        onOpen={open}
        scrollId={`checks ${datasetKey}`}
        keys="page"
        onCramped={setCramped}
        pages={pages}
        empty={
          <Empty text="No check is attached to this dataset. dbt tests appear here with the next import of the project’s manifest, their results with its run_results.json." />
        }
      />
    </section>
  )
}
