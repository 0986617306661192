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

const Weekday = z.enum(['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'])
const Month = z.int().min(1)

/** One day that costs many times as much: the first, second, … of its weekday in a month, or so many days before the end. */
const Spike = z.union([
  z.strictObject({ month: Month, week: z.int().min(1).max(4), weekday: Weekday, factor: z.number() }),
  z.strictObject({ daysBefore: z.int().min(2), factor: z.number() }),
])

/** What the company is charged for again and again. Costs go by calendar months; the last of them is charged in part. */
const CostLine = z.strictObject({
  /** null: the bill does not say. */
  pipeline: z.string().nullable(),
  component: z.enum(['compute', 'storage', 'egress', 'other']),
  /** Name of a table. */
  dataset: z.string().optional(),
  every: z.enum(['day', 'month']).default('day'),
  /** Of a weekday, or a month, at the first. */
  amount: z.number().min(0),
  /** A day of a weekend costs this part of a weekday. */
  weekend: z.number().min(0).default(0.6),
  /** More in each month than in the one before. */
  growth: z.number().default(0.015),
  /** Days differ by up to this part. */
  noise: z.number().min(0).max(0.2).default(0.05),
  description: z.string().optional(),
  /** Columns of the bill beyond those every list of costs has. */
  more: z.record(z.string(), z.string()).default({}),
  /** Grows faster from a month on. */
  drift: z.strictObject({ since: Month, growth: z.number() }).optional(),
  /** Costs so many times as much from a month on. */
  step: z.strictObject({ since: Month, factor: z.number() }).optional(),
  spikes: z.array(Spike).default([]),
  /** A weekend on which nothing was turned down. */
  busyWeekends: z.array(z.strictObject({ month: Month, week: z.int().min(1).max(3) })).default([]),
  ...Span,
})

const Costs = z.strictObject({
  /** Name of the source. */
  source: z.string(),
  lines: z.array(CostLine),
  /** Stored tables are charged at the end of a month. */
  storage: z.strictObject({
    perTerabyte: z.number(),
    /** How often a table is stored: what is built anew each night is kept for some days after. */
    copies: z.strictObject({ loaded: z.number(), built: z.number() }),
    /** Names of tables that are kept for longer, or built oftener. */
    kept: z.array(z.strictObject({ dataset: z.string(), copies: z.number(), description: z.string() })),
  }),
  /** Charged once, and for nothing in particular. */
  extra: z.array(z.strictObject({ month: Month, day: z.int().min(1).max(28), amount: z.number(), description: z.string() })),
  /** Months that were told anew, some days after the first time: what some pipelines cost was wrong by a factor. */
  restatements: z.array(
    z.strictObject({ month: Month, daysAfter: z.int().min(1).max(24), pipelines: z.array(z.string()).min(1), factor: z.number() }),
  ),
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
  /** People who left, so many days before the end, and still own or look after datasets. */
  departures: z.array(
    z.strictObject({ person: z.string(), email: z.string(), reason: z.string(), author: z.string(), daysBefore: z.int() }),
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
  costs: Costs,
})
export type SampleDefinition = z.infer<typeof SampleDefinition>
export type SampleCostLine = z.infer<typeof CostLine>
export type SampleColumn = z.infer<typeof Column>
export type SampleSource = z.infer<typeof Source>
export type SampleModel = z.infer<typeof Model>
