import { Popover } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FieldDefinition } from '#core/assets/fields'
import type { FieldValue, OtherClaim, Provenance } from '#core/assets/provenance'
import { plural } from '#core/format'
import type { JsonValue } from '#core/json'
import { Button } from '../ui/button.tsx'
import { useFloating } from '../ui/floating.ts'
import { When } from '../ui/when.tsx'
import { useDecide } from './decide.ts'
import type { Subject } from './field-editor.tsx'
import { ProvMark, provClass, provenanceWords } from './provenance.tsx'
import { Value } from './value.tsx'

type EvidenceProps = { subject: Subject; field: FieldDefinition; current: FieldValue; currency: string }

/** The mark and who says it; a click opens everything that was said about the field. */
export function Evidence({ subject, field, current, currency }: EvidenceProps) {
  const { floating, dropdown } = useFloating()
  const words =
    current.provenance.kind === 'none'
      ? field.editable
        ? 'can be set by hand'
        : 'comes with an import'
      : provenanceWords(current.provenance)
  // A decision's own words count what it overrules: the very same claims.
  const more = current.provenance.kind === 'decision' || current.others.length === 0 ? '' : ` · ${plural(current.others.length, 'other')}`
  return (
    <Popover {...floating} width={360} withRoles={false}>
      <Popover.Target>
        <button
          type="button"
          className={provClass(current.provenance.kind)}
          aria-expanded={floating.opened}
          aria-haspopup="dialog"
          title={`${words}${more}`}
          onClick={() => floating.onChange(!floating.opened)}
        >
          <ProvMark kind={current.provenance.kind} />
          <span className="cut">
            {words}
            {more}
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown {...dropdown} role="dialog" aria-label={`Where “${field.label}” comes from`}>
        <EvidenceBody subject={subject} field={field} current={current} currency={currency} onDone={() => floating.onChange(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function EvidenceBody({ subject, field, current, currency, onDone }: EvidenceProps & { onDone: () => void }) {
  const decide = useDecide()
  const set = (value: JsonValue | null, words: string): void => {
    void decide([{ key: subject.key, column: subject.column, field: field.name, value }], '', words).then((isSaved) => isSaved && onDone())
  }
  return (
    <div className="evidence">
      <h3>{field.label}</h3>
      <Said provenance={current.provenance} />
      {current.provenance.kind === 'decision' && (
        <Button icon="undo" onClick={() => set(null, `“${field.label}” reads as imported again.`)}>
          Take back
        </Button>
      )}
      {current.others.length > 0 && (
        <>
          <h3>Also said</h3>
          <ul>
            {current.others.map((other, index) => (
              <OtherSaid
                key={index}
                field={field}
                other={other}
                currency={currency}
                onUse={field.editable ? () => set(other.value as JsonValue, `“${field.label}” is set.`) : undefined}
              />
            ))}
          </ul>
        </>
      )}
      {current.provenance.kind === 'none' && current.others.length === 0 && field.editable && (
        <p className="small muted">Set it by hand with the pencil beside the value.</p>
      )}
    </div>
  )
}

function OtherSaid({
  field,
  other,
  currency,
  onUse,
}: {
  field: FieldDefinition
  other: OtherClaim
  currency: string
  onUse: (() => void) | undefined
}) {
  return (
    <li>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <span className="grow clamp">
          <Value field={field} value={other.value as JsonValue} missing="" currency={currency} />
        </span>
        {onUse !== undefined && <Button onClick={onUse}>Use</Button>}
      </div>
      <Said provenance={other.provenance} />
    </li>
  )
}

/** One claim's evidence, in full. */
function Said({ provenance }: { provenance: Provenance }) {
  switch (provenance.kind) {
    case 'decision':
      return (
        <p className="small soft">
          Set by {provenance.author}, <When atMs={provenance.atMs} />
          {provenance.reason !== '' && <span className="quote">{provenance.reason}</span>}
        </p>
      )
    case 'fact':
      return (
        <p className="small soft">
          {provenance.sourceName}, {provenance.part}
          {provenance.metaKey !== null && (
            <>
              , meta key <code>{provenance.metaKey}</code>
            </>
          )}
          {provenance.counted !== undefined && (
            <>
              {' · '}
              {provenance.counted}
            </>
          )}
          {' · '}
          <When atMs={provenance.seenAtMs} />
          {' · '}
          <Link to="/sources/imports/$importId" params={{ importId: String(provenance.importId) }} className="link">
            import {provenance.importId}
          </Link>
        </p>
      )
    case 'computed':
      return <p className="small soft">Computed from {provenance.from}.</p>
    case 'none':
      return <p className="small soft">{provenance.missing === '' ? 'No source says, and nobody set it.' : provenance.missing}</p>
  }
}
