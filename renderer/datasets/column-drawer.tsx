import type { ColumnRow } from '#contract/shapes'
import { COLUMN_FIELDS } from '#core/assets/fields'
import type { JsonValue } from '#core/json'
import { useAsk } from '../app/api.ts'
import { IconButton } from '../ui/button.tsx'
import { Level } from '../ui/level.tsx'
import { CopyButton, MiddleCut } from '../ui/name.tsx'
import { Chip, Outcome } from '../ui/parts.tsx'
import { ColumnLinks } from './column-links.tsx'
import { Extras } from './extras.tsx'
import { FieldList } from './field-list.tsx'

/** A column beside the list: what is said of it, what it is linked to, what looks at it. */
export function ColumnDrawer({ datasetKey, row, onClose }: { datasetKey: string; row: ColumnRow; onClose: () => void }) {
  const currency = useAsk('book', 'current', {}).data?.book?.currency ?? ''
  return (
    <aside className="drawer columndrawer" aria-label={`Column ${row.name}`}>
      <header>
        <div className="row">
          <span className="name grow cut">
            <MiddleCut name={row.name} />
          </span>
          <CopyButton text={row.name} label="Copy the name" />
          <IconButton icon="close" label="Close" onClick={onClose} />
        </div>
        <div className="chips">
          {row.dataType !== null && <Chip look="line">{row.dataType}</Chip>}
          <Level level={row.classification} look="pill" />
          {row.piiType !== null && <Chip>{row.piiType}</Chip>}
        </div>
      </header>
      <div className="body">
        <ColumnLinks datasetKey={datasetKey} column={row.name} direction="up" count={row.upstreamCount} />
        <ColumnLinks datasetKey={datasetKey} column={row.name} direction="down" count={row.downstreamCount} />
        <FieldList
          subject={{ kind: 'column', key: datasetKey, column: row.name }}
          fields={COLUMN_FIELDS}
          values={row.fields}
          currency={currency}
        />
        <h2>Checks</h2>
        {row.checks.length === 0 ? (
          <p className="small muted">No check looks at this column.</p>
        ) : (
          <ul className="piilist">
            {row.checks.map((check) => (
              <li key={check.name} title={check.name}>
                <span className="cut">{check.checkType.replaceAll('_', ' ')}</span>
                <Outcome outcome={check.lastOutcome} />
              </li>
            ))}
          </ul>
        )}
        <h2>Kept from the source</h2>
        <Extras extras={row.extras as JsonValue} none="Nothing: what the sources say is in the fields." />
      </div>
    </aside>
  )
}
