import { useState } from 'react'
import type { MetaMapping } from '#contract/sources'
import { COLUMN_FIELDS, DATASET_FIELDS, type FieldDefinition } from '#core/assets/fields'
import { formatCount, plural } from '#core/format'
import { changeMapping } from '#core/mapping/change-mapping'
import { type Output, send, useAsk, useCommand } from '../app/api.ts'
import { offerUndo } from '../app/offer-undo.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/parts.tsx'
import { BoneRows, Empty, ErrorBlock } from '../ui/states.tsx'

type MetaKey = Output<'sources', 'metaKeys'>['items'][number]
const idOf = (key: MetaKey): string => `${key.scope} ${key.metaKey}`
const fieldsFor = (scope: MetaKey['scope']): readonly FieldDefinition[] =>
  (scope === 'dataset' ? DATASET_FIELDS : COLUMN_FIELDS).filter((field) => field.editable)

/** Which meta key fills which field. Suggestions are chosen beforehand; nothing is mapped until Apply. */
export function MetaMappingForm({ sourceId }: { sourceId: number }) {
  const query = useAsk('sources', 'metaKeys', { sourceId })
  const apply = useCommand('sources', 'setMetaMapping')
  const [chosen, setChosen] = useState<Record<string, string>>({})
  if (query.error !== null) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <BoneRows rows={6} />
  const { items, hidden, mapping: before } = query.data
  if (items.length === 0)
    return (
      <Empty text="The project carries no meta keys. Where it does, they can fill owner, tier, domain, classification and PII type here." />
    )
  const fieldOf = (key: MetaKey): string => chosen[idOf(key)] ?? key.mappedTo ?? key.suggestedField ?? ''
  const changed = items.filter((key) => fieldOf(key) !== (key.mappedTo ?? ''))
  const mapping = changeMapping(
    before,
    changed.map((key) => ({ metaKey: key.metaKey, scope: key.scope, field: fieldOf(key) || null })),
  )
  const keep = (kept: MetaMapping): Promise<unknown> => send('sources', 'setMetaMapping', { sourceId, mapping: kept })
  const run = (): void =>
    apply.mutate(
      { sourceId, mapping },
      {
        told({ touched }) {
          const read = `${plural(touched, 'dataset or column', 'datasets and columns')} read anew`
          offerUndo(`${plural(mapping.length, 'key')} mapped; ${read}. What you set by hand stays.`, keep, { before, now: mapping })
        },
        onSuccess: () => setChosen({}),
      },
    )
  return (
    <div className="stack" style={{ gap: 12 }}>
      <p className="soft" style={{ maxWidth: '72ch' }}>
        Keys of <code>meta</code> in this project, and the field each fills; where several fill one, the first listed counts. Remembered for
        later imports.
      </p>
      <div className="tscroll" tabIndex={0} role="region" aria-label="Meta keys">
        <table className="t">
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">On</th>
              <th scope="col" className="num">
                Carried by
              </th>
              <th scope="col">Values, for example</th>
              <th scope="col" style={{ width: 300 }}>
                Fills
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((key) => (
              <KeyRow
                key={idOf(key)}
                metaKey={key}
                field={fieldOf(key)}
                isSuggested={chosen[idOf(key)] === undefined && key.mappedTo === null && key.suggestedField !== null}
                onChange={(field) => setChosen((old) => ({ ...old, [idOf(key)]: field }))}
              />
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && <p className="small muted">{plural(hidden, 'rarer key')} not listed</p>}
      {apply.error !== null && <ErrorBlock error={apply.error} kept="The mapping is as it was." />}
      <div className="row">
        <Button look="primary" onClick={run} disabled={apply.isPending || changed.length === 0}>
          Apply {changed.length === 0 ? '' : plural(changed.length, 'change')}
        </Button>
        <span className="small muted">
          {changed.length === 0 ? 'Everything is applied.' : 'Whatever carries these keys is read anew. What you set by hand stays.'}
        </span>
      </div>
    </div>
  )
}

function KeyRow({
  metaKey,
  field,
  isSuggested,
  onChange,
}: {
  metaKey: MetaKey
  field: string
  isSuggested: boolean
  onChange: (field: string) => void
}) {
  return (
    <tr>
      <td>
        <code>{metaKey.metaKey}</code>
      </td>
      <td className="soft">{metaKey.scope === 'dataset' ? 'datasets' : 'columns'}</td>
      <td className="num">{metaKey.count === 0 ? <span className="muted">in no file now</span> : formatCount(metaKey.count)}</td>
      <td>
        <span className="chips">
          {metaKey.examples.map((example) => (
            <Chip key={example} look="line" title={example}>
              {example}
            </Chip>
          ))}
        </span>
        {field === metaKey.mappedTo && <LeftOut metaKey={metaKey} />}
      </td>
      <td>
        <span className="row">
          <select
            className="in"
            aria-label={`Field that ${metaKey.metaKey} fills`}
            value={field}
            onChange={(event) => onChange(event.target.value)}
          >
            <option value="">nothing</option>
            {fieldsFor(metaKey.scope).map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </select>
          {isSuggested && (
            <span className="chip dash" style={{ flex: 'none' }}>
              suggested
            </span>
          )}
        </span>
      </td>
    </tr>
  )
}

/** What the mapping, as it is applied now, leaves out of a key. */
function LeftOut({ metaKey: { notUnderstood, overruled } }: { metaKey: MetaKey }) {
  return (
    <>
      {notUnderstood.count > 0 && (
        <p className="small wrong">
          {plural(notUnderstood.count, 'value')} not understood and left out, such as{' '}
          {notUnderstood.examples.map(({ value, reason }, index) => (
            <span key={value} title={reason}>
              {index > 0 && ', '}“{value}”
            </span>
          ))}
          . {notUnderstood.examples[0]?.reason}
        </p>
      )}
      {overruled.count > 0 && (
        <p className="small late">
          {plural(overruled.count, 'value')} left out where {overruled.by.map((by) => `“${by}”`).join(' or ')}, mapped before, says
          something else.
        </p>
      )}
    </>
  )
}
