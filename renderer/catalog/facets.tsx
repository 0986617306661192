import { memo, type ReactNode, useState } from 'react'
import type { Classification } from '#core/assets/kinds'
import type { AppError } from '#core/errors'
import { DASH, formatCount } from '#core/format'
import type { Output } from '../app/api.ts'
import type { CatalogSearch } from '../app/router.tsx'
import { Level } from '../ui/level.tsx'
import { useProductNames } from '../products/product-names.ts'
import { Bone, NotRead } from '../ui/states.tsx'
import { FACETS, type FacetName, facetLabel, inOrder } from './filter.ts'

const SHOWN_AT_FIRST = 6
type Facets = Output<'datasets', 'facets'>['facets']

/** Values that are not plain words. */
const DRAWN: Partial<Record<FacetName, (value: string) => ReactNode>> = {
  classification: (value) => <Level level={value === '' ? null : (value as Classification)} />,
  schema: (value) =>
    value === '' ? (
      <span className="cut">{facetLabel('schema', '', '')}</span>
    ) : (
      <code className="cut" title={value}>
        {value}
      </code>
    ),
}

type PanelProps = {
  facets: Facets | undefined
  /** Why there are none, where they could not be read. */
  error: AppError | null
  refetch: () => unknown
  search: CatalogSearch
  onChange: (change: Partial<CatalogSearch>) => void
}

/**
 * Values with counts, to narrow the list. What a facet has chosen does not narrow its own counts.
 * Drawn anew only when these differ: every page of the list that arrives draws the screen.
 */
export const FacetPanel = memo(function FacetPanel({ facets, error, refetch, search, onChange }: PanelProps) {
  if (facets === undefined) return error === null ? <FacetBones /> : <NotRead what="The facets" query={{ error, refetch }} />
  const { product = [], term = [] } = search
  const shown = FACETS.flatMap(({ facet, label }) => {
    const found = facets.find((one) => one.facet === facet)
    const chosen: readonly string[] = search[facet] ?? []
    // One value for everything tells nothing and narrows nothing; a problem is never everything's.
    const least = facet === 'problem' ? 1 : 2
    return found === undefined || (found.values.length < least && chosen.length === 0) ? [] : [{ facet, label, found, chosen }]
  })
  // The column stays, so that the list does not jump once it is known.
  if (shown.length + product.length + term.length === 0) return <p className="small muted">Nothing to narrow the list by yet.</p>
  return (
    <>
      <ChosenProducts keys={product} onClear={() => onChange({ product: undefined })} />
      <Chosen label="Glossary term" names={term} onClear={() => onChange({ term: undefined })} />
      {shown.map(({ facet, label, found, chosen }) => {
        return (
          <FacetGroup
            key={facet}
            label={label}
            values={inOrder(facet, found.values)}
            nameOf={(value, given) => facetLabel(facet, value, given)}
            draw={DRAWN[facet]}
            hidden={found.hidden}
            chosen={chosen}
            onChange={(values) => onChange({ [facet]: values.length === 0 ? undefined : values })}
          />
        )
      })}
    </>
  )
})

/** What the list is narrowed by from another page, such as a term's: chosen there, taken back here. */
function Chosen({ label, names, onClear }: { label: string; names: readonly string[]; onClear: () => void }) {
  if (names.length === 0) return null
  return (
    <fieldset>
      <legend>
        {label}
        <button type="button" className="link" onClick={onClear} aria-label={`Clear ${label}`}>
          clear
        </button>
      </legend>
      <ul>
        {names.map((name, index) => (
          <li key={`${name} ${index}`}>
            <span className="cut" title={name}>
              {name}
            </span>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

function ChosenProducts({ keys, onClear }: { keys: readonly string[]; onClear: () => void }) {
  const nameOf = useProductNames(keys)
  return <Chosen label="Data product" names={keys.map((key) => nameOf(key) ?? DASH)} onClear={onClear} />
}

type GroupProps = {
  label: string
  values: readonly Facets[number]['values'][number][]
  hidden?: number
  chosen: readonly string[]
  onChange: (values: string[]) => void
  /** What a value is called on screen. */
  nameOf: (value: string, given: string) => string
  /** In place of its name. */
  draw?: ((value: string) => ReactNode) | undefined
}

/** The values of one facet with their counts, each to be ticked. */
export function FacetGroup({ label, values, hidden = 0, chosen, onChange, nameOf, draw }: GroupProps) {
  const [isOpen, setOpen] = useState(false)
  // What is chosen stays in sight, even where it now counts nothing.
  const gone = chosen.filter((value) => !values.some((known) => known.value === value)).map((value) => ({ value, label: value, count: 0 }))
  const shown = isOpen ? values : values.filter((value, index) => index < SHOWN_AT_FIRST || chosen.includes(value.value))
  const more = values.length - shown.length
  return (
    <fieldset>
      <legend>
        {label}
        {chosen.length > 0 && (
          <button type="button" className="link" onClick={() => onChange([])} aria-label={`Clear ${label}`}>
            clear
          </button>
        )}
      </legend>
      <ul>
        {[...shown, ...gone].map(({ value, label: given, count }) => (
          <li key={value}>
            <label className="check">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={(event) => onChange(event.target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))}
              />
              {draw === undefined ? (
                <span className="cut" title={nameOf(value, given)}>
                  {nameOf(value, given)}
                </span>
              ) : (
                draw(value)
              )}
              <em>{formatCount(count)}</em>
            </label>
          </li>
        ))}
      </ul>
      {(more > 0 || isOpen) && values.length > SHOWN_AT_FIRST && (
        <button type="button" className="link small" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          {isOpen ? 'fewer' : `${formatCount(more)} more`}
        </button>
      )}
      {isOpen && hidden > 0 && <p className="small muted">and {formatCount(hidden)} with fewer</p>}
    </fieldset>
  )
}

function FacetBones() {
  return FACETS.slice(0, 4).map(({ facet, label }) => (
    <fieldset key={facet}>
      <legend>{label}</legend>
      <ul>
        {[80, 64, 92].map((width) => (
          <li key={width}>
            <Bone width={width} />
            <em className="right muted">—</em>
          </li>
        ))}
      </ul>
    </fieldset>
  ))
}
