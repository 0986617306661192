import { z } from 'zod'

// What the sample book is made of: a made-up company and what happened in its warehouse. The data is assets/sample/larkmoor.json.

/** Months are counted from the first of the story; `since` and `until` are the month in which a thing comes and goes. */
const Span = { since: z.int().min(2).optional(), until: z.int().min(2).optional() }

const Column = z.strictObject({
  name: z.string(),
  type: z.string(),
  description: z.string().optional(),
  /** The kind of personal data a project documents; what it keeps silent about is for a person to find. */
  pii: z.string().optional(),
  /** Only these values may stand in it: a check of its own. */
  values: z.array(z.string()).optional(),
  ...Span,
})

/** A model, or a column of it: `fct_orders`, `fct_orders.order_id`. */
const Place = z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)?$/)

/** A table that another system loads. A staging model of the same columns, `stg_<name>`, comes of it by itself. */
const Source = z.strictObject({
  name: z.string(),
  system: z.string(),
  domain: z.string(),
  description: z.string(),
  key: z.string(),
  rows: z.int(),
  /** Hours after which it is late. */
  warnAfterHours: z.int(),
  columns: z.array(Column).min(3),
  ...Span,
})

/** A model above staging. A column that is only named is the one of that name upstream. */
const Model = z.strictObject({
  name: z.string().regex(/^(int|fct|dim|mrt)_[a-z0-9_]+$/),
  domain: z.string(),
  description: z.string().optional(),
  /** Names of sources' staging models and of models. */
  upstream: z.array(z.string()).min(1),
  key: z.string(),
  rows: z.int(),
  /** Said in the project's meta; a model without is for a steward to find an owner for. */
  owner: z.string().optional(),
  tier: z.enum(['gold', 'silver', 'bronze']).optional(),
  tags: z.array(z.string()).optional(),
  /** Its columns and types are promised to readers. */
  hasContract: z.boolean().optional(),
  columns: z.array(z.union([z.string(), Column])).min(2),
  ...Span,
})

export const SampleDefinition = z.strictObject({
  schemaVersion: z.literal(1),
  company: z.string(),
  project: z.string().regex(/^[a-z_]+$/),
  currency: z.string().length(3),
  months: z.int(),
  domains: z.array(z.strictObject({ name: z.string(), description: z.string(), team: z.string(), email: z.string() })),
  sources: z.array(Source),
  models: z.array(Model),
  exposures: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['dashboard', 'notebook', 'ml', 'application', 'analysis']),
      description: z.string(),
      owner: z.string(),
      email: z.string(),
      upstream: z.array(z.string()).min(1),
    }),
  ),
  /** Checks that fail, and models that could not be built: from so many days before the end to so many. */
  troubles: z.array(
    z.strictObject({
      model: z.string(),
      /** null: building the model itself fails. */
      check: z.enum(['unique', 'not_null', 'accepted_values', 'relationships']).nullable(),
      column: z.string().nullable(),
      fromDaysBefore: z.int(),
      toDaysBefore: z.int(),
      failures: z.int().nullable(),
      message: z.string(),
    }),
  ),
  /** What people set by hand, so many days before the end. */
  decisions: z.array(
    z.strictObject({
      model: z.string(),
      field: z.enum(['ownerTeam', 'steward', 'description', 'tier', 'domain', 'classification', 'purpose', 'retentionPeriod']),
      value: z.string(),
      reason: z.string(),
      author: z.string(),
      daysBefore: z.int(),
    }),
  ),
  glossary: z.array(
    z.strictObject({
      term: z.string(),
      definition: z.string(),
      owner: z.string(),
      synonyms: z.array(z.string()).default([]),
      related: z.array(z.string()).default([]),
      broader: z.string().optional(),
      status: z.enum(['draft', 'approved']).default('approved'),
      on: z.array(Place),
    }),
  ),
  /** Names of terms that somebody wrote on data and nobody has defined. */
  mentions: z.array(z.strictObject({ term: z.string(), on: z.array(Place).min(1) })),
  /** Data products. */
  products: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      purpose: z.string(),
      owner: z.string(),
      domain: z.string(),
      sla: z.string(),
      /** Names of models. */
      datasets: z.array(z.string()).min(1),
    }),
  ),
})
export type SampleDefinition = z.infer<typeof SampleDefinition>
export type SampleColumn = z.infer<typeof Column>
export type SampleSource = z.infer<typeof Source>
export type SampleModel = z.infer<typeof Model>
