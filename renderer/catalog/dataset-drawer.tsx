import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { findField } from '#core/assets/fields'
import type { FieldValue } from '#core/assets/provenance'
import { formatCount, plural } from '#core/format'
import { ask, type Output, useAsk } from '../app/api.ts'
import { checkWords, useCheckSummary } from '../datasets/check-summary.tsx'
import { missingWords, fieldValue, Value } from '../datasets/value.tsx'
import { ProvMark, provClass, provenanceWords } from '../datasets/provenance.tsx'
import { IconButton } from '../ui/button.tsx'
import { Level } from '../ui/level.tsx'
import { CopyButton, MiddleCut } from '../ui/name.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, ErrorBlock, NotRead } from '../ui/states.tsx'

const ROWS = [
  { name: 'ownerTeam', label: 'Owner' },
  { name: 'steward', label: 'Steward' },
  { name: 'refreshSchedule', label: 'Refresh' },
  { name: 'lastSuccessfulRunMs', label: 'Last run' },
  { name: 'rowCount', label: 'Rows' },
  { name: 'accessRequestProcess', label: 'Access' },
  { name: 'retentionPeriod', label: 'Retention' },
] as const
const PII_SHOWN = 7
type Dataset = Output<'datasets', 'get'>

/** A dataset beside the list, for comparing. */
export function DatasetDrawer({ datasetKey, onClose }: { datasetKey: string; onClose: () => void }) {
  const key = useDeferredValue(datasetKey)
  const query = useQuery({ ...ask('datasets', 'get', { key }), placeholderData: keepPreviousData })
  const data = query.data
  const name = data === undefined ? '' : data.row.schema === null ? data.row.name : `${data.row.schema}.${data.row.name}`
  return (
    <aside className="drawer" aria-label={name === '' ? 'Dataset' : name} aria-busy={query.isPlaceholderData || query.isPending}>
      <header>
        <div className="row">
          <span className="name grow cut">
            <MiddleCut name={name} />
          </span>
          {data !== undefined && <CopyButton text={data.row.relation ?? name} label="Copy the name" />}
          <IconButton icon="close" label="Close" onClick={onClose} />
        </div>
        {data === undefined ? <LedeRoom /> : <Lede data={data} />}
      </header>
      <div className="body">
        {query.error !== null ? (
          <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
        ) : data === undefined ? (
          <BoneRows rows={8} />
        ) : (
          <Summary data={data} />
        )}
      </div>
      <footer>
        <Link to="/catalog/dataset" search={{ key: datasetKey }} className="btn primary">
          Open page <kbd aria-hidden="true">↵</kbd>
        </Link>
        <span className="grow" />
        <span className="small muted">
          <kbd>Esc</kbd> close
        </span>
      </footer>
    </aside>
  )
}

/** The room of the lede, so that nothing below jumps when it comes. */
const LedeRoom = () => (
  <>
    <p className="lede">{'\u00a0'}</p>
    <div className="chips" style={{ minHeight: 20 }} />
  </>
)

function Lede({ data: { row } }: { data: Dataset }) {
  return (
    <>
      <p className={`lede ${row.description === null ? 'muted' : ''}`}>{row.description ?? 'Not described yet'}</p>
      <div className="chips">
        <Level level={row.classification} look="pill" />
        {row.resourceType !== null && <Chip look="line">{row.resourceType}</Chip>}
        {row.tier !== null && <Chip>{row.tier}</Chip>}
        {row.domain !== null && <Chip>{row.domain}</Chip>}
        {row.status === 'retired' && <Chip look="dash">no longer in the source</Chip>}
        {row.hasConflict && <Chip look="line">conflict to settle</Chip>}
      </div>
    </>
  )
}

function Summary({ data }: { data: Dataset }) {
  const currency = useAsk('book', 'current', {}).data?.book?.currency ?? ''
  const { row } = data
  const checks = useCheckSummary(row.key, row.checkCount)
  return (
    <>
      <dl className="props">
        {ROWS.map(({ name, label }) => (
          <Property key={name} label={label} value={fieldValue(data.fields, name)} currency={currency} />
        ))}
        <dt>Checks</dt>
        <dd>
          {row.checkCount === 0 ? (
            <span className="muted">— no checks attached</span>
          ) : (
            <Link to="/catalog/dataset" search={{ key: row.key, tab: 'checks' }} className="ev">
              {checks.summary === undefined ? plural(row.checkCount, 'check') : checkWords(checks.summary)}
            </Link>
          )}
        </dd>
      </dl>
      <NotRead what="The results of its checks" query={checks.query} />
      <PiiColumns data={data} />
      <h2>
        Neighbours
        <Link to="/catalog/dataset" search={{ key: row.key, tab: 'lineage' }} className="link">
          lineage
        </Link>
      </h2>
      <p className="small soft" style={{ lineHeight: '20px' }}>
        {formatCount(row.upstreamCount)} direct upstream, {formatCount(row.downstreamCount)} downstream
        {data.missingUpstream.length > 0 && `; ${plural(data.missingUpstream.length, 'link')} to names in no import`}
      </p>
    </>
  )
}

function Property({ label, value, currency }: { label: string; value: FieldValue; currency: string }) {
  const field = findField('dataset', value.field)
  if (field === undefined) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span className="clamp">
          <Value field={field} value={value.value} missing={missingWords(value.provenance)} currency={currency} />
        </span>
        <span className={`src ${provClass(value.provenance.kind)}`} title={provenanceWords(value.provenance)}>
          <ProvMark kind={value.provenance.kind} />
        </span>
      </dd>
    </>
  )
}

function PiiColumns({ data: { row } }: { data: Dataset }) {
  const columns = useAsk('datasets', 'columns', { key: row.key }, { enabled: row.piiColumnCount > 0 })
  const pii = (columns.data?.items ?? []).filter((column) => column.piiType !== null)
  return (
    <>
      <h2>
        PII columns{row.piiColumnCount > 0 && `, ${formatCount(row.piiColumnCount)} of ${formatCount(row.columnCount)}`}
        <Link to="/catalog/dataset" search={{ key: row.key, tab: 'columns' }} className="link">
          all columns
        </Link>
      </h2>
      <ul className="piilist">
        {pii.slice(0, PII_SHOWN).map((column) => (
          <li key={column.name}>
            <code className="cut">{column.name}</code>
            <Chip>{column.piiType}</Chip>
          </li>
        ))}
      </ul>
      <NotRead what="Its columns" query={columns} />
      {row.piiColumnCount === 0 && <p className="small muted">Nobody said of any column that it is personal: cannot tell.</p>}
    </>
  )
}
