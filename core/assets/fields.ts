import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { JsonValue } from '../json.ts'
import { type AssetKind, Classification, DatasetTier, Severity, TermStatus } from './kinds.ts'

/** How a field's value looks: drives parsing on the command line, the editor on screen and the report. */
export type FieldType =
  | { readonly kind: 'text' }
  | { readonly kind: 'long-text' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'list' } // of text, kept in order, no duplicates
  | { readonly kind: 'number' } // finite, not negative
  | { readonly kind: 'instant' } // milliseconds UTC
  | { readonly kind: 'boolean' }
  | { readonly kind: 'money' } // decimal text, e.g. "2216.35"
  | { readonly kind: 'object' } // structured, shown as a small table

export type FieldGroup = 'entry' | 'lineage' | 'refresh' | 'quality' | 'access' | 'usage' | 'governance' | 'technical'

export type FieldDefinition = {
  /** Name everywhere in code, JSON and on the command line (camelCase). */
  readonly name: string
  /** Name of the same field in the specification's catalog entry, where it has one. */
  readonly specName: string | null
  readonly label: string
  readonly group: FieldGroup
  readonly type: FieldType
  /** A person may decide it. Computed and technical fields only come from sources. */
  readonly editable: boolean
  /** Set for fields the book computes: from what, over which window. */
  readonly computedFrom: string | null
}

const text: FieldType = { kind: 'text' }
const longText: FieldType = { kind: 'long-text' }
const list: FieldType = { kind: 'list' }
const number: FieldType = { kind: 'number' }
const instant: FieldType = { kind: 'instant' }
const boolean: FieldType = { kind: 'boolean' }
const object: FieldType = { kind: 'object' }
const choice = (choices: readonly string[]): FieldType => ({ kind: 'choice', choices })

const said = (name: string, specName: string | null, label: string, group: FieldGroup, type: FieldType): FieldDefinition => ({
  name,
  specName,
  label,
  group,
  type,
  editable: true,
  computedFrom: null,
})
const technical = (name: string, label: string, type: FieldType): FieldDefinition => ({
  name,
  specName: null,
  label,
  group: 'technical',
  type,
  editable: false,
  computedFrom: null,
})
const computed = (
  name: string,
  specName: string | null,
  label: string,
  group: FieldGroup,
  type: FieldType,
  computedFrom: string,
): FieldDefinition => ({ name, specName, label, group, type, editable: false, computedFrom })

/**
 * Every field of a dataset, in the order a catalog entry shows them.
 * Source of the `specName`s: specification, phase 6, data catalog entry template.
 */
export const DATASET_FIELDS: readonly FieldDefinition[] = [
  said('name', 'name', 'Name', 'entry', text),
  said('description', 'description', 'Description', 'entry', longText),
  said('ownerTeam', 'owner_team', 'Owner team', 'entry', text),
  said('steward', 'steward', 'Steward', 'entry', text),
  said('domain', 'domain', 'Domain', 'entry', text),
  said('tier', 'tier', 'Tier', 'entry', choice(DatasetTier.options)),
  said('tags', null, 'Tags', 'entry', list),
  said('glossaryTerms', null, 'Glossary terms', 'entry', list),

  computed('sources', 'lineage.sources', 'Upstream', 'lineage', list, 'links one step up, all sources'),
  said('transformations', 'lineage.transformations', 'Transformations', 'lineage', longText),
  computed('downstream', 'lineage.downstream', 'Downstream', 'lineage', list, 'links one step down, all sources'),

  said('refreshSchedule', 'refresh.schedule', 'Refresh schedule', 'refresh', text),
  said('slaHours', 'refresh.sla_hours', 'SLA (hours)', 'refresh', number),
  computed(
    'lastSuccessfulRunMs',
    'refresh.last_successful_run',
    'Last successful run',
    'refresh',
    instant,
    'its successful run results, all time',
  ),

  computed('tests', 'quality.tests', 'Tests', 'quality', list, 'checks attached to this dataset'),
  computed('lastScore', 'quality.last_score', 'Quality score', 'quality', number, 'latest result of each attached check'),
  computed('knownIssues', 'quality.known_issues', 'Known issues', 'quality', list, 'open issues that name this dataset'),

  said('classification', 'access.classification', 'Classification', 'access', choice(Classification.options)),
  computed('piiColumns', 'access.pii_columns', 'PII columns', 'access', list, 'columns with a PII type'),
  said('accessRequestProcess', 'access.access_request_process', 'How to get access', 'access', longText),

  computed(
    'avgDailyQueries',
    'usage.avg_daily_queries',
    'Queries a day',
    'usage',
    number,
    'the source’s own count, over the time it names',
  ),
  computed('topConsumers', 'usage.top_consumers', 'Top consumers', 'usage', list, 'the source’s own count, over the time it names'),
  computed('costMonthly', null, 'Cost a month', 'usage', { kind: 'money' }, 'cost entries of the last full month'),
  computed(
    'costMonthlyUsd',
    'usage.cost_monthly_usd',
    'Cost a month (USD)',
    'usage',
    { kind: 'money' },
    'USD entries of the last full month',
  ),

  said('sharedWith', null, 'Shared with', 'governance', list),
  said('storageRegion', null, 'Storage region', 'governance', text),
  said('purpose', null, 'Purpose', 'governance', longText),
  said(
    'lawfulBasis',
    null,
    'Lawful basis',
    'governance',
    choice(['consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task', 'legitimate-interests']),
  ),
  said('retentionPeriod', null, 'Retention period', 'governance', text),
  said('retentionStartColumn', null, 'Retention starts at', 'governance', text),
  said('legalHold', null, 'Legal hold', 'governance', boolean),

  technical('resourceType', 'Resource type', text),
  technical('platform', 'Platform', text),
  technical('database', 'Database', text),
  technical('schema', 'Schema', text),
  technical('relation', 'Relation', text),
  technical('materialization', 'Materialisation', text),
  technical('sourceSystem', 'Source system', text),
  technical('loader', 'Loader', text),
  technical('loadedAtField', 'Loaded-at field', text),
  technical('freshnessPolicy', 'Freshness policy', object),
  technical('freshnessStatus', 'Freshness', text),
  technical('maxLoadedAtMs', 'Newest data at', instant),
  technical('package', 'Package', text),
  technical('path', 'File', text),
  technical('group', 'Group', text),
  technical('accessLevel', 'Access level', text),
  technical('version', 'Version', text),
  technical('latestVersion', 'Latest version', text),
  technical('deprecatedAt', 'Deprecated', text),
  technical('contractEnforced', 'Contract enforced', boolean),
  technical('primaryKey', 'Primary key', list),
  technical('constraints', 'Constraints', object),
  technical('grants', 'Grants', object),
  technical('pipeline', 'Pipeline', text),
  technical('rowCount', 'Rows', number),
  technical('sizeBytes', 'Size', number),
  technical('warehouseOwner', 'Warehouse owner', text),
  technical('warehouseComment', 'Warehouse comment', longText),
  technical('docBlocks', 'Docs blocks', list),
  technical('meta', 'Meta', object),
]

/** Computed fields that a source counts itself, over a time of its own. */
export const COUNTED_BY_SOURCES: ReadonlySet<string> = new Set(['avgDailyQueries', 'topConsumers'])

/** Every field of a column. */
export const COLUMN_FIELDS: readonly FieldDefinition[] = [
  said('description', null, 'Description', 'entry', longText),
  said('businessDefinition', null, 'Business definition', 'entry', longText),
  said('piiType', null, 'PII type', 'access', text),
  said('classification', null, 'Classification', 'access', choice(Classification.options)),
  said('tags', null, 'Tags', 'entry', list),
  said('glossaryTerms', null, 'Glossary terms', 'entry', list),
  technical('dataType', 'Type', text),
  technical('isNullable', 'Nullable', boolean),
  technical('ordinal', 'Position', number),
  technical('warehouseName', 'Warehouse name', text),
  technical('warehouseComment', 'Warehouse comment', longText),
  technical('constraints', 'Constraints', object),
  // Names of the docs blocks that its description is made of.
  technical('docBlocks', 'Docs blocks', list),
  technical('meta', 'Meta', object),
]

/** What sources tell of things that are no datasets. */
const SOURCE_FIELDS: readonly FieldDefinition[] = [
  technical('resourceType', 'Resource type', text),
  technical('package', 'Package', text),
  technical('path', 'File', text),
  technical('group', 'Group', text),
  technical('label', 'Label', text),
  technical('url', 'Link', text),
  // The thing's own structure as the source writes it: a metric's parameters, a semantic model's measures.
  technical('definition', 'Definition', object),
  technical('docBlocks', 'Docs blocks', list),
  technical('meta', 'Meta', object),
]

const OTHER_FIELDS: Partial<Record<AssetKind, readonly FieldDefinition[]>> = {
  dataset: DATASET_FIELDS,
  owner: [
    said('name', null, 'Name', 'entry', text),
    said('description', null, 'Description', 'entry', longText),
    said('ownerType', null, 'Team or person', 'entry', choice(['team', 'person'])),
    said('email', null, 'E-mail', 'entry', text),
    said('hasLeft', null, 'Has left', 'entry', boolean),
    computed('mergedInto', null, 'Merged into', 'entry', text, 'the merge of this name into another'),
    ...SOURCE_FIELDS,
  ],
  domain: [
    said('name', null, 'Name', 'entry', text),
    said('description', null, 'Description', 'entry', longText),
    said('ownerTeam', null, 'Owner team', 'entry', text),
  ],
  data_product: [
    said('name', null, 'Name', 'entry', text),
    said('description', null, 'Description', 'entry', longText),
    said('purpose', null, 'Purpose', 'entry', longText),
    said('ownerTeam', null, 'Owner team', 'entry', text),
    said('domain', null, 'Domain', 'entry', text),
    said('sla', null, 'SLA', 'entry', text),
    // Keys of datasets.
    said('datasets', null, 'Datasets', 'entry', list),
  ],
  tag: [said('name', null, 'Name', 'entry', text), said('description', null, 'Description', 'entry', longText)],
  term: [
    said('name', null, 'Name', 'entry', text),
    said('description', null, 'Definition', 'entry', longText),
    said('synonyms', null, 'Synonyms', 'entry', list),
    said('relatedTerms', null, 'Related terms', 'entry', list),
    said('parentTerm', null, 'Broader term', 'entry', text),
    said('ownerTeam', null, 'Owner team', 'entry', text),
    said('termStatus', null, 'Status', 'entry', choice(TermStatus.options)),
  ],
  // Made by hand: those of dbt are exposures.
  dashboard: [
    said('name', null, 'Name', 'entry', text),
    said('description', null, 'Description', 'entry', longText),
    said('ownerTeam', null, 'Owner team', 'entry', text),
    said('domain', null, 'Domain', 'entry', text),
    said('tags', null, 'Tags', 'entry', list),
    said('url', null, 'Link', 'entry', text),
  ],
  issue: [
    said('name', null, 'Title', 'entry', text),
    said('description', null, 'What is wrong', 'entry', longText),
    said('severity', null, 'Severity', 'entry', choice(Severity.options)),
    said('issueStatus', null, 'Status', 'entry', choice(['open', 'closed'])),
    said('dataset', null, 'Dataset', 'entry', text),
  ],
}
const COMMON_FIELDS: readonly FieldDefinition[] = [
  said('name', null, 'Name', 'entry', text),
  said('description', null, 'Description', 'entry', longText),
  said('ownerTeam', null, 'Owner team', 'entry', text),
  said('domain', null, 'Domain', 'entry', text),
  said('tags', null, 'Tags', 'entry', list),
  ...SOURCE_FIELDS,
]

/** Prefix of a field a steward made up: `custom.costCentre`. Its value is text. */
export const CUSTOM_FIELD_PREFIX = 'custom.'

/** The fields an asset of this kind has, in display order. */
export function fieldsOf(kind: AssetKind): readonly FieldDefinition[] {
  return OTHER_FIELDS[kind] ?? COMMON_FIELDS
}

const byName = new Map<string, ReadonlyMap<string, FieldDefinition>>()

/** The definition of one field, or undefined where the kind has no such field. */
export function findField(kind: AssetKind | 'column', name: string): FieldDefinition | undefined {
  let fields = byName.get(kind)
  if (fields === undefined) {
    fields = new Map((kind === 'column' ? COLUMN_FIELDS : fieldsOf(kind)).map((field) => [field.name, field]))
    byName.set(kind, fields)
  }
  const found = fields.get(name)
  if (found === undefined && name.startsWith(CUSTOM_FIELD_PREFIX) && /^custom\.[A-Za-z][A-Za-z0-9_]{0,59}$/.test(name)) {
    return said(name, null, name.slice(CUSTOM_FIELD_PREFIX.length), 'entry', text)
  }
  return found
}

const Money = z.string().regex(/^-?\d+(\.\d+)?$/)

/**
 * Checks a decided value against its field.
 * @returns the value in the form it is stored (lists without duplicates, text trimmed)
 * @throws AppError invalid-input when the field can't be decided or the value does not fit
 */
export function checkDecidedValue(kind: AssetKind | 'column', name: string, value: JsonValue): JsonValue {
  const field = findField(kind, name)
  if (field === undefined) throw new AppError('invalid-input', `A ${kind} has no field “${name}”.`, { field: name })
  if (!field.editable) {
    const why = field.computedFrom === null ? 'comes from sources' : `is worked out (${field.computedFrom})`
    throw new AppError('invalid-input', `“${field.label}” ${why} and can't be set by hand.`, { field: name })
  }
  const wrong = (wanted: string): never => {
    throw new AppError('invalid-input', `“${field.label}” takes ${wanted}.`, { field: name })
  }
  switch (field.type.kind) {
    case 'text':
    case 'long-text': {
      if (typeof value !== 'string' || value.trim() === '') return wrong('text')
      return value.trim()
    }
    case 'choice': {
      if (typeof value !== 'string' || !field.type.choices.includes(value)) return wrong(`one of ${field.type.choices.join(', ')}`)
      return value
    }
    case 'list': {
      if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) return wrong('a list of text')
      return [...new Set(value.map((item) => item.trim()).filter((item) => item !== ''))]
    }
    case 'number':
    case 'instant': {
      if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return wrong('a number of zero or more')
      return value
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong('true or false')
    case 'money':
      return Money.safeParse(value).success ? value : wrong('a decimal number')
    case 'object':
      return wrong('nothing: it comes from sources')
  }
}

/**
 * Reads a field's value from what a person typed on the command line or in a form.
 * Lists are split at commas; true and false are booleans.
 * @throws AppError invalid-input
 */
export function parseTypedValue(kind: AssetKind | 'column', name: string, typed: string): JsonValue {
  const type = findField(kind, name)?.type.kind
  switch (type) {
    case 'list':
      return checkDecidedValue(
        kind,
        name,
        typed.split(',').map((item) => item.trim()),
      )
    case 'number':
    case 'instant':
      return checkDecidedValue(kind, name, typed.trim() === '' ? Number.NaN : Number(typed))
    case 'boolean':
      return checkDecidedValue(kind, name, typed === 'true' ? true : typed === 'false' ? false : typed)
    default:
      return checkDecidedValue(kind, name, typed)
  }
}
