import { findField } from '#core/assets/fields'
import type { FieldValue } from '#core/assets/provenance'
import { plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { Button } from '../ui/button.tsx'
import type { Dataset } from './dataset-screen.tsx'
import { useDecide } from './decide.ts'
import { ProvLine } from './provenance.tsx'
import { Value } from './value.tsx'

/** Where sources of equal rank differ: what each says, and one click to settle it. */
export function Conflicts({ data, currency }: { data: Dataset; currency: string }) {
  const open = data.fields.filter((value) => value.isConflict)
  if (open.length === 0) return null
  return (
    <section className="settle" aria-label="Conflicts to settle">
      <h2>{plural(open.length, 'conflict')} to settle</h2>
      <p className="soft" style={{ marginBottom: 6 }}>
        Sources of equal rank differ. What you choose stays through every later import.
      </p>
      <ul>
        {open.map((value) => (
          <Conflict key={value.field} datasetKey={data.row.key} value={value} currency={currency} />
        ))}
      </ul>
    </section>
  )
}

function Conflict({ datasetKey, value, currency }: { datasetKey: string; value: FieldValue; currency: string }) {
  const decide = useDecide()
  const field = findField('dataset', value.field)
  if (field === undefined) return null
  const claims = [{ value: value.value, provenance: value.provenance }, ...value.others]
  return (
    <li>
      <span className="muted">{field.label}</span>
      <div>
        {claims.map((claim, index) => (
          <div key={index} className="claim">
            <Button
              disabled={!field.editable}
              onClick={() =>
                void decide(
                  [{ key: datasetKey, field: field.name, value: claim.value as JsonValue }],
                  'Settled a conflict between sources',
                  `“${field.label}” is settled.`,
                )
              }
            >
              Use
            </Button>
            <span className="grow clamp" style={{ paddingTop: 4 }}>
              <Value field={field} value={claim.value as JsonValue} missing="" currency={currency} />
            </span>
            <span style={{ paddingTop: 6, maxWidth: 260, minWidth: 0 }} className="wide">
              <ProvLine provenance={claim.provenance} />
            </span>
          </div>
        ))}
      </div>
    </li>
  )
}
