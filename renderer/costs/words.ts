import type { CostGrouping, CostMonthRow } from '#contract/costs'
import { formatMoney } from '#core/format'

type Part = CostMonthRow['components'][number]['component']

/** What is charged for, in the order in which a bar is piled up; '' = entries that do not say. */
export const PARTS: readonly { readonly id: Part; readonly label: string; readonly fill: string }[] = [
  { id: 'compute', label: 'Compute', fill: 'var(--sb-cat-1)' },
  { id: 'storage', label: 'Storage', fill: 'var(--sb-cat-2)' },
  { id: 'egress', label: 'Egress', fill: 'var(--sb-cat-3)' },
  { id: 'other', label: 'Other', fill: 'var(--sb-cat-other)' },
  { id: '', label: 'Not said', fill: 'var(--sb-cat-unallocated)' },
]

/** By what costs are added up: its name, and what stands where an entry says none. */
export const GROUPINGS: Readonly<Record<CostGrouping, { readonly label: string; readonly none: string }>> = {
  pipeline: { label: 'Pipeline', none: 'No pipeline named' },
  dataset: { label: 'Dataset', none: 'No dataset named' },
  component: { label: 'Component', none: 'No component said' },
}

/** A group as it reads on screen. */
export function groupWords(by: CostGrouping, name: string): string {
  if (name === '') return GROUPINGS[by].none
  return by === 'component' ? (PARTS.find(({ id }) => id === name)?.label ?? name) : name
}

const MONTH_NAMES = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' })

/** The parts of `2026-01`: 2026, January and Jan. */
export function monthParts(month: string): { readonly year: string; readonly name: string; readonly short: string } {
  const name = MONTH_NAMES.format(Date.parse(`${month}-01T00:00:00Z`))
  return { year: month.slice(0, 4), name, short: name.slice(0, 3) }
}

/** `2026-01` as people say it: "January 2026". */
export function monthWords(month: string): string {
  const { year, name } = monthParts(month)
  return `${name} ${year}`
}

/** An amount to its last digit, and to the cent at least. */
export function exactWords(amount: string): string {
  return formatMoney(amount, '', Math.max(2, amount.split('.')[1]?.length ?? 0))
}

/** An amount to the cent; one that is less than that is never shown as nothing. The unit stands in the head. */
export function centsWords(amount: string): string {
  const words = formatMoney(amount, '')
  if (words !== '0.00' || !/[1-9]/.test(amount)) return words
  return amount.startsWith('-') ? '> −0.01' : '< 0.01'
}
