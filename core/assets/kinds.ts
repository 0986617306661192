import { z } from 'zod'

/** What an asset can be. A dataset is anything with rows and columns; the rest hangs on datasets. */
export const AssetKind = z.enum([
  'dataset',
  'exposure',
  'dashboard',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
  'analysis',
  'operation',
  'check',
  'pipeline',
  'owner',
  'domain',
  'data_product',
  'tag',
  'term',
  'issue',
  'doc',
])
export type AssetKind = z.infer<typeof AssetKind>

/** Kinds that search leaves out: checks are found through what they look at. */
const UNSEARCHED_KINDS = ['operation', 'check'] as const satisfies readonly AssetKind[]
export const isSearched = (kind: string): boolean => !(UNSEARCHED_KINDS as readonly string[]).includes(kind)

/** Kinds that have no list of their own: what hangs on datasets, and what describes them. */
export const OtherKind = AssetKind.extract([
  'exposure',
  'dashboard',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
  'analysis',
  'operation',
  'pipeline',
  'doc',
])
export type OtherKind = z.infer<typeof OtherKind>

/** active: a source or a person says it exists. retired: it was, and no source says so any more. */
export const AssetStatus = z.enum(['active', 'retired'])
export type AssetStatus = z.infer<typeof AssetStatus>

/** Trust level of a dataset (specification, phase 6: gold trusted, silver cleaned, bronze raw). */
export const DatasetTier = z.enum(['gold', 'silver', 'bronze'])
export type DatasetTier = z.infer<typeof DatasetTier>

/** Secrecy of a dataset or column (specification, phase 6). No level means "not classified", never public. */
export const Classification = z.enum(['public', 'internal', 'confidential', 'restricted'])
export type Classification = z.infer<typeof Classification>

/** Severity of an issue (specification, phase 4). */
export const Severity = z.enum(['P0', 'P1', 'P2', 'P3'])
export type Severity = z.infer<typeof Severity>

/** How far a glossary term is agreed on. */
export const TermStatus = z.enum(['draft', 'approved'])
export type TermStatus = z.infer<typeof TermStatus>
