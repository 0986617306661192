import type { DatasetColumn } from '#contract/datasets'

/** What stands in a file for a column of the list, by its id. Which dataset it is stands in every file. */
export const FILE_COLUMNS: Readonly<Record<string, readonly DatasetColumn[]>> = {
  name: ['status', 'hasConflict'],
  type: ['resourceType'],
  level: ['classification'],
  pii: ['piiColumnCount'],
  owner: ['ownerTeam'],
  tier: ['tier'],
  domain: ['domain'],
  checks: ['checkCount', 'failingCheckCount'],
  run: ['lastSuccessfulRunMs', 'freshness'],
  columns: ['columnCount'],
  rows: ['rowCount'],
  size: ['sizeBytes'],
  steward: ['steward'],
  links: ['upstreamCount', 'downstreamCount'],
  database: ['database'],
  platform: ['platform'],
  source: ['sourceNames'],
  tags: ['tags'],
  description: ['description'],
}
