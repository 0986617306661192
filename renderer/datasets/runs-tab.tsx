import { Link } from '@tanstack/react-router'
import type { RunOfPipeline, RunResult } from '#contract/assets'
import { formatBytes, formatCount, formatJson, formatSpan } from '#core/format'
import { isJsonObject } from '#core/json'
import { type Pages, usePages } from '../app/pages.ts'
import { type LedgerColumn, useColumnLayout } from '../ui/columns.ts'
import { totalWords } from '../ui/more-rows.tsx'
import { PagedLedger } from '../ui/paged-ledger.tsx'
import { CutText, Dash, Outcome } from '../ui/parts.tsx'
import { Empty } from '../ui/states.tsx'
import { When } from '../ui/when.tsx'

type Told = { readonly runId: string; readonly sourceName: string; readonly importId: number; readonly command: string | null }

const moment = (atMs: number | null) => (atMs === null ? <Dash why="The source does not say when" /> : <When atMs={atMs} />)

/** The source's own names of a run, where one looks for it there. */
const runWords = ({ runId, command }: Told): string => (command === null ? runId : `${command}, ${runId}`)

const COMMAND: LedgerColumn<Told> = {
  id: 'command',
  head: 'Command',
  width: 96,
  cell: (row) => <CutText text={row.command} why="The source does not say what ran" look="soft" />,
}
const IMPORT: LedgerColumn<Told> = {
  id: 'import',
  head: 'Import',
  width: 72,
  isRight: true,
  cell: (row) => (
    <Link
      to="/sources/imports/$importId"
      params={{ importId: String(row.importId) }}
      className="ev"
      title={`Import ${row.importId} of ${row.sourceName}; run: ${runWords(row)}`}
    >
      {row.importId}
    </Link>
  ),
}

function Took({ row }: { row: RunResult }) {
  if (row.durationSeconds === null) return <Dash why="The source does not say how long it took" />
  const text = row.durationSeconds < 60 ? `${row.durationSeconds.toFixed(1)} s` : formatSpan(row.durationSeconds * 1000)
  return <span title={`${row.durationSeconds} s`}>{text}</span>
}

const ENDED: LedgerColumn<RunResult> = { id: 'ended', head: 'Ended', width: 152, cell: (row) => moment(row.endedAtMs) }
const OUTCOME: LedgerColumn<RunResult> = {
  id: 'outcome',
  head: 'Result',
  width: 104,
  cell: (row) => (
    <span title={`In the source’s own word: ${row.sourceStatus}`}>
      <Outcome outcome={row.outcome} />
    </span>
  ),
}
const TOOK: LedgerColumn<RunResult> = { id: 'took', head: 'Took', width: 72, isRight: true, cell: (row) => <Took row={row} /> }
const MESSAGE: LedgerColumn<RunResult> = {
  id: 'message',
  head: 'Message',
  width: 240,
  isFlexible: true,
  cell: (row) => <CutText text={row.message} why="The source says nothing more" look="soft" />,
}

const CHECK_COLUMNS: readonly LedgerColumn<RunResult>[] = [
  ENDED,
  OUTCOME,
  {
    id: 'failures',
    head: 'Failures',
    width: 88,
    isRight: true,
    cell: (row) =>
      row.failures === null ? (
        <Dash why="No count is known" />
      ) : (
        <span className={row.failures > 0 ? 'wrong' : 'muted'}>{formatCount(row.failures)}</span>
      ),
  },
  MESSAGE,
  TOOK,
  COMMAND,
  IMPORT,
]

const BUILD_COLUMNS: readonly LedgerColumn<RunResult>[] = [
  ENDED,
  OUTCOME,
  TOOK,
  {
    id: 'rows',
    head: 'Rows',
    headTitle: 'Rows written, as the warehouse answered',
    width: 96,
    isRight: true,
    cell: (row) => (row.rowsAffected === null ? <Dash why="The warehouse does not say" /> : formatCount(row.rowsAffected)),
  },
  {
    id: 'bytes',
    head: 'Bytes',
    headTitle: 'Bytes read, as the warehouse answered',
    width: 88,
    isRight: true,
    cell: (row) =>
      row.bytesProcessed === null ? (
        <Dash why="The warehouse does not say" />
      ) : (
        <span title={`${formatCount(row.bytesProcessed)} bytes`}>{formatBytes(row.bytesProcessed)}</span>
      ),
  },
  MESSAGE,
  {
    id: 'response',
    head: 'Answer',
    headTitle: 'All that the warehouse answered',
    width: 120,
    cell: (row) => <CutText text={answerWords(row.adapterResponse)} why="The warehouse’s answer is in no import" look="soft" />,
  },
  COMMAND,
  IMPORT,
]

/** As the adapter of the warehouse names its parts: a job’s id, bytes billed. */
function answerWords(answer: RunResult['adapterResponse']): string | null {
  if (!isJsonObject(answer)) return answer === null ? null : formatJson(answer)
  const parts = Object.entries(answer).map(([name, value]) => `${name}: ${formatJson(value)}`)
  return parts.length === 0 ? null : parts.join(', ')
}

const keyOf = (row: Told): string => `${row.sourceName}\n${row.runId}`

/** What runs did to a check or a dataset, newest first. */
export function ResultsTab({ assetKey, of }: { assetKey: string; of: 'check' | 'dataset' }) {
  const pages = usePages('assets', 'results', { key: assetKey })
  const layout = useColumnLayout(`results-${of}`, of === 'check' ? CHECK_COLUMNS : BUILD_COLUMNS)
  const noun = of === 'check' ? 'result' : 'run'
  const text =
    of === 'check'
      ? 'No result is known. Results come with the run_results.json of a dbt project, one for each run that is imported.'
      : 'No run of this dataset is known. Runs come with the run_results.json of a dbt project, one for each that is imported.'
  return (
    <section className="list" aria-label={of === 'check' ? 'Results' : 'Runs'} style={{ minHeight: 0 }}>
      <PagedLedger
        label={of === 'check' ? 'Results' : 'Runs'}
        className="wide-pad"
        layout={layout}
        keyOf={keyOf}
        pages={pages}
        empty={<Empty text={text} />}
      />
      <Foot pages={pages} noun={noun} />
    </section>
  )
}

const STATUSES: Readonly<Record<string, string>> = { success: 'success', failed: 'fail', partial: 'warn' }
const RUN_COLUMNS: readonly LedgerColumn<RunOfPipeline>[] = [
  { id: 'ended', head: 'Ended', width: 152, cell: (row) => moment(row.endedAtMs) },
  {
    id: 'status',
    head: 'Result',
    width: 104,
    cell: (row) => (
      <span title={`Status: ${row.status}`}>
        <Outcome outcome={STATUSES[row.status] ?? row.status} />
      </span>
    ),
  },
  {
    id: 'took',
    head: 'Took',
    width: 72,
    isRight: true,
    cell: (row) =>
      row.startedAtMs === null || row.endedAtMs === null ? (
        <Dash why="The source does not say how long it took" />
      ) : (
        formatSpan(row.endedAtMs - row.startedAtMs)
      ),
  },
  COMMAND,
  {
    id: 'run',
    head: 'Run',
    headTitle: 'Its own name in the source',
    width: 240,
    isFlexible: true,
    cell: (row) => <CutText text={row.runId} why="" look="soft" />,
  },
  IMPORT,
]

/** The runs of a pipeline, newest first. */
export function PipelineRunsTab({ assetKey }: { assetKey: string }) {
  const pages = usePages('assets', 'runs', { key: assetKey })
  const layout = useColumnLayout('pipeline-runs', RUN_COLUMNS)
  return (
    <section className="list" aria-label="Runs" style={{ minHeight: 0 }}>
      <PagedLedger
        label="Runs"
        className="wide-pad"
        layout={layout}
        keyOf={keyOf}
        pages={pages}
        empty={<Empty text="No run of this pipeline is known. Runs come with the run_results.json of a dbt project." />}
      />
      <Foot pages={pages} noun="run" />
    </section>
  )
}

type FootProps = { pages: Pages<unknown>; noun: string }

function Foot({ pages, noun }: FootProps) {
  return (
    <div className="foot">
      <span role="status">{totalWords(pages, noun)}</span>
    </div>
  )
}
