import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { DATASET_FIELDS } from '#core/assets/fields'
import type { Dataset } from './dataset-screen.tsx'
import { fieldValue, missingWords, Value } from './value.tsx'

/** Fields that are computed from cost entries. */
const COST_FIELDS: ReadonlySet<string> = new Set(['costMonthly', 'costMonthlyUsd'])

/** What a dataset costs a month, leading to the entries it was added up from; what was set or imported is drawn as any field. */
export function drawCosts({ fields, costEntries }: Dataset, currency: string): Readonly<Record<string, ReactNode>> {
  if (costEntries === null) return {}
  const { month, names } = costEntries
  // A bill may call one dataset by several names: then all of that month are shown.
  const group = names.length === 1 ? names[0] : undefined
  return Object.fromEntries(
    DATASET_FIELDS.flatMap((field) => {
      if (!COST_FIELDS.has(field.name)) return []
      const { value, provenance } = fieldValue(fields, field.name)
      if (provenance.kind !== 'computed' || value === null) return []
      const link = (
        <Link to="/costs" search={{ per: 'dataset', month, currency: costEntries.currency, group }} className="ev">
          <Value field={field} value={value} missing={missingWords(provenance)} currency={currency} />
        </Link>
      )
      return [[field.name, link]]
    }),
  )
}
