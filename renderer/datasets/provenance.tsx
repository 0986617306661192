import type { Provenance } from '#core/assets/provenance'
import { formatDate, formatInstant, plural } from '#core/format'
import { clock } from '../app/clock.ts'

const MARKS = {
  decision: { className: 'd', letter: 'D', label: 'Set by hand' },
  fact: { className: 'f', letter: 'F', label: 'Imported' },
  computed: { className: 'c', letter: 'C', label: 'Computed' },
  none: { className: 'n', letter: '–', label: 'No source says' },
} as const

/** D set by hand, F imported, C computed, – nothing said. */
export function ProvMark({ kind }: { kind: Provenance['kind'] }) {
  const mark = MARKS[kind]
  return (
    <i title={mark.label}>
      <span aria-hidden="true">{mark.letter}</span>
      <span className="vh">{mark.label}</span>
    </i>
  )
}

export const provClass = (kind: Provenance['kind']): string => `prov ${MARKS[kind].className}`

/** Who says it and when, in few words. */
export function provenanceWords(provenance: Provenance): string {
  switch (provenance.kind) {
    case 'decision':
      return [
        `${provenance.author}, ${formatDate(provenance.atMs, clock())}`,
        ...(provenance.overruled > 0 ? [`${provenance.overruled} overruled`] : []),
      ].join(' · ')
    case 'fact':
      return [
        `${provenance.sourceName}${provenance.metaKey === null ? '' : ` meta ${provenance.metaKey}`}, ${formatInstant(provenance.seenAtMs, clock())}`,
        ...(provenance.agreeing > 0 ? [`${plural(provenance.agreeing, 'other')} agree${provenance.agreeing === 1 ? 's' : ''}`] : []),
      ].join(' · ')
    case 'computed':
      return provenance.from
    case 'none':
      return provenance.missing
  }
}

/** The mark with its words. */
export function ProvLine({ provenance }: { provenance: Provenance }) {
  const words = provenanceWords(provenance)
  return (
    <span className={provClass(provenance.kind)} title={words}>
      <ProvMark kind={provenance.kind} />
      <span className="cut">{words}</span>
    </span>
  )
}

/** What the marks mean, above a list that uses them. */
export function ProvLegend() {
  return (
    <span className="row" style={{ gap: 12 }}>
      {(['decision', 'fact', 'computed', 'none'] as const).map((kind) => (
        <span key={kind} className={provClass(kind)}>
          <ProvMark kind={kind} />
          <span aria-hidden="true">{{ decision: 'set by hand', fact: 'imported', computed: 'computed', none: 'nothing said' }[kind]}</span>
        </span>
      ))}
    </span>
  )
}
