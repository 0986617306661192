import { Link } from '@tanstack/react-router'
import type { FieldDefinition } from '#core/assets/fields'
import { Classification } from '#core/assets/kinds'
import { nounOfField } from '#core/assets/merged-names'
import type { FieldValue, Provenance } from '#core/assets/provenance'
import { DASH, formatBytes, formatCount, formatJson, formatMoney, formatNumber, plural } from '#core/format'
import { isJsonObject, type JsonValue } from '#core/json'
import { TermChips } from '../terms/term-chips.tsx'
import { Level } from '../ui/level.tsx'
import { Chip } from '../ui/parts.tsx'
import { When } from '../ui/when.tsx'

const LISTED_AT_MOST = 8

/** One value as its field's type wants it. Without a value: a dash and why. */
export function Value({
  field,
  value,
  missing,
  currency,
}: {
  field: FieldDefinition
  value: JsonValue | null
  missing: string
  currency: string
}) {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return (
      <span className="muted">
        {DASH} {missing}
      </span>
    )
  }
  if (field.name === 'classification') {
    const level = Classification.safeParse(value)
    return level.success ? <Level level={level.data} /> : <>{formatJson(value)}</>
  }
  if (field.name === 'sizeBytes' && typeof value === 'number')
    return <span title={`${formatCount(value)} bytes`}>{formatBytes(value)}</span>
  switch (field.type.kind) {
    case 'instant':
      return typeof value === 'number' ? <When atMs={value} /> : <>{formatJson(value)}</>
    case 'number':
      return <>{typeof value === 'number' ? formatNumber(value) : formatJson(value)}</>
    case 'money':
      return <>{formatMoney(formatJson(value), field.name === 'costMonthlyUsd' ? 'USD' : currency)}</>
    case 'list':
      if (field.name === 'docBlocks')
        return <DocBlocks names={Array.isArray(value) ? value.map((item: JsonValue) => formatJson(item)) : []} />
      if (nounOfField(field.name) === 'term')
        return <TermChips names={Array.isArray(value) ? value.map((item: JsonValue) => formatJson(item)) : []} />
      return <ListValue items={Array.isArray(value) ? value.map((item: JsonValue) => formatJson(item)) : [formatJson(value)]} />
    case 'long-text':
      return <span className="prose">{formatJson(value)}</span>
    case 'object':
      return <ObjectValue value={value} />
    default:
      if (nounOfField(field.name) === 'term') return <TermChips names={[formatJson(value)]} />
      return <span className="wordy">{formatJson(value)}</span>
  }
}

/** Each leads to the block's own text. */
function DocBlocks({ names }: { names: readonly string[] }) {
  return (
    <span className="chips">
      {names.map((name) => (
        <Link key={name} to="/catalog/asset" search={{ key: name }} className="ev" title={name}>
          {name.split('.').at(-1)}
        </Link>
      ))}
    </span>
  )
}

function ListValue({ items }: { items: readonly string[] }) {
  return (
    <span className="chips">
      {items.slice(0, LISTED_AT_MOST).map((item) => (
        <Chip key={item} title={item}>
          {item}
        </Chip>
      ))}
      {items.length > LISTED_AT_MOST && (
        <span className="small muted" title={items.slice(LISTED_AT_MOST).join('\n')}>
          and {plural(items.length - LISTED_AT_MOST, 'more', 'more')}
        </span>
      )}
    </span>
  )
}

function ObjectValue({ value }: { value: JsonValue }) {
  if (!isJsonObject(value)) return <code className="wordy">{formatJson(value)}</code>
  return (
    <dl className="objects">
      {Object.entries(value).map(([name, member]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd className="wordy">{formatJson(member)}</dd>
        </div>
      ))}
    </dl>
  )
}

const NOBODY: Provenance = { kind: 'none', missing: 'no source says' }

/** A field's value with evidence, also where the answer leaves it out. */
export function fieldValue(fields: readonly FieldValue[], name: string): FieldValue {
  return fields.find((known) => known.field === name) ?? { field: name, value: null, provenance: NOBODY, others: [], isConflict: false }
}

/** Why there is no value. */
export function missingWords(provenance: Provenance): string {
  if (provenance.kind === 'computed') return 'none'
  return provenance.kind === 'none' ? provenance.missing : 'no source says'
}
