import type { LineageNode } from '#contract/lineage'

/** A dataset so many steps from the root, of which nothing but its neighbours' number is told. */
export const lineageNode = (key: string, step: number, upstreamCount = 0, downstreamCount = 0): LineageNode => ({
  key,
  name: key,
  kind: 'dataset',
  schema: null,
  resourceType: 'model',
  status: 'active',
  classification: null,
  ownerTeam: null,
  piiColumnCount: 0,
  failingCheckCount: 0,
  step,
  upstreamCount,
  downstreamCount,
})
